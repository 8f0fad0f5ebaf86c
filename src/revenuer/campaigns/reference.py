"""The benign groups that a group's numbers are ranked among."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

CONTROLS = pa.schema(
    [
        pa.field("log", pa.int32()),
        pa.field("group", pa.int32()),
        pa.field("scenario", pa.string()),
        pa.field("whole", pa.bool_()),
        pa.field("coordinated", pa.bool_()),
        pa.field("signal", pa.string()),
        pa.field("statistic", pa.float64()),
        pa.field("se", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("size", pa.int32()),
        pa.field("volume", pa.int64()),
    ]
)
"""One row a control group and signal. `whole` groups hold all exchanges of their accounts, others
one prompt family's; `coordinated` groups (a reseller's pool) are controls for extraction only;
`p_value` is null where the signal has no exact one."""

MATCHED = 600
"""Controls a group is compared with: the nearest in accounts and exchanges."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Matched control groups of one signal."""

    statistic: NDArray[np.float64]
    se: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reference:
    """A set of benign groups: whose they are, and their numbers by signal."""

    name: str
    description: str
    groups: int
    table: Mapping[str, Mapping[str, NDArray[np.float64]]]

    def matched(self, signal: str, whole: bool, size: int, volume: int, axis: str) -> Controls:
        """The MATCHED control groups nearest in log size and log volume, same kind first."""
        columns = self.table.get(signal)
        if columns is None:
            return Controls(np.zeros(0), np.zeros(0))
        distance = np.hypot(
            np.log(columns["size"] / max(1, size)), 0.5 * np.log(columns["volume"] / max(1, volume))
        )
        distance = distance + 1.0 * (columns["whole"] != whole)
        if axis == "coordination":
            distance = np.where(columns["coordinated"] > 0, np.inf, distance)
        nearest = np.argsort(distance, kind="stable")[:MATCHED]
        nearest = nearest[np.isfinite(distance[nearest])]
        return Controls(columns["statistic"][nearest], columns["se"][nearest])


def from_table(name: str, description: str, tables: Sequence[pa.Table]) -> Reference:
    """A reference from tables with the CONTROLS schema."""
    table = pa.concat_tables(tables)
    by_signal: dict[str, dict[str, NDArray[np.float64]]] = {}
    signal = np.array(table["signal"].to_pylist())
    numbers = {
        name: np.asarray(table[name].to_numpy(zero_copy_only=False), np.float64)
        for name in ("whole", "coordinated", "statistic", "se", "size", "volume")
    }
    for value in sorted(set(signal.tolist())):
        rows = signal == value
        by_signal[value] = {name: column[rows] for name, column in numbers.items()}
    groups = table.select(["log", "group"]).group_by(["log", "group"]).aggregate([]).num_rows
    return Reference(name, description, groups, by_signal)


def shipped() -> Reference:
    """The reference that ships: groups of the project's own generated benign traffic."""
    path = files("revenuer.campaigns") / "controls.parquet"
    table = pq.read_table(Path(str(path)))
    return from_table(
        "shipped",
        "groups found in generated benign traffic (people, applications, look-alikes)",
        [table],
    )
