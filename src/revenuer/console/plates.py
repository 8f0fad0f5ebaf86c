"""A case's exhibits drawn once and kept: the drawings do not change until another scan sees it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import orjson
from markupsafe import Markup

from revenuer.cases import CaseRow, CaseStore
from revenuer.console import exhibit_reading, graph_layout
from revenuer.records.exhibits import Exhibit, Graph
from revenuer.report import raster, shared_things, timeline
from revenuer.report.detail import Detail
from revenuer.report.shared_things import Thing

DETAIL = Detail(
    bins=168, rows=160, runs=9_000, dots=0, hubs=240, listed=60, samples=12, wordings=6,
    characters=2_400,
)  # fmt: skip
"""The page lists shared things; their accounts are dots on the canvas, which asks for its own."""
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Plates:
    """`exhibit` holds third parties' text: masking it is the page's work."""

    exhibit: Exhibit
    timeline: Markup | None
    raster: raster.Drawn | None
    things: tuple[Thing, ...]


class PlateRoom:
    """Drawings of the cases looked at last. Safe to use from several threads."""

    def __init__(self) -> None:
        self._plates: OrderedDict[tuple[str, int], Plates | None] = OrderedDict()
        self._graphs: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def plates(self, store: CaseStore, case: CaseRow) -> Plates | None:
        """The case's drawings; None where no scan kept an exhibit of it."""
        key = (case.id, case.scan_number)
        with self._lock:
            if key in self._plates:
                return self._plates[key]
        kept = store.exhibit(case.id)
        exhibit = exhibit_reading.read(kept) if kept is not None else None
        drawn = _drawn(exhibit) if exhibit is not None else None
        with self._lock:
            self._plates[key] = drawn
            while len(self._plates) > _KEPT:
                self._plates.popitem(last=False)
        return drawn

    def graph(self, store: CaseStore, case: CaseRow) -> bytes:
        """What the canvas draws, as JSON."""
        key = (case.id, case.scan_number)
        with self._lock:
            if key in self._graphs:
                return self._graphs[key]
        plates = self.plates(store, case)
        graph = plates.exhibit.graph if plates else Graph((), (), 0)
        laid = orjson.dumps(graph_layout.layout(graph))
        with self._lock:
            self._graphs[key] = laid
            while len(self._graphs) > _KEPT:
                self._graphs.popitem(last=False)
        return laid


def _drawn(exhibit: Exhibit) -> Plates:
    return Plates(
        exhibit=exhibit,
        timeline=timeline.draw(exhibit.timeline, DETAIL.bins),
        raster=raster.draw(exhibit.raster, exhibit.timeline.marks, DETAIL),
        things=shared_things.read(exhibit.graph, DETAIL).things,
    )
