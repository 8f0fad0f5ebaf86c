"""What a log format is: one small object, one file each, listed in `formats/__init__.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from revenuer.ingest.row import Raw

Record = dict[str, Any]
Score = tuple[float, str]
"""How surely sampled records are of this format, 0 to 1, and why in words."""


def alone(record: Record) -> Sequence[Any]:
    """A line that is one record: the rule in nearly every format."""
    return (record,)


@dataclass(frozen=True, slots=True)
class Format:
    """A log format.

    `fields` says where each canonical field comes from, in the format's own names; `score` judges
    a sample of records; `convert` turns one record into a raw row, raising `RowError` where a
    field has the wrong shape; `split` opens a line that holds several records. `examples` are
    whole lines; they are shown to users and are the format's tests.
    """

    name: str
    about: str
    fields: Mapping[str, str]
    examples: tuple[str, ...]
    score: Callable[[Sequence[Record]], Score]
    convert: Callable[[Record], Raw]
    split: Callable[[Record], Sequence[Any]] = field(default=alone)


def share(records: Sequence[Record], has: Callable[[Record], bool]) -> float:
    """The share of sampled records for which `has` holds."""
    return sum(map(has, records)) / len(records) if records else 0.0
