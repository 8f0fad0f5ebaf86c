"""An input line that could not become an exchange, kept with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quarantined:
    """`source` is the file as named by the user, `line` 1-based (or the row number in a table),
    `byte_offset` where the line starts in the uncompressed stream (0 where unknown), `reason` a
    sentence, `excerpt` at most 200 characters of the line with secrets redacted."""

    source: str
    line: int
    byte_offset: int
    reason: str
    excerpt: str = ""
