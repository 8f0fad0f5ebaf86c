"""Hands a signed decision to whoever enforces it: one POST, signed, tried again with patience.

Headers follow the Standard Webhooks convention: `webhook-id`, `webhook-timestamp` and
`webhook-signature` (v1a, Ed25519 over id.timestamp.body), so that a receiver can reject what is
forged and drop what it has seen. Redirects are not followed.
"""

import base64
import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from revenuer.cases.audit.envelope import Key
from revenuer.problems import Problem

WAITS = (1.0, 4.0, 16.0, 60.0)
"""Seconds before the second, third, … attempt."""
TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it went. `status` is the last answer's HTTP status, 0 where there was none."""

    delivered: bool
    attempts: int
    status: int
    why: str


def check_url(url: str) -> None:
    """Raises Problem unless it is https, or http on this machine."""
    parts = urlsplit(url)
    local = parts.hostname is not None and _is_loopback(parts.hostname)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise Problem(
            "Decisions are sent over https only, or to this machine.",
            where=url[:200],
            hint="for example https://enforcement.example.com/decisions",
        )


def post(
    url: str,
    message_id: str,
    body: bytes,
    key: Key,
    now: Callable[[], datetime],
    pause: Callable[[float], None] = time.sleep,
) -> Delivery:
    """POST until a 2xx answer, at most `len(WAITS) + 1` times. A 4xx answer other than 408 and 429
    ends the attempts: the receiver will not change its mind. Raises Problem for the address."""
    check_url(url)
    status, why, attempts = 0, "", 0
    for wait in (*WAITS, None):
        attempts += 1
        try:
            status = _once(url, _headers(message_id, body, key, now()), body)
            why = f"the receiver answered {status}"
            if 200 <= status < 300:
                return Delivery(True, attempts, status, why)
            if 400 <= status < 500 and status not in (408, 429):
                break
        except (OSError, http.client.HTTPException) as error:
            status, why = 0, f"no answer: {type(error).__name__}"
        if wait is not None:
            pause(wait)
    return Delivery(False, attempts, status, why)


def _headers(message_id: str, body: bytes, key: Key, now: datetime) -> dict[str, str]:
    moment = str(int(now.timestamp()))
    signature = key.sign(b".".join((message_id.encode(), moment.encode(), body)))
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": "v1a," + base64.b64encode(signature).decode(),
        "user-agent": "revenuer",
    }


def _once(url: str, headers: dict[str, str], body: bytes) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=context)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
