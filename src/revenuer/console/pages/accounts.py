"""Accounts: of one case, of all cases, and one account in all its cases."""

from collections.abc import Iterator

from starlette.responses import Response

from revenuer.cases import CaseStore
from revenuer.cases.spreadsheet import rows_as_csv
from revenuer.console import account_search
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.pages.case import found
from revenuer.console.refusals import not_found
from revenuer.console.rendering import page

SIZE = 100
_COLUMNS = ("account_id", "membership", "exchanges", "first_scan")


def of_case(call: Call) -> Response:
    """A page of a case's accounts."""
    row = found(call.desk, call.path["id"]).row
    listed = call.desk.store.accounts(row.id, call.query.whole("page", 1, 1, 1_000_000), SIZE)
    return page(
        call,
        "console/case_accounts.html",
        notices=NOTICES,
        case=row,
        rows=listed.rows,
        total=listed.total,
        number=listed.page,
        pages=max(-(-listed.total // SIZE), 1),
        query={"page": ""},
    )


def table(call: Call) -> Response:
    """All accounts of a case as CSV; taking them away is put on record."""
    row = found(call.desk, call.path["id"]).row
    with call.desk.store.write() as connection:
        call.desk.store.audit(
            connection, call.person.login, "accounts.exported", row.id, accounts=row.accounts
        )
    return Response(
        rows_as_csv(_COLUMNS, _rows(call.desk.store, row.id)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.id}-accounts.csv"'},
    )


def all_accounts(call: Call) -> Response:
    """Accounts in cases, by the beginning of their identifier."""
    text = call.query.text("q", 120)
    number = call.query.whole("page", 1, 1, 100_000)
    with call.desk.store.read() as connection:
        rows, total = account_search.search(connection, text, number, SIZE)
    return page(
        call,
        "console/accounts.html",
        notices=NOTICES,
        rows=rows,
        total=total,
        number=number,
        pages=max(-(-total // SIZE), 1),
        query={"q": text, "page": ""},
    )


def one(call: Call) -> Response:
    """One account in all cases that name it."""
    account_id = call.path["id"]
    with call.desk.store.read() as connection:
        rows = account_search.in_cases(connection, account_id)
    if not rows:
        raise not_found("No case names this account.")
    return page(call, "console/account.html", notices=NOTICES, account_id=account_id, rows=rows)


def _rows(store: CaseStore, case_id: str) -> Iterator[tuple[object, ...]]:
    number = 1
    while True:
        listed = store.accounts(case_id, number, 5_000)
        for account in listed.rows:
            surety = round(account.membership, 4)
            yield account.account_id, surety, account.exchanges, account.first_scan
        if number * listed.size >= listed.total:
            return
        number += 1
