"""Scans: what was read, how it was judged, what could not be assessed."""

from dataclasses import dataclass

import sqlalchemy as sa
from starlette.responses import Response

from revenuer.cases.tables import CASES, SIGHTINGS
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.refusals import not_found
from revenuer.console.rendering import page
from revenuer.report import reading

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class CaseInScan:
    """A case as the scan saw it; `state` is where it stands now."""

    case_id: str
    verdict: str
    change: str
    accounts: int
    exchanges: int
    state: str


def scans(call: Call) -> Response:
    """All scans, newest first."""
    return page(
        call,
        "console/scans.html",
        notices=NOTICES,
        rows=call.desk.store.scans(),
        store=_named(call.desk.store.name),
    )


def _named(store: str) -> str:
    """The store as `--store` takes it."""
    return store.removeprefix(_SQLITE)


def scan(call: Call) -> Response:
    """One scan."""
    wanted = call.path["id"]
    row = next((scan for scan in call.desk.store.scans() if scan.id == wanted), None)
    if row is None:
        raise not_found("There is no such scan.")
    read = reading.read(
        {"scan": row.scan, "campaigns": [], "cannot_assess": list(row.cannot_assess)}
    )
    with call.desk.store.read() as connection:
        cases = _cases(connection, row.number)
    return page(call, "console/scan.html", notices=NOTICES, row=row, read=read, cases=cases)


def _cases(connection: sa.Connection, number: int) -> list[CaseInScan]:
    seen = SIGHTINGS.c
    query = (
        sa.select(
            seen.case_id,
            seen.verdict,
            seen.change,
            seen.accounts,
            seen.exchanges,
            CASES.c.state,
        )
        .join(CASES, CASES.c.id == seen.case_id)
        .where(seen.scan_number == number)
        .order_by(CASES.c.verdict_rank, seen.output_tokens.desc(), seen.case_id)
        .limit(500)
    )
    return [CaseInScan(**row._mapping) for row in connection.execute(query)]
