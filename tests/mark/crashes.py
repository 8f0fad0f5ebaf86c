"""Random crashes: `python tests/mark/crashes.py [simulated] [killed] [seed]`.

Simulated: every write, sync and cut of a session is recorded; a crash keeps what was synced and,
of what was not, a random prefix or random rubbish of the same length (a loss of power), or all of
it up to a random byte (a killed process). The recovery itself crashes too, a third of the time.
Killed: real writers in a process of their own, ended with SIGKILL.
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ledgers import ORIGIN, request

from revenuer.mark.appendfile import AppendFile
from revenuer.mark.beginning import init
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.folder import Folder
from revenuer.mark.leaves import FRAME_BYTES, LEAF_BYTES
from revenuer.mark.ledger import Ledger
from revenuer.mark.merkle import Tree, leaf_hash
from revenuer.mark.notes import Verifier
from revenuer.mark.private_verification import verify_private
from revenuer.mark.requests import Receipt
from revenuer.mark.verification import given_key, verify
from revenuer.problems import Problem

Image = dict[str, bytes]


@dataclass(frozen=True)
class Event:
    """`kind`: append, sync, cut (data is the new size in decimal) or ack (`told` is set)."""

    kind: str
    name: str = ""
    data: bytes = b""
    told: tuple[tuple[Receipt, ...], bytes] = ((), b"")


@dataclass
class Told:
    """What callers had been told before the crash."""

    receipts: list[Receipt] = field(default_factory=list)
    notes: list[bytes] = field(default_factory=list)


@contextmanager
def recorded(events: list[Event]) -> Iterator[None]:
    """Record what every AppendFile does."""
    plain = AppendFile.append, AppendFile.sync, AppendFile.cut

    def append(self: AppendFile, data: bytes) -> None:
        events.append(Event("append", self.path.name, data))
        plain[0](self, data)

    def sync(self: AppendFile) -> None:
        plain[1](self)
        events.append(Event("sync", self.path.name))

    def cut(self: AppendFile, size: int) -> None:
        plain[2](self, size)
        events.append(Event("cut", self.path.name, str(size).encode()))

    AppendFile.append, AppendFile.sync, AppendFile.cut = append, sync, cut  # type: ignore[method-assign]
    try:
        yield
    finally:
        AppendFile.append, AppendFile.sync, AppendFile.cut = plain  # type: ignore[method-assign]


def files(path: Path) -> list[Path]:
    folder = Folder(path)
    return [folder.openings, folder.leaves, folder.checkpoints]


def image(path: Path) -> Image:
    return {file.name: file.read_bytes() for file in files(path)}


def restore(path: Path, contents: Image) -> None:
    for file in files(path):
        file.write_bytes(contents[file.name])


def crash(start: Image, events: list[Event], rng: random.Random) -> tuple[Image, Told]:
    """What is on disk, and what was told, after a crash at a random byte of a random event."""
    durable, pending = dict(start), dict.fromkeys(start, b"")
    told = Told()
    stop = rng.randrange(len(events) + 1)
    for event in events[:stop]:
        if event.kind == "append":
            pending[event.name] += event.data
        elif event.kind == "sync":
            durable[event.name] += pending[event.name]
            pending[event.name] = b""
        elif event.kind == "cut":
            durable[event.name] = (durable[event.name] + pending[event.name])[: int(event.data)]
            pending[event.name] = b""
        else:
            told.receipts += event.told[0]
            told.notes.append(event.told[1])
    if stop < len(events) and events[stop].kind == "append":
        torn = events[stop]
        pending[torn.name] += torn.data[: rng.randrange(len(torn.data) + 1)]
    if rng.random() < 0.5:
        pending = {name: remains(data, rng) for name, data in pending.items()}
    return {name: durable[name] + pending[name] for name in start}, told


def remains(data: bytes, rng: random.Random) -> bytes:
    """What a loss of power may leave of writes that were not synced."""
    kept = rng.randrange(len(data) + 1)
    filling = rng.choice(("none", "zeros", "rubbish", "hole"))
    if filling == "none":
        return data[:kept]
    if filling == "zeros":
        return data[:kept] + bytes(len(data) - kept)
    if filling == "rubbish":
        return data[:kept] + rng.randbytes(len(data) - kept)
    stop = rng.randrange(kept, len(data) + 1)
    return data[:kept] + bytes(stop - kept) + data[stop:]


def session(path: Path, first: int, rng: random.Random, events: list[Event]) -> None:
    """Append a random number of batches, noting what is told."""
    with Ledger(path) as ledger:
        for _ in range(rng.randrange(1, 5)):
            count = rng.randrange(1, 6)
            receipts = ledger.append_many([request(first + k) for k in range(count)])
            events.append(Event("ack", told=(tuple(receipts), ledger.checkpoint)))
            first += count


def check(path: Path, key: Verifier, told: Told) -> str | None:
    """None if nothing told was lost and no tree was forked, else what went wrong."""
    with Ledger(path) as ledger:
        for receipt in told.receipts:
            again = ledger.append(request(int(receipt.reference.removeprefix("x-"))))
            same = (again.index, again.served_sha256) == (receipt.index, receipt.served_sha256)
            if not (same and again.repeated):
                return f"leaf {receipt.index} was lost"
        ledger.append(request(10_000_000 + ledger.size))
    data = Folder(path).leaves.read_bytes()
    frames = range(0, len(data), FRAME_BYTES)
    tree = Tree([leaf_hash(data[i : i + LEAF_BYTES]) for i in frames])
    for note in told.notes:
        head = Checkpoint.open(note, key)
        if head.size > tree.size or tree.root(head.size) != head.root:
            return f"the tree of {head.size} leaves was forked"
    found = verify(path, key, told.notes[-1] if told.notes else None)
    flaws = [*found.flaws, *verify_private(path, found.leaves)]
    return str(flaws[0]) if flaws else None


def attempt(path: Path, key: Verifier, told: Told) -> str | None:
    """`check`, where a ledger that cannot be opened at all is wrong too."""
    try:
        return check(path, key, told)
    except Problem as problem:
        return problem.what


def simulate(
    crashes: int, seed: int, believed: Callable[[Event], bool] = lambda event: True
) -> list[str]:
    """What went wrong in `crashes` simulated crashes, each over a ledger of its own history.

    Events that are not `believed` are forgotten: without syncs, nothing is ever durable.
    """
    rng = random.Random(seed)
    wrong: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ledger"
        while done < crashes:
            shutil.rmtree(path, ignore_errors=True)
            key = Verifier.parse(init(path, ORIGIN))
            told = Told()
            for life in range(rng.randrange(2, 6)):
                start, events = image(path), []
                with recorded(events):
                    session(path, 1000 * life, rng, events)
                contents, heard = crash(start, list(filter(believed, events)), rng)
                done += 1
                if believed(Event("sync")) and rng.random() < 1 / 3:
                    contents = crash_recovery(path, contents, rng)
                    done += 1
                restore(path, contents)
                told.receipts += heard.receipts
                told.notes += heard.notes
                problem = attempt(path, key, told)
                if problem is not None:
                    wrong.append(f"crash {done}, seed {seed}: {problem}")
                    break
    return wrong


def crash_recovery(path: Path, contents: Image, rng: random.Random) -> Image:
    """Crash again while what the first crash left is being mended."""
    restore(path, contents)
    events: list[Event] = []
    with recorded(events):
        Ledger(path).close()
    return crash(contents, events, rng)[0] if events else contents


def kill(times: int, seed: int) -> list[str]:
    """What went wrong in `times` real writers ended by SIGKILL."""
    rng = random.Random(seed)
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ledger"
        init(path, ORIGIN)
        key = given_key(None, path)
        told = Told()
        for time_ in range(times):
            told.receipts += killed_writer(path, 1_000_000 * (time_ + 1), rng.uniform(0.02, 0.3))
            problem = attempt(path, key, told)
            if problem is not None:
                wrong.append(f"kill {time_}, seed {seed}: {problem}")
    return wrong


def killed_writer(path: Path, first: int, seconds: float) -> list[Receipt]:
    """Run a writer, kill it `seconds` after its first leaf; what it had been told."""
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    receipts = []
    for line in lines:
        if line.endswith("\n"):
            index, reference, served = line.split()
            receipts.append(Receipt(int(index), reference, None, served, False))
    assert receipts
    return receipts


def main(arguments: list[str]) -> int:
    numbers = [int(argument) for argument in arguments]
    simulated, killed, seed = [*numbers, *(1000, 100, 0)[len(numbers) :]]
    runs: list[tuple[str, int, Callable[[int, int], list[str]]]] = [
        ("simulated crashes", simulated, simulate),
        ("killed writers", killed, kill),
    ]
    failures = 0
    for name, count, run in runs:
        wrong = run(count, seed)
        failures += len(wrong)
        print(f"{count:,} {name}: {len(wrong)} lost or forked")
        print("\n".join(wrong))
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
