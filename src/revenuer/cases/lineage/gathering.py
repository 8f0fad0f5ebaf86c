"""Gathers, from the store, the cases that a scan's findings may continue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from revenuer.cases.findings.found import WORDING, Found
from revenuer.cases.lineage.matching import Key, Side, Tie, tie
from revenuer.cases.tables import CASE_ACCOUNTS, CASE_PRINTS, CASES

_AT_ONCE = 5_000


def side_of(found: Found) -> Side:
    """A finding as matching sees it."""
    accounts = frozenset(m.account_id for m in found.members)
    rare = [p for p in found.prints if p.rare]
    return Side(
        found.verdict,
        accounts,
        accounts,
        frozenset(p.value for p in rare if p.kind == WORDING),
        frozenset((p.kind, p.value) for p in rare if p.kind != WORDING),
    )


def candidates(
    connection: sa.Connection, findings: Mapping[str, Side]
) -> tuple[dict[str, Side], list[Tie]]:
    """Every case that shares an account or a rare print with a finding, and the ties."""
    near = _sharing(connection, findings)
    cases = _sides(connection, sorted({case for ids in near.values() for case in ids}))
    ties = [
        found
        for finding, ids in near.items()
        for case in sorted(ids)
        if (found := tie(finding, findings[finding], case, cases[case])) is not None
    ]
    return cases, ties


def _sharing(connection: sa.Connection, findings: Mapping[str, Side]) -> dict[str, set[str]]:
    of_account: defaultdict[str, set[str]] = defaultdict(set)
    of_print: defaultdict[Key, set[str]] = defaultdict(set)
    accounts = sorted({a for side in findings.values() for a in side.current})
    values = sorted(
        {w for s in findings.values() for w in s.wording}
        | {value for s in findings.values() for _, value in s.things}
    )
    table = CASE_ACCOUNTS
    for some in _chunks(accounts):
        query = sa.select(table.c.account_id, table.c.case_id).where(table.c.account_id.in_(some))
        for row in connection.execute(query):
            of_account[row.account_id].add(row.case_id)
    prints = CASE_PRINTS
    for some in _chunks(values):
        query = sa.select(prints.c.kind, prints.c.value, prints.c.case_id)
        for found in connection.execute(query.where(prints.c.value.in_(some))):
            of_print[found.kind, found.value].add(found.case_id)
    return {
        name: {case for account in side.current for case in of_account.get(account, ())}
        | {case for value in side.wording for case in of_print.get((WORDING, value), ())}
        | {case for key in side.things for case in of_print.get(key, ())}
        for name, side in findings.items()
    }


def _sides(connection: sa.Connection, case_ids: Sequence[str]) -> dict[str, Side]:
    sides: dict[str, Side] = {}
    for some in _chunks(case_ids):
        query = sa.select(CASES.c.id, CASES.c.verdict, CASES.c.scan_number)
        rows = connection.execute(query.where(CASES.c.id.in_(some))).all()
        known, current = _accounts(connection, {r.id: r.scan_number for r in rows})
        words, things = _prints(connection, some)
        for row in rows:
            sides[row.id] = Side(
                row.verdict,
                frozenset(current[row.id]),
                frozenset(known[row.id]),
                frozenset(words[row.id]),
                frozenset(things[row.id]),
            )
    return sides


def _accounts(
    connection: sa.Connection, latest: Mapping[str, int]
) -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    known: defaultdict[str, set[str]] = defaultdict(set)
    current: defaultdict[str, set[str]] = defaultdict(set)
    table = CASE_ACCOUNTS
    query = sa.select(table.c.case_id, table.c.account_id, table.c.last_scan)
    for row in connection.execute(query.where(table.c.case_id.in_(list(latest)))):
        known[row.case_id].add(row.account_id)
        if row.last_scan == latest[row.case_id]:
            current[row.case_id].add(row.account_id)
    return known, current


def _prints(
    connection: sa.Connection, case_ids: Sequence[str]
) -> tuple[defaultdict[str, set[str]], defaultdict[str, set[Key]]]:
    words: defaultdict[str, set[str]] = defaultdict(set)
    things: defaultdict[str, set[Key]] = defaultdict(set)
    table = CASE_PRINTS
    query = sa.select(table.c.case_id, table.c.kind, table.c.value).where(
        table.c.case_id.in_(list(case_ids)), table.c.elsewhere * 3 <= table.c.accounts
    )
    for row in connection.execute(query):
        if row.kind == WORDING:
            words[row.case_id].add(row.value)
        else:
            things[row.case_id].add((row.kind, row.value))
    return words, things


def _chunks(values: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield list(values[start : start + _AT_ONCE])
