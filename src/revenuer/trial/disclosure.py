"""What planted rows may tell: no more than the log that they are planted in."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill.dice import Dice


def as_logged(rows: pa.Table, log: pa.Table, dice: Dice) -> pa.Table:
    """The rows without what the log never holds, and where it holds a field in some rows only, with
    that field for as large a share of the accounts as it has rows with it."""
    if not len(rows):
        return rows
    names, owner = np.unique(rows["account_id"].to_pylist(), return_inverse=True)
    for at, field in enumerate(rows.schema):
        usual, own = _filled(log[field.name]), _filled(rows[field.name])
        if field.name == "account_id" or own <= usual:
            continue
        told = np.array([dice.child(f"{name} {field.name}").chance(usual / own) for name in names])
        kept = pc.if_else(pa.array(told[owner]), rows[field.name], pa.nulls(len(rows), field.type))
        rows = rows.set_column(at, field, kept)
    return rows


def _filled(column: pa.ChunkedArray) -> float:
    return 1 - column.null_count / len(column) if len(column) else 1.0
