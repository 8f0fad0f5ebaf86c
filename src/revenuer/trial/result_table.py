"""A table of results, and the rows of runs that it is made of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """`rows` with equal keys, `about` a sentence, `numbers` further figures by name."""

    name: str
    about: str
    rows: list[Row]
    numbers: dict[str, Any] = field(default_factory=dict)

    @property
    def headings(self) -> list[str]:
        """The columns' names in words."""
        return [key.replace("_", " ") for key in (self.rows[0] if self.rows else {})]

    def cells(self) -> Iterable[list[str]]:
        """The rows as text."""
        return ([_text(value) for value in row.values()] for row in self.rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def rows_of(runs: Sequence[Row], *kinds: str) -> dict[tuple[str, str], list[Row]]:
    """Rows of these kinds by view and scenario."""
    out: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for run in runs:
        for row in run["rows"]:
            if row["kind"] in kinds:
                out[run["view"], row["scenario"]].append(row)
    return out


def mean_of(rows: Iterable[Row], key: str) -> float | None:
    values = [row[key] for row in rows if row.get(key) is not None]
    return round(fmean(values), 3) if values else None


def least_of(rows: Iterable[Row], key: str) -> float | None:
    values = [row[key] for row in rows if row.get(key) is not None]
    return round(min(values), 3) if values else None
