"""Names taken out: accounts and identifiers become salted hashes that only the provider can undo.

The salt is derived from the store's private key and the case, so that the provider can recompute
it, and two dossiers of one case agree.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Any

from revenuer.cases.audit.envelope import Key

_WORD = re.compile(r"[\w@.:+\-]+")
_SHORT = 12


def salt_for(key: Key, case_id: str) -> bytes:
    """32 bytes."""
    private = key.private.private_bytes_raw()
    return hmac.new(private, b"revenuer/dossier/1\n" + case_id.encode(), hashlib.sha256).digest()


class Pseudonyms:
    """Stands between a case and its dossier. With `identify` every name stays as it is."""

    def __init__(self, salt: bytes, *, identify: bool = False) -> None:
        self._salt, self._identify = salt, identify
        self._secret: dict[str, str] = {}

    def account(self, account_id: str) -> str:
        """The name of an account in the dossier."""
        return self._name("account", account_id)

    def exchange(self, exchange_id: str) -> str:
        """The name of an exchange in the dossier."""
        return self._name("exchange", exchange_id)

    def thing(self, kind: str, value: str) -> str:
        """The name of a shared identifier in the dossier."""
        return self._name(kind, value)

    def learn(self, kind: str, values: Iterable[str]) -> None:
        """From now on `scrub` takes these values out of running text."""
        for value in values:
            self._secret[value] = self._name(kind, value)

    def scrub(self, value: Any) -> Any:
        """The same JSON value with every learnt name replaced wherever it stands as a word."""
        if self._identify:
            return value
        if isinstance(value, str):
            return _WORD.sub(self._replace, value)
        if isinstance(value, dict):
            return {key: self.scrub(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.scrub(inner) for inner in value]
        return value

    def _replace(self, found: re.Match[str]) -> str:
        word = found[0]
        bare = word.rstrip(".:-")
        return self._secret.get(word) or (
            self._secret[bare] + word[len(bare) :] if bare in self._secret else word
        )

    def _name(self, kind: str, value: str) -> str:
        if self._identify:
            return value
        message = f"{kind}\n{value}".encode()
        return f"{kind}-{hmac.new(self._salt, message, hashlib.sha256).hexdigest()[: 2 * _SHORT]}"
