"""Coins: fair, fixed by the key, and independent over leaves and accounts."""

import hashlib
import hmac

import numpy as np
import pytest
from scipy.stats import chisquare

from revenuer.mark.coins import account_commitment, account_key, coin, salt, secret_commitment

SECRET = bytes(range(32))


@pytest.mark.parametrize("members", [2, 3, 5, 9])
def test_coins_are_uniform_and_serially_independent(members: int) -> None:
    key = account_key(SECRET, "acct-1")
    drawn = np.array([coin(key, index, members) for index in range(20_000)])
    assert chisquare(np.bincount(drawn, minlength=members)).pvalue > 1e-4
    pairs = drawn[:-1:2] * members + drawn[1::2]
    assert chisquare(np.bincount(pairs, minlength=members**2)).pvalue > 1e-4


def test_a_coin_is_what_the_documentation_says() -> None:
    key = hmac.new(SECRET, b"account\nacct-1", hashlib.sha256).digest()
    assert key == account_key(SECRET, "acct-1")
    block = hmac.new(key, b"coin\n" + (7).to_bytes(8, "big") + bytes(4), hashlib.sha256).digest()
    assert coin(key, 7, 2) == int.from_bytes(block[:8], "big") % 2


def test_accounts_leaves_and_secrets_have_coins_of_their_own() -> None:
    one, two = account_key(SECRET, "a"), account_key(SECRET, "b")
    first = [coin(one, i, 2) for i in range(200)]
    assert (
        60
        < sum(x == y for x, y in zip(first, (coin(two, i, 2) for i in range(200)), strict=True))
        < 140
    )
    assert salt(SECRET, 1) != salt(SECRET, 2)
    assert account_commitment(one, "a") != account_commitment(two, "a")
    assert secret_commitment(SECRET) != secret_commitment(bytes(32))


def test_short_keys_and_lone_members_are_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        secret_commitment(b"short")
    with pytest.raises(ValueError, match="at least two"):
        coin(SECRET, 0, 1)
