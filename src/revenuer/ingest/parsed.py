"""What readers hand on: a batch, what was quarantined, and the counts that add up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyarrow as pa

from revenuer.ingest.exchanges import from_rows
from revenuer.ingest.formats.format import Format
from revenuer.ingest.lines import Line
from revenuer.ingest.redact import clues_of_one, redact, redact_text
from revenuer.ingest.row import Raw, RowError, shown
from revenuer.records import Quarantined

BATCH_BYTES = 32 << 20
"""A batch is handed on when its lines reach this size, however few they are."""

_RUN = 4096
"""Rows held as Python objects at once; more would only feed the garbage collector."""

_UNFORESEEN = (TypeError, ValueError, LookupError, AttributeError, RecursionError)

UNFORESEEN = "the record has a shape that this format does not foresee"
"""The reason given where a converter fails on a shape: a bad line never stops a scan. Fuzzing
holds the converters to never needing it."""

_EXCERPT = 200
_EXCERPT_READ = 4096


@dataclass(frozen=True, slots=True)
class Parsed:
    """A redacted batch with the schema of `EXCHANGES`, and the records that did not make it.

    `rows_in` = rows of `batch` + `quarantined`, always. Blank lines are no rows.
    """

    batch: pa.RecordBatch
    quarantined: tuple[Quarantined, ...]
    rows_in: int
    secrets_redacted: int


def excerpt(content: bytes) -> str:
    """At most 200 characters of a line, without secrets and control characters."""
    head = content[:_EXCERPT_READ]
    text, _ = redact_text(head.decode("utf-8", "replace"), clues_of_one(head))
    text = text[:_EXCERPT]
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def written(record: Any) -> bytes:
    """A record as JSON, for an excerpt; empty where it cannot be written."""
    try:
        return orjson.dumps(record, default=str)
    except (TypeError, ValueError):
        return b""


@dataclass(slots=True)
class Collector:
    """Raw rows and quarantined records of one task on their way to batches."""

    source: str
    form: Format
    batch_rows: int
    _rows: list[Raw] = field(default_factory=list)
    _origins: list[Line] = field(default_factory=list)
    _runs: list[pa.RecordBatch] = field(default_factory=list)
    _quarantined: list[Quarantined] = field(default_factory=list)
    _secrets: int = 0
    _held: int = 0
    _size: int = 0

    def take(self, value: Any, origin: Line) -> None:
        """The records of one line: each becomes a row or is quarantined with its reason."""
        try:
            if not isinstance(value, dict):
                raise RowError("the record", f"is {shown(value)}, not an object")
            records = self.form.split(value)
        except RowError as error:
            self.refuse(origin, str(error))
            return
        except _UNFORESEEN as error:
            self.refuse(origin, f"{UNFORESEEN} ({type(error).__name__})")
            return
        if len(records) == 1:
            self._take_one(records[0], origin)
            return
        for record in records:
            self._take_one(record, Line(origin.number, origin.offset, written(record)))

    def _take_one(self, record: Any, origin: Line) -> None:
        try:
            self._rows.append(self.form.convert(record))
        except RowError as error:
            self.refuse(origin, self._explained(error))
            return
        except _UNFORESEEN as error:
            self.refuse(origin, f"{UNFORESEEN} ({type(error).__name__})")
            return
        self._origins.append(origin)
        self._held += 1
        self._size += len(origin.content)
        if len(self._rows) == _RUN:
            self._assemble()

    def refuse(self, origin: Line, reason: str) -> None:
        """A line or record that is no exchange."""
        self._quarantine(origin, reason)
        self._held += 1

    @property
    def held(self) -> int:
        """Records collected since the last hand-on, quarantined ones too."""
        return self._held

    def full(self) -> bool:
        """Whether it is time to hand on."""
        return self._held >= self.batch_rows or self._size >= BATCH_BYTES

    def hand_on(self) -> Iterator[Parsed]:
        """What has been collected, if anything; the collector is empty afterwards."""
        if not self._held:
            return
        self._assemble()
        quarantined = tuple(sorted(self._quarantined, key=lambda entry: entry.line))
        yield Parsed(pa.concat_batches(self._runs), quarantined, self._held, self._secrets)
        self._runs, self._quarantined = [], []
        self._secrets = self._held = self._size = 0

    def _assemble(self) -> None:
        if not self._rows and self._runs:
            return
        batch, flaws = from_rows(self._rows)
        for row, error in flaws.items():
            self._quarantine(self._origins[row], self._explained(error))
        batch, secrets = redact(batch)
        self._runs.append(batch)
        self._secrets += secrets
        self._rows, self._origins = [], []

    def _quarantine(self, origin: Line, reason: str) -> None:
        seen = excerpt(origin.content)
        entry = Quarantined(self.source, origin.number, origin.offset, reason, seen)
        self._quarantined.append(entry)

    def _explained(self, error: RowError) -> str:
        """The reason with the name that the log gives the field."""
        theirs = self.form.fields.get(error.field)
        named = f" ({theirs})" if theirs and theirs != error.field else ""
        return f"{error.field}{named} {error.why}"
