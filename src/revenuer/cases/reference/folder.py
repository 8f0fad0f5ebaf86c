"""Writes and reads the dismissed cases as a document, for the next scan and for other stores."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from revenuer.cases.findings.found import WORDING
from revenuer.cases.lineage.matching import Side, tie
from revenuer.cases.reading import current_accounts, judgements_of, prints_of_case
from revenuer.cases.states import State
from revenuer.cases.tables import CASES
from revenuer.problems import Problem

if TYPE_CHECKING:
    from revenuer.cases.store import CaseStore

SCHEMA = "revenuer/dismissed/1"
NAME = "dismissed.json"
_ONE_OPERATOR = ("reseller", "gateway", "shared key")
"""Reasons that leave one operator standing: such a group is no control for coordination."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A dismissed case. `one_operator` where its accounts may well be one operator's, honestly."""

    case: str
    reason: str
    verdict: str
    one_operator: bool
    accounts: frozenset[str]
    wording: frozenset[str]
    things: frozenset[tuple[str, str]]

    def side(self) -> Side:
        """As matching sees it."""
        return Side(self.verdict, self.accounts, self.accounts, self.wording, self.things)


def write_dismissed(
    store: "CaseStore", out: Path, actor: str, agreed_by: str = ""
) -> tuple[Dismissed, ...]:
    """Write `dismissed.json` into the new or empty folder `out`, readable by its owner only: it
    names accounts. `agreed_by` goes on record with it; it must be somebody who neither writes it
    nor dismissed a case of it. Raises Problem, also where nothing is dismissed or the folder is in
    use."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Problem("A reference is written into a new folder.", where=str(out), hint="name one")
    with store.read() as connection:
        query = sa.select(CASES.c.id).where(CASES.c.state == State.DISMISSED.value)
        ids = connection.scalars(query.order_by(CASES.c.number)).all()
        found = tuple(_dismissed(connection, case_id) for case_id in ids)
        judges = {case_id: _dismissed_by(connection, case_id) for case_id in ids}
    if not found:
        raise Problem(
            "No case is dismissed.", where=store.name, hint="a reference is made of dismissed cases"
        )
    own = [case_id for case_id, judge in judges.items() if judge == agreed_by]
    if agreed_by and (agreed_by == actor or own):
        raise Problem(
            "Who agrees to a reference is a second person.",
            where=f"{agreed_by} " + (f"dismissed {own[0]}" if own else "writes it"),
            hint="ask somebody who neither writes it nor dismissed a case of it",
        )
    out.mkdir(parents=True, exist_ok=True)
    document = {"schema": SCHEMA, "cases": [_as_json(case) for case in found]}
    descriptor = os.open(out / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    with store.write() as connection:
        store.audit(
            connection, actor, "reference.written", out.name, cases=list(ids), agreed_by=agreed_by
        )
    return found


def read_dismissed(folder: Path) -> tuple[Dismissed, ...]:
    """Read what `write_dismissed` wrote. Raises Problem."""
    path = folder / NAME
    try:
        document = orjson.loads(path.read_bytes())
        if document["schema"] != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        return tuple(_read(case) for case in document["cases"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            f"The dismissed cases cannot be read: {error}.",
            where=str(path),
            hint="`revenuer cases reference` writes them",
        ) from error


def resembles(side: Side, known: tuple[Dismissed, ...]) -> str:
    """The dismissed case that a finding is tied to by accounts or rare wording; empty for none."""
    for case in known:
        found = tie("finding", side, case.case, case.side())
        if found is not None and found.by != "infrastructure":
            return case.case
    return ""


def _dismissed_by(connection: sa.Connection, case_id: str) -> str:
    judged = [j for j in judgements_of(connection, case_id) if j.after is State.DISMISSED]
    return judged[-1].actor if judged else ""


def _dismissed(connection: sa.Connection, case_id: str) -> Dismissed:
    row = connection.execute(sa.select(CASES).where(CASES.c.id == case_id)).one()
    judged = [j for j in judgements_of(connection, case_id) if j.after is State.DISMISSED]
    reason = judged[-1].reason if judged else ""
    rare = [p for p in prints_of_case(connection, case_id) if p.rare]
    return Dismissed(
        case=case_id,
        reason=reason,
        verdict=row.verdict,
        one_operator=row.verdict == "pool" or any(w in reason.lower() for w in _ONE_OPERATOR),
        accounts=frozenset(current_accounts(connection, case_id)),
        wording=frozenset(p.value for p in rare if p.kind == WORDING),
        things=frozenset((p.kind, p.value) for p in rare if p.kind != WORDING),
    )


def _as_json(case: Dismissed) -> dict[str, Any]:
    return {
        "case": case.case,
        "reason": case.reason,
        "verdict": case.verdict,
        "one_operator": case.one_operator,
        "accounts": sorted(case.accounts),
        "wording": sorted(case.wording),
        "things": sorted(list(thing) for thing in case.things),
    }


def _read(raw: Mapping[str, Any]) -> Dismissed:
    return Dismissed(
        case=str(raw["case"])[:64],
        reason=str(raw["reason"]),
        verdict=str(raw["verdict"]),
        one_operator=bool(raw["one_operator"]),
        accounts=frozenset(str(a) for a in raw["accounts"]),
        wording=frozenset(str(w) for w in raw["wording"]),
        things=frozenset((str(kind), str(value)) for kind, value in raw["things"]),
    )
