"""The benign groups that a group's numbers are ranked among."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.records import Axis

CONTROLS = pa.schema(
    [
        pa.field("log", pa.int32()),
        pa.field("group", pa.int32()),
        pa.field("scenario", pa.string()),
        pa.field("whole", pa.bool_()),
        pa.field("coordinated", pa.bool_()),
        pa.field("size", pa.int32()),
        pa.field("volume", pa.int64()),
        pa.field("signal", pa.string()),
        pa.field("statistic", pa.float64()),
        pa.field("se", pa.float64()),
        pa.field("p_value", pa.float64()),
    ]
)
"""One row a control group and signal. `whole` groups hold all exchanges of their accounts, others
those of some prompt families; `coordinated` groups (a reseller's pool) are controls for extraction
only; `p_value` is null where the signal has no exact one."""

MATCHED = 800
"""Controls a group is compared with: the nearest in accounts and exchanges."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A set of benign groups. Arrays have one entry a group; `kind` numbers their scenarios;
    `statistic`, `se`, `p_value` are
    (groups, signals) with NaN where a signal could not be assessed, in the order of `signals`."""

    name: str
    description: str
    signals: tuple[str, ...]
    log: NDArray[np.int64]
    kind: NDArray[np.int64]
    whole: NDArray[np.bool_]
    coordinated: NDArray[np.bool_]
    size: NDArray[np.float64]
    volume: NDArray[np.float64]
    statistic: NDArray[np.float64]
    se: NDArray[np.float64]
    p_value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.size)

    def matched(self, axis: Axis, whole: bool, size: int, volume: int) -> NDArray[np.int64]:
        """Indices of the MATCHED groups nearest in log size and log volume, same kind first."""
        distance = np.hypot(
            np.log(self.size / max(1, size)), 0.5 * np.log(self.volume / max(1, volume))
        )
        distance = distance + (self.whole != whole)
        usable = ~self.coordinated if axis is Axis.COORDINATION else np.ones(len(self), bool)
        order = np.argsort(distance, kind="stable")
        return order[usable[order]][:MATCHED]

    def column(self, signal: str) -> int:
        """Column of a signal, -1 where the reference does not know it."""
        return self.signals.index(signal) if signal in self.signals else -1


def from_tables(name: str, description: str, tables: Sequence[pa.Table]) -> Reference:
    """A reference from tables with the CONTROLS schema."""
    table = pa.concat_tables(tables)
    signals = tuple(sorted(set(table["signal"].to_pylist())))
    key = table["log"].to_numpy().astype(np.int64) << 32 | table["group"].to_numpy()
    groups, first, row = np.unique(key, return_index=True, return_inverse=True)
    place = {s: i for i, s in enumerate(signals)}
    column = np.array([place[s] for s in table["signal"].to_pylist()], np.int64)

    def of_group(field: str) -> NDArray[np.generic]:
        return np.asarray(table[field].to_numpy())[first]

    def matrix(field: str) -> NDArray[np.float64]:
        values = np.full((len(groups), len(signals)), np.nan)
        values[row, column] = table[field].to_numpy(zero_copy_only=False)
        return values

    return Reference(
        name=name,
        description=description,
        signals=signals,
        log=of_group("log").astype(np.int64),
        kind=np.unique(
            table["scenario"].to_numpy(zero_copy_only=False)[first].astype(str), return_inverse=True
        )[1],
        whole=of_group("whole").astype(np.bool_),
        coordinated=of_group("coordinated").astype(np.bool_),
        size=of_group("size").astype(np.float64),
        volume=of_group("volume").astype(np.float64),
        statistic=matrix("statistic"),
        se=matrix("se"),
        p_value=matrix("p_value"),
    )


def shipped() -> Reference:
    """The reference that ships: groups of the project's own generated benign traffic."""
    path = Path(str(files("revenuer.campaigns"))) / "controls.parquet"
    return from_tables(
        "shipped",
        "groups found in generated benign traffic (people, applications, look-alikes)",
        [pq.read_table(path)],
    )
