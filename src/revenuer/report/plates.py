"""A campaign's exhibits drawn and excerpted, ready for its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from revenuer.records.exhibits import Exhibit, Sample
from revenuer.report import linking, moments, raster, shared_things, timeline
from revenuer.report.detail import Detail
from revenuer.report.logged_text import excerpt, identifier, one_line
from revenuer.report.wording import WordingShown, shown


@dataclass(frozen=True, slots=True)
class SampleShown:
    exchange: str
    account: str
    when: str
    model: str
    prompt: str
    response: str
    note: str


@dataclass(frozen=True, slots=True)
class Plates:
    """Everything drawn for one group; a drawing is None where its data are missing."""

    spark: Markup | None
    timeline: Markup | None
    raster: raster.Drawn | None
    linking: Markup | None
    things: tuple[shared_things.Thing, ...]
    things_left_out: int
    dots: int
    loose: int
    """Accounts drawn that carry none of the things drawn."""
    wordings: tuple[WordingShown, ...]
    wordings_left_out: int
    samples: tuple[SampleShown, ...]
    samples_left_out: int


def plates(exhibit: Exhibit, detail: Detail) -> Plates:
    """All drawings of one exhibit within the bounds of `detail`."""
    linked = shared_things.read(exhibit.graph, detail)
    return Plates(
        spark=timeline.spark(exhibit.timeline),
        timeline=timeline.draw(exhibit.timeline, detail.bins),
        raster=raster.draw(exhibit.raster, exhibit.timeline.marks, detail),
        linking=linking.draw(linked, exhibit.graph.account_total),
        things=linked.things,
        things_left_out=linked.left_out,
        dots=sum(len(thing.dots) for thing in linked.things) + len(linked.loose),
        loose=len(linked.loose),
        wordings=tuple(shown(w, detail.characters) for w in exhibit.wording[: detail.wordings]),
        wordings_left_out=max(len(exhibit.wording) - detail.wordings, 0),
        samples=_samples(exhibit.samples[: detail.samples], detail.characters),
        samples_left_out=max(len(exhibit.samples) - detail.samples, 0),
    )


def _samples(samples: Sequence[Sample], characters: int) -> tuple[SampleShown, ...]:
    return tuple(
        SampleShown(
            exchange=identifier(sample.exchange_id),
            account=identifier(sample.account_id),
            when=moments.minute(moments.parse(sample.ts)),
            model=one_line(sample.model, 48),
            prompt=excerpt(sample.prompt, characters),
            response=excerpt(sample.response, characters),
            note=one_line(sample.note, 160),
        )
        for sample in samples
    )
