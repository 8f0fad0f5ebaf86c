"""Third parties' text: shown where the person may read it, counted where not."""

from collections.abc import Sequence
from dataclasses import dataclass

from revenuer.records.exhibits import Sample, Wording
from revenuer.report import moments, wording
from revenuer.report.logged_text import excerpt, identifier, one_line


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a wording; a masked one has no text, only its size in characters."""

    text: str
    size: int
    fixed: bool
    masked: bool


@dataclass(frozen=True, slots=True)
class WordingView:
    family: str
    runs: tuple[Run, ...]
    left_out: int
    fixed_share: float
    accounts: int
    exchanges: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class SampleView:
    """One exchange; `prompt` and `response` are empty while masked."""

    account_id: str
    account: str
    when: str
    model: str
    note: str
    prompt: str
    response: str
    prompt_size: int
    response_size: int


def wordings(kept: Sequence[Wording], characters: int, *, may_read: bool) -> list[WordingView]:
    """What all exchanges share is the operator's and shown; what varies may be anybody's."""
    views = []
    for entry in kept:
        shown = wording.shown(entry, characters)
        runs = tuple(
            Run(run.text if run.fixed or may_read else "", len(run.text), run.fixed, masked)
            for run in shown.runs
            for masked in (not run.fixed and not may_read,)
        )
        views.append(
            WordingView(
                shown.family,
                runs,
                shown.left_out,
                shown.fixed_share,
                shown.accounts,
                shown.exchanges,
                shown.elsewhere,
            )
        )
    return views


def samples(kept: Sequence[Sample], characters: int, *, may_read: bool) -> list[SampleView]:
    """Example exchanges, with their text or only its size."""
    return [
        SampleView(
            account_id=entry.account_id,
            account=identifier(entry.account_id),
            when=moments.minute(entry.ts),
            model=one_line(entry.model, 48),
            note=one_line(entry.note, 80),
            prompt=excerpt(entry.prompt, characters) if may_read else "",
            response=excerpt(entry.response, characters) if may_read else "",
            prompt_size=len(entry.prompt),
            response_size=len(entry.response),
        )
        for entry in kept
    ]
