"""The stage: a small provider, its calendar, its models."""

from dataclasses import dataclass
from datetime import UTC, datetime

HOUR = 3600.0
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class World:
    """A fortnight at one provider. Times are POSIX seconds, UTC.

    `scale` multiplies how many accounts take part, not what each of them does.
    """

    seed: int
    scale: float = 1.0
    start: float = datetime(2026, 5, 4, tzinfo=UTC).timestamp()
    days: int = 14
    release: float = datetime(2026, 5, 12, 16, 0, tzinfo=UTC).timestamp()
    ban_wave: float = datetime(2026, 5, 14, 9, 20, tzinfo=UTC).timestamp()
    flagship: str = "heron-3-large"
    successor: str = "heron-4-large"
    everyday: str = "heron-3-small"
    smallest: str = "heron-3-mini"

    @property
    def end(self) -> float:
        """The first moment after the fortnight."""
        return self.start + self.days * DAY

    def sized(self, n: int, least: int = 4) -> int:
        """How many of n take part at this scale, never fewer than `least` (or n)."""
        return (
            min(n, max(least, round(n * self.scale))) if self.scale < 1 else round(n * self.scale)
        )

    def inside(self, ts: float) -> bool:
        """Whether ts lies in the fortnight."""
        return self.start <= ts < self.end
