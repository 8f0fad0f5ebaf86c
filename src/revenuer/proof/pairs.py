"""Scores of served answers and twins, from a file to clean arrays, every row accounted for."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.problems import Problem
from revenuer.records import Quarantined

Floats = NDArray[np.float64]

TWIN = re.compile(r"twin(?:_([1-9][0-9]*))?\Z")
LARGEST = 1e290  # beyond this, differences and sums of scores would overflow
TOO_LARGE = "a score is infinite or beyond 1e290"
LAYOUT = "columns pair_id, served and twin (or twin_1 ... twin_m); account_id is optional"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scores in betting order (`leaf_index` where given, else SHA-256 of the pair's id).

    `served` (n,), `twins` (n, m): finite, higher means the suspect finds the text more likely.
    `account_ids` has n entries or is None. `rows` were read; `quarantined` were left out, each
    with its reason. Rows are left out for reasons that treat all members of a set alike, so the
    test stays exact on the rest.
    """

    pair_ids: tuple[str, ...]
    served: Floats
    twins: Floats
    account_ids: tuple[str, ...] | None
    rows: int
    quarantined: tuple[Quarantined, ...]
    unscored_served: int
    unscored_twins: int
    source: str
    sha256: str

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were left out for each reason."""
        return dict(sorted(Counter(row.reason for row in self.quarantined).items()))


def read_pairs(path: Path) -> Pairs:
    """Read a Parquet file of scores. Raises Problem where no usable pair can be had from it."""
    table = open_scores(path)
    return pairs_of(table, path, hashlib.sha256(path.read_bytes()).hexdigest())


def pairs_of(table: pa.Table, path: Path, sha256: str) -> Pairs:
    """The same from a table at hand, which came from `path` with that hash. Raises Problem."""
    twins = twin_columns(table, path)
    served_scores = _numbers(table, "served", path)
    scores = np.column_stack([served_scores, *(_numbers(table, name, path) for name in twins)])
    ids = _texts(table, "pair_id", path)
    accounts = _texts(table, "account_id", path) if "account_id" in table.column_names else None
    reasons = _reasons(ids, scores, accounts)
    keep = np.flatnonzero([reason is None for reason in reasons])
    if keep.size == 0:
        raise Problem(
            "No usable pair is left: " + (_tally(reasons) or "the file has no rows") + ".",
            where=str(path),
            hint=f"give at least one pair with finite scores in {LAYOUT}",
        )
    keep = keep[_betting_order(table, ids, keep, path)]
    unscored = ~np.isfinite(scores)
    return Pairs(
        pair_ids=tuple(str(ids[i]) for i in keep),
        served=scores[keep, 0],
        twins=scores[keep, 1:],
        account_ids=None if accounts is None else tuple(accounts[i] or "" for i in keep),
        rows=table.num_rows,
        quarantined=tuple(
            Quarantined(str(path), row + 1, 0, reason)
            for row, reason in enumerate(reasons)
            if reason is not None
        ),
        unscored_served=int(unscored[:, 0].sum()),
        unscored_twins=int(unscored[:, 1:].sum()),
        source=path.name,
        sha256=sha256,
    )


def open_scores(path: Path) -> pa.Table:
    """The table of a file of scores, its columns' names checked. Raises Problem."""
    if not path.is_file():
        raise Problem("There is no such file of scores.", where=str(path), hint="check the path")
    try:
        table = pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        raise Problem(
            "This is not a readable Parquet file.",
            where=str(path),
            hint=f"write the scores as Parquet with {LAYOUT} ({_first_line(error)})",
        ) from error
    _check_names(table, path)
    return table


def _check_names(table: pa.Table, path: Path) -> None:
    names = Counter(table.column_names)
    for name in ("pair_id", "served"):
        if names[name] == 0:
            raise Problem(f"The column {name} is missing.", where=str(path), hint=f"give {LAYOUT}")
    twice = sorted(name for name, count in names.items() if count > 1)
    if twice:
        raise Problem(f"The column {twice[0]} is there twice.", where=str(path), hint="keep one")


def twin_columns(table: pa.Table, path: Path) -> list[str]:
    """The names of the columns of twins, in order. Raises Problem."""
    numbered = {
        name: int(found[1] or 0) for name in table.column_names if (found := TWIN.match(name))
    }
    if not numbered:
        raise Problem("There is no column of twins.", where=str(path), hint=f"give {LAYOUT}")
    names = sorted(numbered, key=lambda name: numbered[name])
    if names == ["twin"] or [numbered[name] for name in names] == list(range(1, len(names) + 1)):
        return names
    raise Problem(
        f"The columns of twins are {', '.join(names)}.",
        where=str(path),
        hint="name them twin, or twin_1 ... twin_m without a gap",
    )


def _numbers(table: pa.Table, name: str, path: Path) -> Floats:
    column = table[name]
    kind = column.type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)
            or pa.types.is_decimal(kind) or pa.types.is_null(kind)):  # fmt: skip
        raise Problem(
            f"The column {name} holds {kind}, not numbers.",
            where=str(path),
            hint="give one number a row: higher means the suspect finds the text more likely",
        )
    if pa.types.is_boolean(kind):
        column = pc.cast(column, pa.int8())
    scores = pc.cast(column, pa.float64(), safe=False).to_numpy()
    return np.array(scores, dtype=np.float64)


def _texts(table: pa.Table, name: str, path: Path) -> list[str | None]:
    try:
        return list(pc.cast(table[name], pa.string()).to_pylist())
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise Problem(
            f"The column {name} holds {table[name].type}, not text or whole numbers.",
            where=str(path),
            hint="give one identifier a row",
        ) from error


def _reasons(
    ids: Sequence[str | None], scores: Floats, accounts: Sequence[str | None] | None
) -> list[str | None]:
    """Why each row is left out, or None. The first row of identical ones is kept."""
    finite: list[bool] = np.all(np.abs(scores) <= LARGEST, axis=1).tolist()
    missing: list[bool] = np.any(np.isnan(scores), axis=1).tolist()
    first: dict[str, int] = {}
    clashing: set[str] = set()
    repeats: set[int] = set()
    for row, pair in enumerate(ids):
        if not pair:
            continue
        seen = first.setdefault(pair, row)
        if seen == row:
            continue
        same = np.array_equal(scores[seen], scores[row], equal_nan=True)
        if same and (accounts is None or accounts[seen] == accounts[row]):
            repeats.add(row)
        else:
            clashing.add(pair)
    reasons: list[str | None] = []
    for row, pair in enumerate(ids):
        if not pair:
            reasons.append("no pair_id")
        elif pair in clashing:
            reasons.append("pair_id given more than once with different rows")
        elif row in repeats:
            reasons.append("exact repeat of an earlier row")
        elif missing[row]:
            reasons.append("a score is missing")
        else:
            reasons.append(None if finite[row] else TOO_LARGE)
    return reasons


def _betting_order(
    table: pa.Table, ids: Sequence[str | None], keep: NDArray[np.intp], path: Path
) -> NDArray[np.intp]:
    if "leaf_index" not in table.column_names:
        digests = [hashlib.sha256(str(ids[i]).encode()).digest() for i in keep]
        return np.array(sorted(range(keep.size), key=digests.__getitem__), dtype=np.intp)
    kept = table["leaf_index"].take(pa.array(keep))
    if not pa.types.is_integer(kept.type) or kept.null_count or len(kept.unique()) < len(kept):
        raise Problem(
            "The column leaf_index must hold a different whole number in every row.",
            where=str(path),
            hint="give each pair's index in the ledger, or leave the column out",
        )
    return np.argsort(kept.to_numpy(), kind="stable")


def _tally(reasons: Sequence[str | None]) -> str:
    counts = Counter(reason for reason in reasons if reason is not None)
    return "; ".join(f"{reason} ({count})" for reason, count in sorted(counts.items()))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
