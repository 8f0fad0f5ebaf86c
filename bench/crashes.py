"""Kills the writer of a case store at random points: `python bench/crashes.py [--rounds N]`.

Each round starts a process that imports scans, judges, notes and proposes actions as fast as it
can, and tells through a pipe what was acknowledged, after the call returned. It is killed (SIGKILL)
at a random moment. Then the store is opened anew: every acknowledged row must be there, and the
audit trail must be whole. With --postgres URL the store lies there, and with --server COMMAND the
server itself is killed and started again by that command instead of the writer.
"""

import argparse
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
import sqlalchemy as sa

from revenuer.cases import CaseStore, State
from revenuer.cases.actions.kinds import ActionKind
from revenuer.cases.tables import ACTIONS, JUDGEMENTS, METADATA, NOTES, SCANS

TABLES = {"judgement": JUDGEMENTS, "note": NOTES, "action": ACTIONS, "scan": SCANS}
FRESH = 40
"""Rounds after which a new store is begun, so that verifying stays quick."""
LONGEST = 0.25
"""Seconds until a writer is killed, at the most, counted from its first acknowledgement."""
EARLY = 0.2
"""Share of rounds in which they are counted from its start: it dies while opening the store."""


@dataclass
class Outcome:
    """What was lost over all rounds."""

    rounds: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    killed_before_any: int = 0
    lost: int = 0
    broken_trails: int = 0
    flaws: list[str] = field(default_factory=list)


def write_until_killed(url: str, keys: Path, scans: Path, out: int, seed: int) -> None:
    """The writer. Tells "what number" a line once the call has returned."""
    dice = random.Random(seed)
    store = CaseStore.open(url, keys=keys)

    def told(what: str, number: int) -> None:
        os.write(out, f"{what} {number}\n".encode())

    while True:
        choice = dice.random()
        if choice < 0.04 or store.cases().total == 0:
            done = store.import_scan(scan(scans, dice.randrange(10**9)), "importer")
            told("scan", done.scan_number)
            continue
        row = dice.choice(store.cases(size=20).rows)
        if choice < 0.75:
            after = dice.choice(store.case(row.id).allowed)
            judged = store.judge(row.id, "ana", store.row(row.id).revision, after, "a reason")
            told("judgement", judged.number)
        elif choice < 0.9:
            told("note", store.note(row.id, "bea", "a note").number)
        elif row.state in (State.CONFIRMED, State.ACTIONED):
            made = store.actions().propose(row.id, ActionKind.WATCH, "ana", "a reason")
            told("action", made.number)


def scan(folder: Path, number: int) -> Path:
    """A small scan whose campaign grows with its number."""
    path = folder / f"{number}-{os.getpid()}"
    path.mkdir(parents=True, exist_ok=True)
    campaigns = [
        {
            "id": f"campaign-{group}-{number}",
            "verdict": "campaign",
            "accounts": [
                {"account_id": f"a{group}-{i}", "membership": 0.98} for i in range(5 + number % 40)
            ],
            "exchange_count": 100,
            "first_seen": "2026-05-04T00:00:00Z",
            "last_seen": "2026-05-17T00:00:00Z",
            "models": ["m"],
            "tokens": {"input": 1, "output": 1},
            "targets": [],
            "coordination": {"e_value": 1000.0, "findings": []},
            "extraction": {"e_value": 1000.0, "findings": []},
            "expected_wrong_accounts": 0.1,
        }
        for group in range(3)
    ]
    block = {
        "first_seen": "2026-05-04T00:00:00Z",
        "last_seen": "2026-05-17T00:00:00Z",
        "exchanges": 1000,
        "accounts": 100,
        "fdr": 0.01,
    }
    document = {
        "schema": "revenuer/campaigns/1",
        "scan": block,
        "campaigns": campaigns,
        "cannot_assess": [],
    }
    (path / "campaigns.json").write_bytes(orjson.dumps(document))
    return path


def spawn(url: str, keys: Path, scans: Path, seed: int) -> tuple[int, int]:
    """Fork a writer; returns its process id and the pipe to read from."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        try:
            write_until_killed(url, keys, scans, writer, seed)
        finally:
            os._exit(1)
    os.close(writer)
    return child, reader


def read_all(pipe: int) -> list[tuple[str, int]]:
    """Finished lines that the writer told before it died."""
    data = b""
    while part := os.read(pipe, 1 << 16):
        data += part
    os.close(pipe)
    lines = data[: data.rfind(b"\n") + 1].decode().splitlines()
    return [(what, int(number)) for what, number in (line.split() for line in lines)]


def check(url: str, keys: Path, told: list[tuple[str, int]], outcome: Outcome) -> None:
    """Open the store as after any crash: is everything there, is the trail whole?"""
    store = CaseStore.open(url, keys=keys)
    with store.read() as connection:
        kept = {
            what: set(connection.scalars(sa.select(table.c.number)))
            for what, table in TABLES.items()
        }
    missing = [(what, number) for what, number in told if number not in kept[what]]
    outcome.lost += len(missing)
    found = store.verify_audit()
    outcome.broken_trails += bool(found.flaws)
    outcome.flaws += [str(flaw) for flaw in found.flaws][:5]
    store.close()


def round_of(url: str, keys: Path, scans: Path, dice: random.Random, outcome: Outcome,
             kill: Callable[[int], None]) -> list[tuple[str, int]]:  # fmt: skip
    """One writer, one kill. A kill may fall into the very opening of the store."""
    child, pipe = spawn(url, keys, scans, dice.randrange(10**9))
    if dice.random() > EARLY:
        select.select([pipe], [], [], 30.0)
    time.sleep(dice.uniform(0.0, LONGEST))
    kill(child)
    told = read_all(pipe)
    os.waitpid(child, 0)
    outcome.rounds += 1
    outcome.killed_before_any += not told
    for what, _ in told:
        outcome.acknowledged[what] = outcome.acknowledged.get(what, 0) + 1
    return told


def kill_writer(child: int) -> None:
    """SIGKILL: no handler runs, nothing is flushed."""
    os.kill(child, signal.SIGKILL)


def run_sqlite(rounds: int, seed: int, folder: Path) -> Outcome:
    """Rounds on SQLite files, a new one every FRESH rounds."""
    dice, outcome = random.Random(seed), Outcome()
    known: list[tuple[str, int]] = []
    for number in range(rounds):
        home = folder / f"store-{number // FRESH}"
        if number % FRESH == 0:
            shutil.rmtree(folder / f"store-{number // FRESH - 1}", ignore_errors=True)
            home.mkdir(parents=True)
            known = []
        url, keys = str(home / "cases.db"), home / "keys"
        known += round_of(url, keys, home / "scans", dice, outcome, kill_writer)
        check(url, keys, known, outcome)
        shutil.rmtree(home / "scans", ignore_errors=True)
    return outcome


def run_postgres(rounds: int, seed: int, folder: Path, url: str, server: str) -> Outcome:
    """Rounds on one Postgres database, emptied every FRESH rounds."""
    dice, outcome = random.Random(seed), Outcome()
    keys, known = folder / "keys", []
    for number in range(rounds):
        if number % FRESH == 0:
            empty(url)
            known = []
        known += round_of(
            url,
            keys,
            folder / "scans",
            dice,
            outcome,
            kill_server(server) if server else kill_writer,
        )
        check(url, keys, known, outcome)
        shutil.rmtree(folder / "scans", ignore_errors=True)
    return outcome


def kill_server(command: str) -> Callable[[int], None]:
    """Kill and restart the server while the writer is at work, then the writer."""

    def kill(child: int) -> None:
        subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)
        os.kill(child, signal.SIGKILL)

    return kill


def empty(url: str) -> None:
    """Drop the store's tables."""
    from revenuer.cases.database import as_url

    engine = sa.create_engine(as_url(url))
    with engine.begin() as connection:
        METADATA.drop_all(connection)
    engine.dispose()


def main() -> int:
    """Run the rounds, print and save what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--server", default="")
    parser.add_argument("--save", type=Path)
    arguments = parser.parse_args()
    begun = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="revenuer-crashes-") as name:
        folder = Path(name)
        if arguments.postgres:
            outcome = run_postgres(
                arguments.rounds, arguments.seed, folder, arguments.postgres, arguments.server
            )
        else:
            outcome = run_sqlite(arguments.rounds, arguments.seed, folder)
    told = asdict(outcome) | {"seconds": round((datetime.now(UTC) - begun).total_seconds())}
    print(json.dumps(told, indent=2))
    if arguments.save:
        arguments.save.write_text(json.dumps(told, indent=2) + "\n")
    return 1 if outcome.lost or outcome.broken_trails else 0


if __name__ == "__main__":
    sys.exit(main())
