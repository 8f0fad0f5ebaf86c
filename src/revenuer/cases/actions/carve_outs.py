"""Accounts that no action may hit: vetted researchers, evaluators, red teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from revenuer.cases.audit.chain import record
from revenuer.cases.moments import written
from revenuer.cases.tables import CARVE_OUTS
from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class CarveOut:
    """An account that is spared, under which label and why."""

    account_id: str
    label: str
    why: str
    added_by: str
    added_at: str


def spare(
    connection: sa.Connection,
    accounts: Iterable[str],
    label: str,
    why: str,
    actor: str,
    now: datetime,
) -> int:
    """Carve accounts out; returns how many were not yet. Raises Problem without label or reason."""
    if not label.strip() or not why.strip():
        raise Problem(
            "Accounts are spared under a label and for a reason.",
            hint='for example "vetted researcher", and who vetted them',
        )
    wanted = sorted(set(accounts))
    known = set(connection.scalars(sa.select(CARVE_OUTS.c.account_id)))
    new = [account for account in wanted if account not in known]
    if not new:
        return 0
    row = {
        "label": label.strip()[:80],
        "why": why.strip(),
        "added_by": actor,
        "added_at": written(now),
    }
    connection.execute(sa.insert(CARVE_OUTS), [row | {"account_id": a} for a in new])
    record(
        connection,
        at=now,
        actor=actor,
        action="carveout.added",
        subject=row["label"],
        detail={"accounts": new, "why": row["why"]},
    )
    return len(new)


def unspare(
    connection: sa.Connection, account_id: str, why: str, actor: str, now: datetime
) -> None:
    """End a carve-out. Raises Problem where there is none, or no reason."""
    if not why.strip():
        raise Problem("A carve-out ends for a reason.", where=account_id)
    gone = connection.execute(sa.delete(CARVE_OUTS).where(CARVE_OUTS.c.account_id == account_id))
    if not gone.rowcount:
        raise Problem("That account is not carved out.", where=account_id)
    record(
        connection,
        at=now,
        actor=actor,
        action="carveout.ended",
        subject=account_id[:120],
        detail={"account": account_id, "why": why.strip()},
    )


def carve_outs(connection: sa.Connection) -> tuple[CarveOut, ...]:
    """All of them, by label and account."""
    query = sa.select(CARVE_OUTS).order_by(CARVE_OUTS.c.label, CARVE_OUTS.c.account_id)
    return tuple(CarveOut(**row._mapping) for row in connection.execute(query))


def spared_among(connection: sa.Connection, accounts: Mapping[str, object]) -> dict[str, str]:
    """Of the accounts, those that are spared, with their label."""
    query = sa.select(CARVE_OUTS.c.account_id, CARVE_OUTS.c.label)
    return {r.account_id: r.label for r in connection.execute(query) if r.account_id in accounts}
