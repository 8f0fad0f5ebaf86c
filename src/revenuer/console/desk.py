"""Everything the running console holds; made once at start, handed to every page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from revenuer.cases import Actions, CaseStore, Prices
from revenuer.cases.policy.terms import Terms
from revenuer.console.attempts import Attempts
from revenuer.console.listening import Place
from revenuer.console.one_time_links import OneTimeLinks
from revenuer.console.plates import PlateRoom
from revenuer.console.single_sign_on import SingleSignOn


@dataclass(frozen=True, slots=True)
class Desk:
    """`clock` gives seconds since 1970; `secret` signs sign-in forms and lasts as long as the
    process. `scan_folder` and `scan_number` are the scan that the console was started on,
    `webhook` is where decisions are sent (empty: nowhere)."""

    store: CaseStore
    actions: Actions
    terms: Terms
    place: Place
    clock: Callable[[], float]
    secret: bytes
    team: SingleSignOn | None = None
    scan_folder: Path | None = None
    scan_number: int = 0
    webhook: str = ""
    prices: Prices | None = None
    example_terms: bool = False
    attempts: Attempts = field(default_factory=Attempts)
    room: PlateRoom = field(default_factory=PlateRoom)
    links: OneTimeLinks = field(default_factory=OneTimeLinks)
