"""What coding clients pack into Anthropic's `metadata.user_id`."""

import re
from typing import Any, NamedTuple

from revenuer.ingest.paths import inside


class PackedUser(NamedTuple):
    """The parts of a packed user id, each None where absent."""

    device: str | None
    account: str | None
    session: str | None


_PACKED = re.compile(
    r"user_(?P<device>[^_]{1,256})_account_(?P<account>[^_]{0,256})_session_(?P<session>.{1,256})"
)
_NOTHING = PackedUser(None, None, None)


def packed_user(user_id: Any) -> PackedUser:
    """Device, account and session of `user_<device>_account_<uuid>_session_<uuid>` or of JSON
    `{"device_id", "account_uuid", "session_id"}`; nothing for any other id."""
    if not isinstance(user_id, str | dict):
        return _NOTHING
    parts = inside(user_id)
    if parts:
        return PackedUser(*(_string(parts, name) for name in _JSON_NAMES))
    match = _PACKED.fullmatch(user_id) if isinstance(user_id, str) else None
    if match is None:
        return _NOTHING
    return PackedUser(match["device"], match["account"] or None, match["session"])


_JSON_NAMES = ("device_id", "account_uuid", "session_id")


def _string(parts: dict[str, Any], name: str) -> str | None:
    value = parts.get(name)
    return value if isinstance(value, str) and value else None
