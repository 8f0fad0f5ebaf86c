"""Running a command in a process of its own, with its time and the memory of all its processes."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from revenuer.problems import Problem

_LAST = 4
"""Lines of what a failed command said that are told."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall-clock seconds and peak memory in MiB, shared pages counted once."""

    seconds: float
    mebibytes: int | None


def measured(command: Sequence[str], said: Path) -> Cost:
    """Run the command to its end; what it says goes to the file `said`. Raises `Problem` with its
    last words if it fails."""
    start = time.perf_counter()
    with (
        said.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            list(command), stdout=log, stderr=log, env={**os.environ, "PYTHONFAULTHANDLER": "1"}
        ) as process,
    ):
        peak, done = [0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, done), daemon=True)
        watcher.start()
        try:
            process.wait()
        finally:
            done.set()
        watcher.join()
    if process.returncode:
        words = said.read_text(encoding="utf-8").strip().splitlines()[-_LAST:]
        raise Problem(f"A scan of the drill failed: {' '.join(words) or 'it said nothing'}")
    return Cost(round(time.perf_counter() - start, 2), peak[0] // (1 << 20) or None)


def _watch(root: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(0.3):
        peak[0] = max(peak[0], tree_memory(root))


def tree_memory(root: int) -> int:
    """Resident bytes of a process and its children, where the system tells (Linux), else 0."""
    total, queue = 0, [root]
    while queue:
        pid = queue.pop()
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            queue += [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            continue
        sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
        total += sum(int(size) * 1024 for size in sizes)
    return total
