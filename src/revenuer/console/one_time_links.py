"""The sign-in link printed on the terminal: random, short-lived, good once."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

LIFE = 30 * 60.0
"""Seconds for which a link is good."""


@dataclass(frozen=True, slots=True)
class _Link:
    digest: bytes
    until: float


class OneTimeLinks:
    """Links given out and not yet used. Held in memory: a restart voids them."""

    def __init__(self) -> None:
        self._links: list[_Link] = []
        self._lock = Lock()

    def issue(self, now: float) -> str:
        """The secret part of a new link."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._links.append(_Link(_digest(secret), now + LIFE))
        return secret

    def good(self, secret: str, now: float) -> bool:
        """Whether the link could be used; using it up is `redeem`."""
        with self._lock:
            return self._find(secret, now) is not None

    def redeem(self, secret: str, now: float) -> bool:
        """True once for a good link, False ever after."""
        with self._lock:
            link = self._find(secret, now)
            if link is None:
                return False
            self._links.remove(link)
            return True

    def _find(self, secret: str, now: float) -> _Link | None:
        digest = _digest(secret)
        found = None
        for link in self._links:
            if secrets.compare_digest(link.digest, digest) and now < link.until:
                found = link
        return found


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).digest()
