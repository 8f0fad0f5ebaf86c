"""Moments as the store writes them."""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """ISO 8601, UTC, microseconds and a Z: 27 characters that sort as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(text: str) -> datetime:
    """A moment from ISO 8601 text; without a zone it is UTC. Raises ValueError."""
    return in_utc(datetime.fromisoformat(text))


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; without a zone it is UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
