"""All exchanges of each account that a campaign names, from the scan's account table."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from revenuer.problems import Problem


def account_traffic(folder: Path) -> dict[str, int]:
    """Exchanges in the log by account, of accounts in a campaign; empty without the table.

    An action hits all of an account's traffic, not only what its campaign holds.
    """
    path = folder / "accounts.parquet"
    if not path.exists():
        return {}
    try:
        table = pq.read_table(path, columns=["account_id", "exchanges", "campaign_ids"])
        named = table.filter(pc.greater(pc.list_value_length(table["campaign_ids"]), 0))
        pairs = zip(named["account_id"].to_pylist(), named["exchanges"].to_pylist(), strict=True)
        return {str(account): int(exchanges) for account, exchanges in pairs}
    except (pa.ArrowException, OSError, TypeError, KeyError) as error:
        raise Problem(
            f"accounts.parquet cannot be read: {error}.",
            where=str(path),
            hint="run the scan again, or give another folder",
        ) from error
