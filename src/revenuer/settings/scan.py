"""Settings of a scan."""

from dataclasses import asdict, dataclass
from typing import Any

from revenuer.problems import Problem

MOST_EVENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """All that decides a scan's result besides its input. Written to the manifest.

    `fdr` false discovery rate over candidate groups; `min_accounts` and `min_exchanges` of the
    smallest group looked at; `seed` of every permutation and subsample; `most_events` events of a
    group that a signal sees at the most (beyond, a part of its conversations, drawn by their hash).
    """

    fdr: float = 0.01
    min_accounts: int = 5
    min_exchanges: int = 50
    seed: int = 20260101
    most_events: int = MOST_EVENTS

    def __post_init__(self) -> None:
        if not 0 < self.fdr < 1:
            raise Problem(
                f"A false discovery rate of {self.fdr} has no meaning.",
                where="--fdr",
                hint="a number between 0 and 1, such as 0.01",
            )

    def as_dict(self) -> dict[str, Any]:
        """The settings as written to the manifest."""
        return asdict(self)
