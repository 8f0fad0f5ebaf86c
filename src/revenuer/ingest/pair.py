"""A logged request with its response, in the shapes people write them: what both share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from revenuer.ingest.paths import at, decoded, first, inside
from revenuer.ingest.row import Raw

TIMES = (
    "timestamp",
    "ts",
    "time",
    "created_at",
    "start_time",
    "started_at",
    "request_time",
    "requested_at",
    "startTime",
    "createdAt",
    "@timestamp",
)
ACCOUNTS = ("account_id", "account", "user_id", "userId", "customer_id", "organization_user")
_IDS = ("exchange_id", "request_id", "requestId", "log_id")
_ADDRESSES = ("ip", "client_ip", "ip_address", "remote_addr", "clientIp")
_KEYS = ("key_id", "api_key_id", "api_key_hash", "apiKeyId", "api_key")
_ORGS = ("org_id", "organization_id", "organization", "workspace_id", "project_id", "team_id")
_SESSIONS = ("session_id", "sessionId", "conversation_id", "thread_id")
_LATENCIES = ("latency_ms", "duration_ms", "response_time_ms", "elapsed_ms")
_STATUSES = ("status_code", "status", "http_status", "response_status")


@dataclass(frozen=True, slots=True)
class Pair:
    """`request` and `response` are the provider's own objects; `headers` those of the request,
    names in lower case; `record` the whole log entry."""

    record: dict[str, Any]
    request: dict[str, Any]
    response: Any
    headers: dict[str, Any]

    def told(self) -> bool:
        """Whether the entry is a pair at all and not one of canonical exchanges."""
        return self.request is not self.record or not {"ts", "account_id"} <= self.record.keys()


def pair_of(record: dict[str, Any]) -> Pair:
    """The request and response of an entry.

    The request is `request`, `request_body`, `input` or `body` (itself perhaps an envelope with
    `body` and `headers`), else the entry itself; the response likewise.
    """
    sent = inside(first(*(_whole(record, name) for name in ("request", "request_body", "body"))))
    request = inside(sent.get("body")) or inside(sent.get("json")) or sent or record
    answer = first(*(decoded(record.get(name)) for name in ("response", "response_body", "output")))
    envelope = inside(answer)
    response = first(decoded(envelope.get("body")), answer)
    if answer is None and ("choices" in record or "content" in record):
        response = record
    headers = (
        inside(record.get("request_headers"))
        or inside(sent.get("headers"))
        or inside(record.get("headers"))
    )
    return Pair(record, request, response, {name.lower(): value for name, value in headers.items()})


def _whole(record: dict[str, Any], name: str) -> Any:
    return decoded(record.get(name))


def envelope_row(pair: Pair) -> Raw:
    """The fields that stand in the log entry around request and response."""
    record = pair.record
    response = inside(pair.response)
    error = first(record.get("error"), response.get("error"), record.get("error_message"))
    return {
        "exchange_id": first(_one(record, _IDS), response.get("id"), record.get("id")),
        "ts": first(_one(record, TIMES), response.get("created"), response.get("created_at")),
        "org_id": _one(record, _ORGS),
        "key_id": _one(record, _KEYS),
        "session_id": _one(record, _SESSIONS),
        "ip": first(_one(record, _ADDRESSES), forwarded(pair.headers.get("x-forwarded-for"))),
        "country": first(record.get("country"), pair.headers.get("cf-ipcountry")),
        "user_agent": first(record.get("user_agent"), pair.headers.get("user-agent")),
        "headers": {n: v for n, v in pair.headers.items() if n != "user-agent"} or None,
        "model": first(pair.request.get("model"), record.get("model"), response.get("model")),
        "status": _status(record, error),
        "error": error_text(error),
        "latency_ms": _one(record, _LATENCIES),
    }


def _one(record: dict[str, Any], names: Iterable[str]) -> Any:
    return first(*(record.get(name) for name in names))


def _status(record: dict[str, Any], error: Any) -> Any:
    """The HTTP status where one is logged as a number."""
    found = first(
        *(record.get(name) for name in _STATUSES),
        at(record, "response.status_code"),
        at(record, "response.status"),
        inside(error).get("status"),
    )
    written = str(found)
    return int(written) if len(written) == 3 and written.isdecimal() else None


def error_text(error: Any) -> str | None:
    """The message of an error, given as a string or as a provider's object."""
    found = inside(error)
    if not found and isinstance(error, str):
        return error or None
    message = first(found.get("message"), inside(found.get("error")).get("message"))
    return message if isinstance(message, str) else None


def forwarded(addresses: Any) -> str | None:
    """The client's address of an `x-forwarded-for` value: the first."""
    return addresses.split(",")[0].strip() or None if isinstance(addresses, str) else None
