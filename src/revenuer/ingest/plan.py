"""From what the user named to files with their formats, and tasks for workers."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from revenuer.ingest.detect import detect, format_named
from revenuer.ingest.mapping import FieldMapping, read_mapping
from revenuer.ingest.sample import Sample, sample
from revenuer.ingest.sources import Found, ending, find
from revenuer.ingest.survey import Survey, survey
from revenuer.ingest.task import InputFile, Plan, Task
from revenuer.problems import Problem
from revenuer.records import ACCOUNTS

_THREADS = 4

_MAY_BE_ANYTHING = (".json", ".log")
"""Endings of files that are often no logs of exchanges: in a folder they are passed over where
they cannot be recognised, and listed with the reason."""


def plan(
    sources: Sequence[str],
    *,
    format: str = "auto",
    mapping: Path | None = None,
    target_bytes: int = 64 << 20,
) -> Plan:
    """Finds, hashes and recognises the logs, and parts them into tasks of about `target_bytes`.

    `format` is "auto" or a name of `FORMATS`; `mapping` a TOML file, which overrides it. Files in
    a folder that are empty or no logs are listed without tasks. Raises `Problem` where a source
    does not exist, cannot be read, is of no known format, or where nothing is left to read.
    """
    chosen = _choice(format, mapping)
    found = find(sources)
    with ThreadPoolExecutor(_THREADS) as threads:
        surveys = list(threads.map(lambda file: survey(file, target_bytes), found))
    inputs: list[InputFile] = []
    tasks: list[Task] = []
    for file, about in zip(found, surveys, strict=True):
        known = _recognised(file, about, chosen)
        inputs.append(known)
        for start, stop, first_line in _parts(known, about, target_bytes):
            tasks.append(Task(len(tasks), known, start, stop, first_line))
    if not tasks:
        raise Problem(
            "There is nothing to read: " + "; ".join(f"{i.source}: {i.why}" for i in inputs[:5]),
            hint="Name at least one log that is not empty.",
        )
    return Plan(tuple(inputs), tuple(tasks))


def _choice(format: str, mapping: Path | None) -> tuple[str, FieldMapping | None, str]:
    """The format the user chose, "" for none, with the reason it will be given."""
    if mapping is not None:
        return "mapping", read_mapping(mapping), f"The mapping {mapping} was given."
    if format == "auto":
        return "", None, ""
    if format_named(format).name == "mapping":
        raise Problem(
            "The format 'mapping' needs a mapping.", hint="Give one with --mapping FILE.toml."
        )
    return format, None, f"--format {format} was given."


def _recognised(
    file: Found, about: Survey, chosen: tuple[str, FieldMapping | None, str]
) -> InputFile:
    name, mapping, why = chosen
    seen = sample(file) if about.size else Sample("nothing", "", ())
    if seen.container == "nothing":
        return _input(file, about, seen, "nothing", "The file is empty.")
    if not file.asked and mapping is None and (unrelated := _unrelated(file, seen)):
        return _passed_over(file, about, seen, unrelated)
    if not name:
        try:
            form, why = detect(seen, file.source)
        except Problem as problem:
            if file.asked or ending(file.path) not in _MAY_BE_ANYTHING:
                raise
            return _passed_over(file, about, seen, problem.what)
        name = form.name
    return _input(file, about, seen, name, why, mapping)


def _unrelated(file: Found, seen: Sample) -> str:
    """Why a file that lies in a folder is passed over, "" where it may be a log."""
    if seen.records and all(map(_is_account, seen.records)):
        return "It looks like an account table; give it with --accounts."
    if not seen.records and ending(file.path) in _MAY_BE_ANYTHING:
        return f"{seen.unreadable[:1].upper()}{seen.unreadable[1:]}."
    return ""


def _is_account(record: dict[str, Any]) -> bool:
    known = record.keys() & set(ACCOUNTS.names)
    return "account_id" in known and "ts" not in record and 2 * len(known) > len(record)


def _passed_over(file: Found, about: Survey, seen: Sample, why: str) -> InputFile:
    nothing = Sample("nothing", seen.compression, ())
    return _input(file, about, nothing, "nothing", f"Passed over. {why}")


def _input(
    file: Found,
    about: Survey,
    seen: Sample,
    form: str,
    why: str,
    mapping: FieldMapping | None = None,
) -> InputFile:
    return InputFile(
        source=file.source,
        path=file.path,
        size=about.size,
        sha256=about.sha256,
        format=form,
        why=why,
        compression=seen.compression,
        container=seen.container,
        mapping=mapping,
    )


def _parts(known: InputFile, about: Survey, target: int) -> Iterator[tuple[int, int, int]]:
    """(start, stop, first line) of each task of a file."""
    if known.container == "nothing":
        return
    if known.container == "parquet":
        yield from _row_groups(known.path, target)
    elif known.container == "lines" and not known.compression:
        for part in about.parts:
            yield part.start, part.stop, part.first_line
    else:
        yield 0, about.size, 1


def _row_groups(path: Path, target: int) -> Iterator[tuple[int, int, int]]:
    with pq.ParquetFile(path) as file:
        metadata = file.metadata
        start, first, size, rows = 0, 1, 0, 0
        for group in range(metadata.num_row_groups):
            about = metadata.row_group(group)
            size += about.total_byte_size
            rows += about.num_rows
            if size >= target or group + 1 == metadata.num_row_groups:
                yield start, group + 1, first
                start, first, size, rows = group + 1, first + rows, 0, 0
