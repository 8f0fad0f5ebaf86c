"""Partners' indicators in the store, and the cases and accounts that match them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import sqlalchemy as sa

from revenuer.cases.audit.chain import record
from revenuer.cases.findings.found import WORDING, Print
from revenuer.cases.indicators.reading import Indicator, Read
from revenuer.cases.indicators.salted import salted
from revenuer.cases.lineage.matching import LEAST_WORDING
from revenuer.cases.moments import written
from revenuer.cases.tables import CASE_PRINTS, CASES, INDICATORS, MATCHES

ACCOUNT_KINDS = {
    "payment": "payment_fingerprint",
    "email_domain": "email_domain",
    "signup_ip": "signup_ip",
    "device": "device_id",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A case (or an account) that carries what a partner's indicator names, and how much of it."""

    subject: str
    indicator_id: str
    kind: str
    name: str
    source: str
    tlp: str
    confidence: int
    valid_until: str
    values: int


def keep(connection: sa.Connection, read: Read, actor: str, source: str, now: datetime) -> int:
    """Store a partner's indicators, newer over older; returns how many values. Cases are matched
    anew by the caller."""
    for indicator in read.indicators:
        connection.execute(sa.delete(INDICATORS).where(INDICATORS.c.id == indicator.id))
        rows = _rows(indicator, now)
        if rows:
            connection.execute(sa.insert(INDICATORS), rows)
    record(
        connection,
        at=now,
        actor=actor,
        action="indicators.imported",
        subject=source[:120],
        detail={
            "indicators": [i.id for i in read.indicators],
            "expired": read.expired,
            "revoked": read.revoked,
            "foreign": read.foreign,
        },
    )
    return sum(len(i.values) for i in read.indicators)


def _rows(indicator: Indicator, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "id": indicator.id,
            "kind": indicator.kind,
            "value": value,
            "name": indicator.name,
            "source": indicator.source,
            "tlp": indicator.tlp,
            "confidence": indicator.confidence,
            "valid_until": indicator.valid_until,
            "imported_at": written(now),
        }
        for value in sorted(set(indicator.values))
    ]


def mark_cases(
    connection: sa.Connection,
    case_ids: Iterable[str],
    salts: Mapping[str, bytes],
    scan_number: int,
    now: datetime,
) -> dict[str, int]:
    """Write down which indicators each case matches; returns the number of them by case."""
    known = _known(connection, now)
    marked: dict[str, int] = {}
    if not known:
        return marked
    for case_id in case_ids:
        query = sa.select(CASE_PRINTS).where(CASE_PRINTS.c.case_id == case_id)
        prints = [
            Print(r.kind, r.value, r.accounts, r.elsewhere) for r in connection.execute(query)
        ]
        found = _matching(prints, salts, known)
        connection.execute(sa.delete(MATCHES).where(MATCHES.c.case_id == case_id))
        rows = [
            {
                "case_id": case_id,
                "indicator_id": indicator,
                "kind": kind,
                "value": value,
                "scan_number": scan_number,
            }
            for indicator, pairs in sorted(found.items())
            for kind, value in sorted(pairs)
        ]
        if rows:
            connection.execute(sa.insert(MATCHES), rows)
            marked[case_id] = len(found)
        connection.execute(
            sa.update(CASES).where(CASES.c.id == case_id).values(indicator_matches=len(found))
        )
    return marked


Known = Mapping[tuple[str, str], Sequence[str]]
"""Indicator ids by kind and hash."""


def _known(connection: sa.Connection, now: datetime) -> Known:
    query = sa.select(INDICATORS.c.kind, INDICATORS.c.value, INDICATORS.c.id).where(
        INDICATORS.c.valid_until > written(now)
    )
    known: dict[tuple[str, str], list[str]] = {}
    for row in connection.execute(query):
        known.setdefault((row.kind, row.value), []).append(row.id)
    return known


def _matching(
    prints: Iterable[Print], salts: Mapping[str, bytes], known: Known
) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for item in prints:
        for value in _hashes(item.kind, item.value, salts):
            for indicator in known.get((item.kind, value), ()):
                found.setdefault(indicator, set()).add((item.kind, value))
    # A few common words in a row are nobody's mark; many are.
    return {
        indicator: pairs
        for indicator, pairs in found.items()
        if any(kind != WORDING for kind, _ in pairs) or len(pairs) >= LEAST_WORDING
    }


def _hashes(kind: str, value: str, salts: Mapping[str, bytes]) -> Iterator[str]:
    if kind == WORDING:
        yield value
        return
    for salt in salts.values():
        yield salted(kind, value, salt)


def matches_of(connection: sa.Connection, case_id: str) -> tuple[Match, ...]:
    """What partners say of a case, surest first."""
    count = sa.func.count(MATCHES.c.value).label("found")
    one = (
        sa.select(
            INDICATORS.c.id,
            INDICATORS.c.kind,
            sa.func.max(INDICATORS.c.name).label("name"),
            sa.func.max(INDICATORS.c.source).label("source"),
            sa.func.max(INDICATORS.c.tlp).label("tlp"),
            sa.func.max(INDICATORS.c.confidence).label("confidence"),
            sa.func.max(INDICATORS.c.valid_until).label("valid_until"),
            count,
        )
        .join(
            MATCHES,
            sa.and_(
                MATCHES.c.indicator_id == INDICATORS.c.id,
                MATCHES.c.kind == INDICATORS.c.kind,
                MATCHES.c.value == INDICATORS.c.value,
            ),
        )
        .where(MATCHES.c.case_id == case_id)
        .group_by(INDICATORS.c.id, INDICATORS.c.kind)
    )
    rows = connection.execute(one.order_by(sa.desc("confidence"), INDICATORS.c.id)).all()
    return tuple(
        Match(case_id, r.id, r.kind, r.name, r.source, r.tlp, r.confidence, r.valid_until, r.found)
        for r in rows
    )


def match_accounts(
    connection: sa.Connection, accounts: pa.Table, salts: Mapping[str, bytes], now: datetime
) -> Iterator[Match]:
    """Accounts of an account table that carry an identifier a partner named, in its order."""
    known = _known(connection, now)
    told = {
        row.id: row
        for row in connection.execute(
            sa.select(INDICATORS).order_by(INDICATORS.c.id, INDICATORS.c.value)
        )
    }
    columns = {
        kind: accounts[name].to_pylist()
        for kind, name in ACCOUNT_KINDS.items()
        if name in accounts.column_names
    }
    for place, account in enumerate(accounts["account_id"].to_pylist()):
        prints = [
            Print(kind, str(values[place]), 1, 0)
            for kind, values in columns.items()
            if values[place]
        ]
        for indicator, pairs in sorted(_matching(prints, salts, known).items()):
            row = told[indicator]
            kind = min(pairs)[0]
            yield Match(
                str(account),
                indicator,
                kind,
                row.name,
                row.source,
                row.tlp,
                row.confidence,
                row.valid_until,
                len(pairs),
            )
