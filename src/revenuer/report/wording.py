"""A prompt family's example text, its fixed and its varying runs ready to be told apart."""

from dataclasses import dataclass

from revenuer.records.exhibits import Wording
from revenuer.report.logged_text import excerpt, identifier


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text; a masked one has no text, only how many characters are `hidden`."""

    text: str
    fixed: bool
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class WordingShown:
    family: str
    runs: tuple[Run, ...]
    left_out: int
    """Characters after the last run shown."""
    fixed_share: float
    """Share of the example's characters that are fixed."""
    accounts: int
    exchanges: int
    elsewhere: int


def shown(wording: Wording, characters: int) -> WordingShown:
    """At most about `characters` characters; a varying run gives way first, as it proves least."""
    runs: list[Run] = []
    room = characters
    total = sum(len(span.text) for span in wording.spans)
    seen = 0
    for span in wording.spans:
        if room <= 0:
            break
        seen += len(span.text)
        if not span.text:
            continue
        text = excerpt(span.text, min(room, characters if span.fixed else characters // 4))
        runs.append(Run(text, span.fixed))
        room -= min(len(text), room)
    fixed = sum(len(span.text) for span in wording.spans if span.fixed)
    return WordingShown(
        family=identifier(wording.family, 24),
        runs=tuple(runs),
        left_out=total - seen,
        fixed_share=fixed / total if total else 0.0,
        accounts=wording.accounts,
        exchanges=wording.exchanges,
        elsewhere=wording.elsewhere_accounts,
    )
