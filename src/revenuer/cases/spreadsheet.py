"""CSV that a spreadsheet cannot be made to run."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: object) -> object:
    """A text that would begin a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str):
        text = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        return "'" + text if text.lstrip(" ").startswith(_STARTS) else text
    return value


def rows_as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a header and line feeds."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")
