"""Accounts of vetted programs, from the provider's account table."""

from collections.abc import Collection
from pathlib import Path

from revenuer.ingest import read_accounts
from revenuer.problems import Problem


def accounts_in(path: Path, programs: Collection[str]) -> list[str]:
    """Accounts whose `program` is one of these. Raises Problem where the table has none."""
    if not programs:
        raise Problem("Which programs are spared?", hint="give --program, for example research")
    table = read_accounts(path)
    if "program" not in table.column_names:
        raise Problem("The account table has no program column.", where=str(path))
    pairs = zip(table["account_id"].to_pylist(), table["program"].to_pylist(), strict=True)
    return sorted(account for account, program in pairs if program in programs)
