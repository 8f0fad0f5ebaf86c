"""A queue of 10,000 cases and a case of 24,000 accounts; bench/console.py tells the time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import staged_cases as staged

from revenuer.cases import CaseFilter, CaseStore, Sort, State
from revenuer.cases.tables import CASE_ACCOUNTS
from revenuer.cases.tables import CASES as CASE_TABLE

pytestmark = pytest.mark.slow
CASES, ACCOUNTS = 10_000, 24_000


@pytest.fixture
def big(tmp_path: Path) -> Iterator[CaseStore]:
    store = CaseStore.open(str(tmp_path / "c.db"), clock=lambda: datetime(2026, 6, 1, tzinfo=UTC))
    huge = staged.campaign(staged.names(0, ACCOUNTS), name="huge")
    huge["exchange_count"] = 1
    scan = staged.write_scan(tmp_path / "s", [huge, staged.campaign(["acct_1", "acct_2"])])
    store.import_scan(scan, "ana")
    with store.write() as connection:
        second = sa.select(CASE_TABLE).where(CASE_TABLE.c.number == 2)
        row = connection.execute(second).one()._mapping
        fill = [
            {f"{name}": value for name, value in row.items()}
            | {"number": n, "id": f"case-{n:05d}", "output_tokens": n * 37 % 9_973,
               "searched": f"case-{n:05d}\nc-{n}\ncampaign"}
            for n in range(3, CASES + 1)
        ]  # fmt: skip
        connection.execute(sa.insert(CASE_TABLE), fill)
        members = [
            {"case_id": f"case-{n:05d}", "account_id": f"of-{n}-{i}", "membership": 0.97,
             "first_scan": 1, "last_scan": 1, "exchanges": 5}
            for n in range(3, CASES + 1) for i in range(3)
        ]  # fmt: skip
        connection.execute(sa.insert(CASE_ACCOUNTS), members)
    yield store
    store.close()


def test_ten_thousand_cases_and_one_huge_one(big: CaseStore, tmp_path: Path) -> None:
    assert big.cases().total == CASES
    seen = [{row.id for row in big.cases(sort=sort, page=150).rows} for sort in Sort]
    assert all(seen)
    wanted = CaseFilter(states=(State.NEW,), text="c-77", least_accounts=2)
    assert big.cases(wanted).total == 111
    assert [row.id for row in big.cases(CaseFilter(text="of-5000-1")).rows] == ["case-05000"]
    row = big.cases(sort=Sort.ACCOUNTS).rows[0]
    assert row.accounts == ACCOUNTS
    assert big.case(row.id).row.id == row.id
    assert big.accounts(row.id, page=120).rows
    assert [found.id for found in big.cases_of_account("acct_00077")] == [row.id]
    again = staged.campaign(staged.names(0, ACCOUNTS + 5), name="huge2")
    again["exchange_count"] = 1
    scan = staged.write_scan(tmp_path / "s2", [again])
    assert big.import_scan(scan, "ana").changes == {row.id: "same"}
