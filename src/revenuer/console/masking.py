"""Third parties' text: shown where the person may read it, counted where not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from revenuer.records.exhibits import Sample, Wording
from revenuer.report import moments
from revenuer.report.logged_text import excerpt, identifier, one_line
from revenuer.report.wording import Run, WordingShown, shown


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


def wordings(kept: Sequence[Wording], characters: int, *, may_read: bool) -> list[WordingShown]:
    """What all exchanges share is the operator's and shown; what varies may be anybody's."""
    told = [shown(wording, characters) for wording in kept]
    if may_read:
        return told
    return [replace(each, runs=tuple(map(_masked, each.runs))) for each in told]


def _masked(run: Run) -> Run:
    return run if run.fixed else Run("", run.fixed, hidden=len(run.text))


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
