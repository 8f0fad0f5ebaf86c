"""Times as logs write them, to microseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

EARLIEST = 946_684_800_000_000
"""2000-01-01T00:00:00Z in microseconds. Nothing logged a language model before."""
LATEST = 4_102_444_800_000_000
"""2100-01-01T00:00:00Z in microseconds."""


class BadTimestamp(ValueError):
    """Not a time between 2000 and 2100; the message completes the name of the field."""


def microseconds(value: Any) -> int:
    """Microseconds since 1970 of an ISO 8601 string (no zone means UTC) or an epoch number.

    Seconds, milliseconds, microseconds and nanoseconds since 1970 cannot be mistaken for each
    other between 2000 and 2100, so the size of the number tells its unit.
    Raises `BadTimestamp`.
    """
    if type(value) is str:
        return _from_string(value.strip())
    if isinstance(value, datetime):
        return _from_datetime(value, value.isoformat())
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadTimestamp("should be a time but is not a string or number")
    return _from_number(value)


def _from_number(value: float) -> int:
    for unit_in_microseconds in (1_000_000, 1_000, 1):
        scaled = value * unit_in_microseconds
        if EARLIEST <= scaled < LATEST:
            return round(scaled)
    if EARLIEST * 1_000 <= value < LATEST * 1_000:
        return int(value) // 1_000
    raise BadTimestamp(
        f"is {value!r:.40}, which is no time between 2000 and 2100 in seconds, "
        "milliseconds, microseconds or nanoseconds"
    )


def _from_string(value: str) -> int:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return _from_other_string(value)
    if value.isdigit():
        return _from_other_string(value)
    return _from_datetime(found, value)


def _from_other_string(value: str) -> int:
    """Digits are an epoch number; a zone written as a word is taken off."""
    if value.endswith((" UTC", " GMT")):
        return _from_string(value[:-4])
    if len(value) <= 32:
        try:
            return _from_number(int(value) if value.isdecimal() else float(value))
        except (ValueError, OverflowError) as bad:
            if isinstance(bad, BadTimestamp):
                raise
    raise BadTimestamp(f"is {value[:40]!r}, not an ISO 8601 time or a number since 1970")


def _from_datetime(found: datetime, written: str) -> int:
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        result = (found - _EPOCH) // _MICROSECOND
    except OverflowError:
        result = -1
    if not EARLIEST <= result < LATEST:
        raise BadTimestamp(f"is {written[:40]!r}, outside 2000 to 2100")
    return result


def elapsed_ms(start: Any, end: Any) -> int | None:
    """Whole milliseconds from `start` to `end`, None where either is no time or none passed."""
    if start is None or end is None:
        return None
    try:
        took = microseconds(end) - microseconds(start)
    except BadTimestamp:
        return None
    return (took + 500) // 1000 if took > 0 else None
