"""The queue: which cases, in which order, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
import sqlalchemy as sa

from revenuer.cases.records import CasePage, CaseRow
from revenuer.cases.states import State
from revenuer.cases.tables import CASE_ACCOUNTS, CASES

MOST_A_PAGE = 500


class Sort(StrEnum):
    """Orders of the queue; each ends in the case number, so that pages never overlap."""

    PRIORITY = "priority"
    ACCOUNTS = "accounts"
    EXCHANGES = "exchanges"
    TOKENS = "tokens"
    GROWTH = "growth"
    COORDINATION = "coordination"
    EXTRACTION = "extraction"
    LAST_SEEN = "last_seen"
    UPDATED = "updated"
    NEWEST = "newest"
    OLDEST = "oldest"


_C = CASES.c
_ORDERS: Mapping[Sort, tuple[sa.ColumnElement[Any], ...]] = {
    Sort.PRIORITY: (_C.verdict_rank, _C.output_tokens.desc()),
    Sort.ACCOUNTS: (_C.accounts.desc(),),
    Sort.EXCHANGES: (_C.exchanges.desc(),),
    Sort.TOKENS: (_C.output_tokens.desc(),),
    Sort.GROWTH: ((_C.accounts - sa.func.coalesce(_C.accounts_before, 0)).desc(),),
    Sort.COORDINATION: (_C.coordination.desc(),),
    Sort.EXTRACTION: (_C.extraction.desc(),),
    Sort.LAST_SEEN: (_C.last_seen.desc(),),
    Sort.UPDATED: (_C.updated_at.desc(),),
    Sort.NEWEST: (_C.number.desc(),),
    Sort.OLDEST: (_C.number,),
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases. Empty fields do not filter. `text` is looked for in case and campaign
    identifiers, models and targets, and as a whole account identifier; `merged` includes cases
    that another one took over."""

    states: tuple[State, ...] = ()
    verdicts: tuple[str, ...] = ()
    text: str = ""
    assignee: str = ""
    model: str = ""
    least_accounts: int = 0
    seen_before: bool | None = None
    matches_indicators: bool | None = None
    merged: bool = False


def find_cases(
    connection: sa.Connection, wanted: CaseFilter, sort: Sort, page: int, size: int
) -> CasePage:
    """Page `page` (from 1) of the cases that match."""
    size, page = max(1, min(size, MOST_A_PAGE)), max(1, page)
    general = _general(wanted)
    by_state = [_C.state.in_([s.value for s in wanted.states])] if wanted.states else []
    by_verdict = [_C.verdict.in_(wanted.verdicts)] if wanted.verdicts else []
    everything = [*general, *by_state, *by_verdict]
    found = connection.execute(
        sa.select(CASES)
        .where(*everything)
        .order_by(*_ORDERS[sort], _C.number)
        .limit(size)
        .offset((page - 1) * size)
    )
    return CasePage(
        rows=tuple(case_row(row) for row in found),
        total=connection.scalar(sa.select(sa.func.count()).select_from(CASES).where(*everything))
        or 0,
        page=page,
        size=size,
        by_state=_counts(connection, _C.state, [*general, *by_verdict]),
        by_verdict=_counts(connection, _C.verdict, [*general, *by_state]),
    )


def _general(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = []
    if not wanted.merged:
        clauses.append(_C.merged_into.is_(None))
    if wanted.assignee:
        clauses.append(_C.assignee == wanted.assignee)
    if wanted.model:
        clauses.append(_C.models.contains(orjson.dumps(wanted.model).decode(), autoescape=True))
    if wanted.least_accounts > 0:
        clauses.append(_C.accounts >= wanted.least_accounts)
    if wanted.seen_before is not None:
        clauses.append((_C.dismissed_before != "") == wanted.seen_before)
    if wanted.matches_indicators is not None:
        clauses.append((_C.indicator_matches > 0) == wanted.matches_indicators)
    text = wanted.text.strip().replace("\x00", "")
    if text:
        account = sa.select(CASE_ACCOUNTS.c.case_id).where(CASE_ACCOUNTS.c.account_id == text)
        clauses.append(
            sa.or_(_C.searched.contains(text.lower(), autoescape=True), _C.id.in_(account))
        )
    return clauses


def _counts(
    connection: sa.Connection, column: sa.Column[str], clauses: list[sa.ColumnElement[bool]]
) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*clauses).group_by(column)
    return {row[0]: row[1] for row in connection.execute(query)}


def case_row(row: sa.Row[Any]) -> CaseRow:
    """A row of the table as a record."""
    kept = row._mapping
    plain = {
        name: kept[name]
        for name in CaseRow.__dataclass_fields__
        if name not in ("state", "models", "targets")
    }
    return CaseRow(
        state=State(kept["state"]),
        models=tuple(orjson.loads(kept["models"])),
        targets=tuple(orjson.loads(kept["targets"])),
        **plain,
    )
