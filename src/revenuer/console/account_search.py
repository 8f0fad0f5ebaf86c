"""Accounts across cases, read straight from the store's tables."""

from dataclasses import dataclass

import sqlalchemy as sa

from revenuer.cases.tables import CASE_ACCOUNTS, CASES

_A, _C = CASE_ACCOUNTS.c, CASES.c


@dataclass(frozen=True, slots=True)
class AccountInCase:
    """An account as one case names it; `accounts` and `expected_wrong` are the case's."""

    account_id: str
    case_id: str
    state: str
    verdict: str
    membership: float
    exchanges: int
    accounts: int
    expected_wrong: float
    current: bool


def search(
    connection: sa.Connection, beginning: str, page: int, size: int
) -> tuple[list[AccountInCase], int]:
    """A page of accounts whose identifier begins so, and how many there are."""
    where: list[sa.ColumnElement[bool]] = [_C.merged_into.is_(None)]
    if beginning:
        where.append(_A.account_id.startswith(beginning, autoescape=True))
    joined = CASE_ACCOUNTS.join(CASES, _C.id == _A.case_id)
    total = connection.scalar(sa.select(sa.func.count()).select_from(joined).where(*where)) or 0
    rows = connection.execute(
        _select().where(*where).order_by(_A.account_id, _C.number).limit(size)
        .offset((page - 1) * size)
    )  # fmt: skip
    return [AccountInCase(**row._mapping) for row in rows], total


def in_cases(connection: sa.Connection, account_id: str) -> list[AccountInCase]:
    """Every case that names the account, or once did."""
    query = _select().where(_A.account_id == account_id).order_by(_C.number)
    return [AccountInCase(**row._mapping) for row in connection.execute(query)]


def _select() -> sa.Select[tuple[object, ...]]:
    return sa.select(
        _A.account_id,
        _A.case_id,
        _C.state,
        _C.verdict,
        _A.membership,
        _A.exchanges,
        _C.accounts,
        _C.expected_wrong,
        (_A.last_scan == _C.scan_number).label("current"),
    ).select_from(CASE_ACCOUNTS.join(CASES, _C.id == _A.case_id))
