"""Moments and stretches of time as a reader meets them, always in UTC."""

from datetime import UTC, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MISSING = "–"


def parse(value: object) -> datetime | None:
    """An ISO 8601 string (or a datetime) as an aware datetime in UTC; None where it is neither."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return value.replace(tzinfo=UTC)


def day(moment: datetime | None, year: bool = True) -> str:
    """3 Nov 2026."""
    if moment is None:
        return MISSING
    text = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return f"{text} {moment.year}" if year else text


def minute(moment: datetime | None) -> str:
    """3 Nov 2026, 14:00 UTC."""
    return MISSING if moment is None else f"{day(moment)}, {moment:%H:%M} UTC"


def stretch(first: datetime | None, last: datetime | None) -> str:
    """From one day to another, naming year and month once: 3–14 Nov 2026."""
    if first is None or last is None:
        return day(first or last)
    if first.date() == last.date():
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first, year=first.year != last.year)} – {day(last)}"


def length(seconds: float) -> str:
    """A length of time in its natural unit: "hour", "2 hours", "15 minutes", "day", "3 days"."""
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= unit:
            number = seconds / unit
            return name if number == 1 else f"{number:.3g} {name}s"
    return f"{seconds:.2g} seconds"


def elapsed(first: datetime | None, last: datetime | None) -> str:
    """How long something lasted: "14 days", "5 hours"."""
    if first is None or last is None:
        return MISSING
    span = last - first
    if span >= timedelta(days=2):
        return f"{round(span / timedelta(days=1))} days"
    hours = round(span / timedelta(hours=1))
    if hours >= 1:
        return "1 hour" if hours == 1 else f"{hours} hours"
    minutes = max(round(span / timedelta(minutes=1)), 1)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
