"""Where did the campaign go? Compares a scan made after an action with what the action hit."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from revenuer.cases.actions.ledger import accounts_of, read_action
from revenuer.cases.findings.found import WORDING, Found, Print
from revenuer.cases.findings.reading import read_scan
from revenuer.cases.lineage.matching import LEAST_THINGS, LEAST_WORDING
from revenuer.cases.moments import read, written
from revenuer.cases.tables import CASE_ACCOUNTS, CASE_PRINTS
from revenuer.problems import Problem

EARLIEST = timedelta(hours=24)
LATEST = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Heir:
    """A campaign of the later scan that carries what the case was known by. `new` of its accounts
    were not the case's before, `born` of those appeared after the action; `by` says in words what
    it was recognised by; `exchanges_after` are estimated from its timeline."""

    campaign_id: str
    verdict: str
    accounts: int
    known: int
    new: int
    born: int
    by: str
    exchanges_after: int


@dataclass(frozen=True, slots=True)
class Displacement:
    """What is seen after an action. `hours` of log lie after it; `in_window` where that is 24 to
    72; `still_active` of the accounts it hit went on; volumes are exchanges a day of everything
    that carries the case's marks."""

    action_id: str
    case_id: str
    scan_id: str
    effective_at: str
    seen_until: str
    hours: float
    in_window: bool
    acted: int
    still_active: int
    before_a_day: float
    after_a_day: float
    heirs: tuple[Heir, ...]
    answer: str

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def displacement(
    connection: sa.Connection, action_id: str, folder: Path, second_from: int
) -> Displacement:
    """Compare the scan in `folder` with the action. Raises Problem where the action was not issued
    or the scan ends before it."""
    action = read_action(connection, action_id, second_from)
    if action.effective_at is None:
        raise Problem(f"{action_id} was not issued: nobody had a reason to move.")
    start = read(action.effective_at)
    scan = read_scan(folder)
    until = read(scan.scan["last_seen"])
    if until <= start:
        raise Problem(
            f"The scan ends at {written(until)}, before the action took effect.",
            where=str(folder),
            hint="scan the log of the days after it",
        )
    acted = set(accounts_of(connection, action_id, lifted=False))
    known = set(
        connection.scalars(
            sa.select(CASE_ACCOUNTS.c.account_id).where(
                CASE_ACCOUNTS.c.case_id == action.case_id,
                CASE_ACCOUNTS.c.first_scan <= action.scan_number,
            )
        )
    )
    lives = _lives(folder)
    marks = _marks(connection, action.case_id)
    days = (until - start).total_seconds() / 86_400
    heirs, before, after = [], 0.0, 0
    for found in scan.found:
        by = _recognised(found, marks, known)
        if not by:
            continue
        heir, earlier, earlier_days = _heir(found, known, lives, start, by)
        before += earlier / earlier_days if earlier_days > 0 else 0.0
        after += heir.exchanges_after
        heirs.append(heir)
    still = sum(1 for account in acted if account in lives and lives[account][1] > start)
    hours = days * 24
    return Displacement(
        action_id=action_id,
        case_id=action.case_id,
        scan_id=scan.id,
        effective_at=written(start),
        seen_until=written(until),
        hours=round(hours, 1),
        in_window=EARLIEST <= until - start <= LATEST,
        acted=len(acted),
        still_active=still,
        before_a_day=round(before, 1),
        after_a_day=round(after / days, 1),
        heirs=tuple(sorted(heirs, key=lambda h: -h.exchanges_after)),
        answer=_answer(hours, len(acted), still, heirs),
    )


def _lives(folder: Path) -> dict[str, tuple[datetime, datetime]]:
    path = folder / "accounts.parquet"
    try:
        table = pq.read_table(path, columns=["account_id", "first_seen", "last_seen"])
        rows = [table[name].to_pylist() for name in ("account_id", "first_seen", "last_seen")]
    except (pa.ArrowException, OSError) as error:
        raise Problem("The scan's accounts.parquet cannot be read.", where=str(path)) from error
    return {a: (first, last) for a, first, last in zip(*rows, strict=True)}


def _marks(connection: sa.Connection, case_id: str) -> frozenset[tuple[str, str]]:
    table = CASE_PRINTS
    query = sa.select(table).where(table.c.case_id == case_id)
    return frozenset(
        (row.kind, row.value)
        for row in connection.execute(query)
        if Print(row.kind, row.value, row.accounts, row.elsewhere).rare
    )


def _recognised(found: Found, marks: frozenset[tuple[str, str]], known: set[str]) -> str:
    shared = marks & {(p.kind, p.value) for p in found.prints}
    words = sum(1 for kind, _ in shared if kind == WORDING)
    things = len(shared) - words
    accounts = sum(1 for m in found.members if m.account_id in known)
    said = []
    if accounts >= 2:
        said.append(f"{accounts} known accounts")
    if words >= LEAST_WORDING:
        said.append(f"{words} fingerprints of rare wording")
    if things >= LEAST_THINGS:
        said.append(f"{things} rare shared identifiers")
    return ", ".join(said)


def _heir(
    found: Found,
    known: set[str],
    lives: dict[str, tuple[datetime, datetime]],
    start: datetime,
    by: str,
) -> tuple[Heir, int, float]:
    names = [m.account_id for m in found.members]
    new = [name for name in names if name not in known]
    before, after, earlier_days = _halves(found, start)
    heir = Heir(
        campaign_id=found.id,
        verdict=found.verdict,
        accounts=len(names),
        known=len(names) - len(new),
        new=len(new),
        born=sum(1 for name in new if name in lives and lives[name][0] >= start),
        by=by,
        exchanges_after=after,
    )
    return heir, before, earlier_days


def _halves(found: Found, start: datetime) -> tuple[int, int, float]:
    """Exchanges before and after, and the days before, from the exhibit's timeline."""
    if found.exhibit is None:
        late = read(str(found.campaign["first_seen"])) >= start
        count = int(found.campaign["exchange_count"])
        return (0, count, 0.0) if late else (count, 0, 0.0)
    timeline = found.exhibit["timeline"]
    width = float(timeline["bin_seconds"])
    first = read(str(timeline["start"]))
    cut = (start - first).total_seconds() / width
    before = after = 0.0
    for place, count in enumerate(timeline["counts"]):
        share = min(1.0, max(0.0, cut - place))
        before += count * share
        after += count * (1 - share)
    return round(before), round(after), max(0.0, cut * width / 86_400)


def _answer(hours: float, acted: int, still: int, heirs: list[Heir]) -> str:
    new = sum(h.new for h in heirs)
    said = []
    if hours < 24:
        said.append("It is too early to say: less than a day of log lies after the action.")
    if still:
        said.append(f"{still} of the {acted} accounts went on after it.")
    if new:
        born = sum(h.born for h in heirs)
        said.append(
            f"The campaign is recognised on {new} accounts it did not have before, "
            f"{born} of them first seen after the action."
        )
    if not still and not new:
        said.append(
            "Nothing that carries the campaign's marks is seen after the action. It may have "
            "stopped, or changed its wording and infrastructure."
        )
    return " ".join(said)
