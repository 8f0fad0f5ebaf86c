"""How much of each group is drawn, so that the file stays small whatever was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Detail:
    """Upper bounds for one group's exhibits."""

    bins: int
    """Time bins in a chart."""
    rows: int
    """Accounts in the raster."""
    runs: int
    """Cells in the raster, counting neighbours of one shade as one."""
    dots: int
    """Accounts in the linking graph."""
    hubs: int
    """Shared things in the linking graph."""
    listed: int
    """Accounts and shared things listed by name."""
    samples: int
    wordings: int
    characters: int
    """Characters of a sample's prompt, of its answer, and of a wording."""


_FEW = Detail(
    bins=168, rows=160, runs=9_000, dots=400, hubs=60, listed=60, samples=6, wordings=4,
    characters=1_200,
)  # fmt: skip
_SOME = Detail(
    bins=120, rows=96, runs=3_500, dots=260, hubs=40, listed=36, samples=4, wordings=3,
    characters=800,
)  # fmt: skip
_MANY = Detail(
    bins=84, rows=60, runs=1_500, dots=100, hubs=16, listed=20, samples=3, wordings=2,
    characters=480,
)  # fmt: skip


def detail_for(groups: int) -> Detail:
    """The bounds for a report on so many groups: 40 of them stay below 3 MB."""
    if groups <= 8:
        return _FEW
    return _SOME if groups <= 20 else _MANY
