"""Turns a scan's findings into cases, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from revenuer.cases.audit.chain import record
from revenuer.cases.findings.found import Found, ScanFolder
from revenuer.cases.lineage import rows
from revenuer.cases.lineage.change import Step, comes_back, name_of
from revenuer.cases.lineage.gathering import candidates, side_of
from revenuer.cases.lineage.matching import Side, Tie, match
from revenuer.cases.moments import written
from revenuer.cases.reference.folder import Dismissed, resembles
from revenuer.cases.states import State
from revenuer.cases.tables import CASES, JUDGEMENTS, LINKS, SCANS
from revenuer.records.campaigns import VERDICT_RANK

IMPORTER = "scan import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a scan changed, by case id. `already` says that this scan was known."""

    scan_id: str
    scan_number: int
    changes: Mapping[str, str] = field(default_factory=dict)
    reopened: tuple[str, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    dismissed_again: tuple[str, ...] = ()
    already: bool = False

    def cases(self, change: str) -> tuple[str, ...]:
        """The cases with this change: new, same, grew, shrank, moved, split or merged."""
        return tuple(case for case, name in self.changes.items() if name == change)


@dataclass(frozen=True, slots=True)
class _Run:
    """One import under way."""

    connection: sa.Connection
    actor: str
    now: datetime
    number: int
    scan: ScanFolder

    def told(self, action: str, subject: str, **detail: Any) -> None:
        record(
            self.connection,
            at=self.now,
            actor=self.actor,
            action=action,
            subject=subject,
            detail=detail | {"scan": self.scan.id},
        )


def import_scan(
    connection: sa.Connection,
    scan: ScanFolder,
    actor: str,
    now: datetime,
    elsewhere: tuple[Dismissed, ...] = (),
) -> Imported:
    """Continue known cases and open new ones, within the caller's write transaction. New cases
    like a dismissed one, of this store or `elsewhere`, say so."""
    known = connection.execute(sa.select(SCANS.c.number).where(SCANS.c.id == scan.id)).scalar()
    if known is not None:
        return Imported(scan.id, known, already=True)
    last = connection.scalar(sa.select(sa.func.max(SCANS.c.number))) or 0
    run = _Run(connection, actor, now, last + 1, scan)
    connection.execute(sa.insert(SCANS).values(rows.scan_row(scan, run.number, actor, now)))
    run.told("scan.imported", scan.id, document=scan.document_sha256, campaigns=len(scan.found))
    findings = {found.id: side_of(found) for found in scan.found}
    cases, ties = candidates(connection, findings)
    matching = match(findings, cases, ties)
    merges: dict[str, list[Tie]] = {}
    for absorbed in matching.merged:
        merges.setdefault(absorbed.finding, []).append(absorbed)
    changes: dict[str, str] = {}
    home: dict[str, str] = {}
    reopened: list[str] = []
    again: list[str] = []
    for found in scan.found:
        tie = matching.continues.get(found.id)
        if tie is None:
            tied = [t for t in matching.split if t.finding == found.id]
            case_id, change = _open(run, found, tied, resembles(findings[found.id], elsewhere))
        else:
            case_id = tie.case
            change, state, why = _continue(run, found, tie, cases[case_id], found.id in merges)
            if why:
                reopened.append(case_id)
            elif state is State.DISMISSED:
                again.append(case_id)
        changes[case_id] = change
        home[found.id] = case_id
    merged = _merge(run, matching.merged, home)
    return Imported(
        scan.id, run.number, changes, tuple(reopened), merged, tuple(again), already=False
    )


def _open(run: _Run, found: Found, ties: Sequence[Tie], alike: str) -> tuple[str, str]:
    number = (run.connection.scalar(sa.select(sa.func.max(CASES.c.number))) or 0) + 1
    case_id = f"case-{number:05d}"
    change = "split" if any(t.by == "accounts" for t in ties) else "new"
    dismissed = _dismissed_like(run.connection, ties) or alike
    run.connection.execute(
        sa.insert(CASES).values(
            rows.case_row(found, case_id, run.number)
            | {
                "number": number,
                "id": case_id,
                "state": State.NEW.value,
                "revision": 1,
                "opened_at": written(run.now),
                "updated_at": written(run.now),
                "dismissed_before": dismissed,
            }
        )
    )
    run.told(
        "case.opened",
        case_id,
        campaign=found.id,
        verdict=found.verdict,
        accounts=len(found.members),
        **_sighted(run, found, case_id, change, 0),
    )
    for tie in ties:
        kind = "split" if tie.by == "accounts" else f"same {tie.by}"
        _link(run, case_id, tie, kind)
    return case_id, change


def _dismissed_like(connection: sa.Connection, ties: Sequence[Tie]) -> str:
    ids = [tie.case for tie in ties]
    query = sa.select(CASES.c.id).where(CASES.c.id.in_(ids), CASES.c.state == State.DISMISSED)
    return connection.scalar(query.order_by(CASES.c.number).limit(1)) or ""


def _continue(
    run: _Run, found: Found, tie: Tie, side: Side, merges: bool
) -> tuple[str, State, str]:
    before = run.connection.execute(sa.select(CASES).where(CASES.c.id == tie.case)).one()
    fresh = rows.case_row(found, tie.case, run.number)
    step = Step(
        accounts_before=before.accounts,
        accounts=len(found.members),
        known=len({m.account_id for m in found.members} & side.known),
        rank_before=before.verdict_rank,
        rank=VERDICT_RANK[found.verdict],
        evidence_before=_rests_on(before.verdict, before.coordination, before.extraction),
        evidence=_rests_on(found.verdict, fresh["coordination"], fresh["extraction"]),
        seen_later=fresh["last_seen"] > before.last_seen,
        merges=merges,
    )
    change, state = name_of(step), State(before.state)
    why = comes_back(state, step)
    values = fresh | {
        "accounts_before": before.accounts,
        "revision": before.revision + 1,
        "updated_at": written(run.now),
        "merged_into": None,
    }
    if why:
        _reopen(run, tie.case, before.revision, state, why)
        values |= {"state": State.REOPENED.value, "revision": before.revision + 2}
        if state is State.DISMISSED:
            values["dismissed_before"] = tie.case
    run.connection.execute(sa.update(CASES).where(CASES.c.id == tie.case).values(values))
    run.told(
        "case.seen",
        tie.case,
        campaign=found.id,
        change=change,
        by=tie.by,
        accounts=len(found.members),
        known=step.known,
        **_sighted(run, found, tie.case, change, step.known),
    )
    return change, state, why


def _rests_on(verdict: str, coordination: float, extraction: float) -> float:
    return {"pool": coordination, "watch": max(coordination, extraction)}.get(
        verdict, min(coordination, extraction)
    )


def _reopen(run: _Run, case_id: str, revision: int, state: State, why: str) -> None:
    number = (run.connection.scalar(sa.select(sa.func.max(JUDGEMENTS.c.number))) or 0) + 1
    judgement = {
        "number": number,
        "case_id": case_id,
        "revision": revision,
        "at": written(run.now),
        "actor": IMPORTER,
        "before": state.value,
        "after": State.REOPENED.value,
        "reason": why,
        "note": "",
    }
    run.connection.execute(sa.insert(JUDGEMENTS).values(judgement))
    run.told("case.judged", case_id, **rows.judgement_detail(judgement))


def _sighted(run: _Run, found: Found, case_id: str, change: str, known: int) -> dict[str, Any]:
    """Write what the scan saw; returns what its audit entry needs to find out that it changed."""
    digest = rows.write_sighting(run.connection, found, case_id, run.number, change, known)
    rows.write_accounts(run.connection, found, case_id, run.number)
    rows.write_prints(run.connection, found, case_id, run.number)
    members = {m.account_id: m.membership for m in found.members}
    return {
        "scan_number": run.number,
        "sighting": digest,
        "members": rows.accounts_digest(members),
    }


def _merge(run: _Run, ties: Sequence[Tie], home: Mapping[str, str]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for tie in ties:
        survivor = home[tie.finding]
        query = sa.select(CASES.c.merged_into).where(CASES.c.id == tie.case)
        if run.connection.scalar(query) == survivor:
            continue
        run.connection.execute(
            sa.update(CASES)
            .where(CASES.c.id == tie.case)
            .values(
                merged_into=survivor,
                revision=CASES.c.revision + 1,
                updated_at=written(run.now),
            )
        )
        _link(run, survivor, tie, "merged")
        run.told("case.merged", tie.case, into=survivor, shared=tie.shared)
        merged[tie.case] = survivor
    return merged


def _link(run: _Run, child: str, tie: Tie, kind: str) -> None:
    run.connection.execute(
        sa.insert(LINKS).values(
            child=child,
            parent=tie.case,
            kind=kind,
            scan_number=run.number,
            shared_accounts=tie.shared,
            why=_why(tie),
        )
    )


def _why(tie: Tie) -> str:
    return {
        "accounts": f"{tie.shared} accounts are the same",
        "wording": f"{tie.strength:.0%} of the rare fixed wording is the same",
        "infrastructure": f"{tie.strength:.0%} of the rare shared identifiers are the same",
    }[tie.by]
