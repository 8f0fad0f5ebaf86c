"""A plan of reading: the files, and the tasks that workers take."""

from dataclasses import dataclass
from pathlib import Path

from revenuer.ingest.mapping import FieldMapping


@dataclass(frozen=True, slots=True)
class InputFile:
    """A log file. `source` is how users know it, `why` a sentence why this format was taken.

    `container` is "lines", "document", "csv", "parquet" or "nothing" (an empty or unrelated file
    that is only listed); `compression` is "gzip", "zstd" or "".
    """

    source: str
    path: Path
    size: int
    sha256: str
    format: str
    why: str
    compression: str = ""
    container: str = "lines"
    mapping: FieldMapping | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a file for one worker.

    `start` and `stop` are bytes for plain JSON lines (the lines that start there), row groups for
    Parquet, and cover the whole file otherwise. `first_line` is the number of the first line or
    row in it, from 1.
    """

    index: int
    input: InputFile
    start: int
    stop: int
    first_line: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Files in the order of their sources, and tasks in the order of the files."""

    inputs: tuple[InputFile, ...]
    tasks: tuple[Task, ...]
