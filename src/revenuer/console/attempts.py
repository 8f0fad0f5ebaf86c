"""Rate limit on sign-in: failures are counted by name and by address, in a bounded memory."""

from collections import OrderedDict
from threading import Lock

WINDOW = 15 * 60.0
"""Seconds for which a failure counts."""
MOST_BY_NAME = 6
MOST_BY_ADDRESS = 30
_KEYS = 10_000


class Attempts:
    """Recent failed sign-ins. Safe to use from several threads."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, login: str, address: str, now: float) -> float:
        """Seconds until this name may be tried again from this address; 0 where it may be now."""
        with self._lock:
            return max(
                self._wait(f"name {login}", MOST_BY_NAME, now),
                self._wait(f"address {address}", MOST_BY_ADDRESS, now),
            )

    def failed(self, login: str, address: str, now: float) -> None:
        with self._lock:
            for key in (f"name {login}", f"address {address}"):
                recent = [t for t in self._failures.pop(key, []) if now - t < WINDOW]
                self._failures[key] = [*recent[-MOST_BY_ADDRESS:], now]
            while len(self._failures) > _KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, login: str) -> None:
        with self._lock:
            self._failures.pop(f"name {login}", None)

    def _wait(self, key: str, most: int, now: float) -> float:
        recent = [t for t in self._failures.get(key, []) if now - t < WINDOW]
        return recent[-most] + WINDOW - now if len(recent) >= most else 0.0
