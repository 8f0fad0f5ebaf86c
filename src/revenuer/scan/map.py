"""The map stage: every task of the plan becomes a part of prints, in a pool of processes.

A part is finished when its `.done.json` exists, which is written last and renamed into place: what
a killed scan had finished is taken up again, what it had not is done anew.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import orjson

from revenuer.fingerprint.fingerprint import Fingerprinter
from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.lexicon import compile_intents
from revenuer.fingerprint.prints_file import PrintsWriter
from revenuer.ingest import Task, read
from revenuer.scan.worker_pool import worker_pool


@dataclass(frozen=True, slots=True)
class Part:
    """A finished task: how many input rows it consumed, kept and set aside."""

    index: int
    rows_in: int
    rows: int
    quarantined: int
    secrets_redacted: int


def prints_path(folder: Path, index: int) -> Path:
    """Where the prints of task `index` lie."""
    return folder / f"{index:06d}.prints.arrow"


def quarantine_path(folder: Path, index: int) -> Path:
    """Where the quarantined lines of task `index` lie."""
    return folder / f"{index:06d}.quarantine.jsonl"


@lru_cache(maxsize=1)
def _fingerprinter() -> Fingerprinter:
    return Fingerprinter(compile_intents(INTENTS))


def map_task(task: Task, folder: Path) -> Part:
    """Read and fingerprint one task; runs in a worker process."""
    rows_in = secrets = held = 0
    with (
        PrintsWriter(prints_path(folder, task.index)) as writer,
        quarantine_path(folder, task.index).open("wb") as aside,
    ):
        for parsed in read(task):
            rows_in += parsed.rows_in
            secrets += parsed.secrets_redacted
            for line in parsed.quarantined:
                aside.write(orjson.dumps(asdict(line)) + b"\n")
                held += 1
            if parsed.batch.num_rows:
                writer.write(_fingerprinter()(parsed.batch))
    part = Part(task.index, rows_in, writer.rows, held, secrets)
    _finish(folder / f"{task.index:06d}.done.json", orjson.dumps(asdict(part)))
    return part


def _finish(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)


def finished(folder: Path, index: int) -> Part | None:
    """The part of task `index` if an earlier run finished it."""
    path = folder / f"{index:06d}.done.json"
    return Part(**orjson.loads(path.read_bytes())) if path.exists() else None


def map_tasks(
    tasks: Sequence[Task], folder: Path, workers: int, progress: Callable[[Part], None]
) -> list[Part]:
    """All parts in task order; `progress` is told of each as it finishes."""
    parts = {task.index: part for task in tasks if (part := finished(folder, task.index))}
    for part in parts.values():
        progress(part)
    rest = [task for task in tasks if task.index not in parts]
    for part in _run(rest, folder, workers):
        parts[part.index] = part
        progress(part)
    return [parts[task.index] for task in tasks]


def _run(tasks: Sequence[Task], folder: Path, workers: int) -> Iterator[Part]:
    if len(tasks) < 2 or workers < 2:
        for task in tasks:
            yield map_task(task, folder)
        return
    _fingerprinter()
    with worker_pool(workers) as pool:
        waiting: set[Future[Part]] = {pool.submit(map_task, task, folder) for task in tasks}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
