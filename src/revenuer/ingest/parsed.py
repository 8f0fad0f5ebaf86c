"""What readers hand on: a batch, what was quarantined, and the counts that add up."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from revenuer.ingest.assemble import assemble
from revenuer.ingest.redact import redact, redact_text
from revenuer.ingest.row import Raw
from revenuer.records import Quarantined

BATCH_BYTES = 32 << 20
"""A batch is handed on when its lines reach this size, however few they are."""

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


def excerpt(content: bytes | str) -> str:
    """At most 200 characters of a line, without secrets and control characters."""
    text = content[:_EXCERPT_READ]
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    text = redact_text(text)[0][:_EXCERPT]
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


@dataclass(slots=True)
class Collector:
    """Rows and quarantined records of one task on their way to batches."""

    source: str
    batch_rows: int
    rows: list[Raw] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    size: int = 0

    def keep(self, row: Raw, size: int) -> None:
        """A checked row that took `size` bytes of the log."""
        self.rows.append(row)
        self.size += size

    def refuse(self, line: int, offset: int, reason: str, content: bytes | str = b"") -> None:
        """A record that is no exchange."""
        self.quarantined.append(
            Quarantined(self.source, line, offset, reason, excerpt(content) if content else "")
        )

    def full(self) -> bool:
        """Whether it is time to hand on."""
        held = len(self.rows) + len(self.quarantined)
        return held >= self.batch_rows or self.size >= BATCH_BYTES

    def hand_on(self) -> Iterator[Parsed]:
        """What has been collected, if anything; the collector is empty afterwards."""
        if self.rows or self.quarantined:
            batch, secrets = redact(assemble(self.rows))
            rows_in = batch.num_rows + len(self.quarantined)
            yield Parsed(batch, tuple(self.quarantined), rows_in, secrets)
        self.rows, self.quarantined, self.size = [], [], 0
