"""Fair coins from a committed secret: one for each leaf, under a key for each account.

    account key  K_a  = HMAC-SHA256(secret, "account" || account_id)
    coin of leaf i    = HMAC-SHA256(K_a, "coin" || i || attempt), reduced without bias

The secret is committed to (by hash) when the ledger begins, the account key when its account is
first seen, and members of a pair are in an order fixed by their own hashes, so nobody can steer a
coin after seeing the texts. Opening one account's key shows that account's coins and no other's.
"""

import hashlib
import hmac

KEY_BYTES = 32


def secret_commitment(secret: bytes) -> bytes:
    """What is published of the secret when the ledger begins (32 bytes)."""
    return hashlib.sha256(b"revenuer secret 1\n" + _checked(secret)).digest()


def account_key(secret: bytes, account_id: str) -> bytes:
    """K_a (32 bytes). An expert who is given it can recompute every coin of that account."""
    return _prf(_checked(secret), b"account\n", account_id.encode())


def account_commitment(key: bytes, account_id: str) -> bytes:
    """What the ledger holds of an account before its first pair (32 bytes)."""
    return hashlib.sha256(b"revenuer account 1\n" + _checked(key) + account_id.encode()).digest()


def coin(key: bytes, index: int, members: int) -> int:
    """The position served, uniform on 0 .. members - 1 (exactly: biased draws are rejected)."""
    if members < 2:
        raise ValueError("a coin needs at least two members to choose from")
    limit = (1 << 64) - (1 << 64) % members
    attempt = 0
    while True:
        block = _prf(key, b"coin\n", index.to_bytes(8, "big") + attempt.to_bytes(4, "big"))
        draw = int.from_bytes(block[:8], "big")
        if draw < limit:
            return draw % members
        attempt += 1


def salt(secret: bytes, index: int) -> bytes:
    """The salt that hides leaf `index` (32 bytes); opening one salt opens one leaf."""
    return _prf(_checked(secret), b"salt\n", index.to_bytes(8, "big"))


def _prf(key: bytes, label: bytes, message: bytes) -> bytes:
    return hmac.new(key, label + message, hashlib.sha256).digest()


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, this one {len(key)}")
    return key
