"""Counting shared fingerprints a part at a time gives what counting them at once would."""

from collections import defaultdict

import naive_text
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixed_text import unhurried

from revenuer.flows.grams import SIGNATURE, WITNESSES, GramTable, count_grams
from revenuer.flows.sieve import Sieve

TOP = 2**64 - 1

Exchange = tuple[int, int, list[int]]
"""Account hash, exchange hash, grams."""

grams = st.integers(0, 12).map(lambda g: g * 7 + 1)
log = st.lists(st.tuples(st.integers(1, 5), st.lists(grams, max_size=6)), max_size=30).map(
    lambda rows: [(account * 1_000_003, 17 + i, found) for i, (account, found) in enumerate(rows)]
)


def arrays(rows: list[Exchange]) -> tuple[np.ndarray, ...]:
    at = np.concatenate([[0], np.cumsum([len(found) for _, _, found in rows])]).astype(np.int32)
    return (
        at,
        np.array([g for _, _, found in rows for g in found], np.uint32),
        np.array([account for account, _, _ in rows], np.uint64),
        np.array([exchange for _, exchange, _ in rows], np.uint64),
    )


def sieve_of(parts: list[list[Exchange]], threads: int = 1) -> Sieve:
    sieve = Sieve(sum(len(found) for rows in parts for _, _, found in rows))
    for rows in parts:
        at, flat, account, _ = arrays(rows)
        sieve.add(at, flat, account, np.ones(len(rows), np.bool_), threads)
    sieve.close()
    return sieve


def counted(parts: list[list[Exchange]], threads: int = 1) -> GramTable:
    columns = [arrays(rows) for rows in parts]
    account, exchange = (np.concatenate([c[i] for c in columns]) for i in (2, 3))
    lists = [(c[0], c[1]) for c in columns]
    everything = np.ones(len(account), np.bool_)
    return count_grams(lists, account, exchange, everything, sieve_of(parts, threads), threads)


def naive(rows: list[Exchange], kept: "object") -> list[tuple[int, int, list[int], list[int]]]:
    """Gram, exchanges, smallest accounts and min-hashes of the grams that `kept` accepts."""
    holders: dict[int, dict[int, int]] = defaultdict(dict)
    places: dict[int, int] = defaultdict(int)
    for account, exchange, found in rows:
        for gram in found:
            holders[gram][exchange] = account
            places[gram] += 1
    table = []
    for gram in sorted(holders):
        accounts = sorted(set(holders[gram].values()))
        if not kept(gram, places[gram], len(accounts)):  # type: ignore[operator]
            continue
        signature = [
            min(naive_text.mix((e + s * 0x9E3779B9 + 1) & TOP) for e in holders[gram])
            for s in range(SIGNATURE)
        ]
        table.append((gram, len(holders[gram]), (accounts + [TOP] * 3)[:WITNESSES], signature))
    return table


def listed(table: GramTable) -> list[tuple[int, int, list[int], list[int]]]:
    return list(
        zip(
            table.gram.tolist(),
            table.exchanges.tolist(),
            table.accounts.tolist(),
            table.signature.tolist(),
            strict=True,
        )
    )


def exact(rows: list[Exchange]) -> list[tuple[int, int, list[int], list[int]]]:
    return naive(rows, lambda _gram, _places, accounts: accounts >= WITNESSES)


@unhurried
@given(log)
def test_what_is_counted_is_counted_right(rows: list[Exchange]) -> None:
    right = exact(rows)
    assert [row for row in listed(counted([rows])) if row not in right] == []


@unhurried
@given(log, st.integers(1, 5), st.integers(1, 3), st.randoms(use_true_random=False))
def test_cutting_the_log_changes_nothing(
    rows: list[Exchange], parts: int, threads: int, rng: "object"
) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    cut_up = [shuffled[i::parts] for i in range(parts)]
    assert listed(counted(cut_up, threads)) == listed(counted([rows]))
    cut = sieve_of([shuffled[i::parts] for i in range(parts)], threads)
    assert cut.slots.tolist() == sieve_of([rows]).slots.tolist()


@pytest.mark.parametrize(("accounts", "least"), [(3, 0.6), (5, 0.95), (8, 0.99), (20, 1.0)])
def test_grams_that_the_sieve_lets_through(accounts: int, least: float) -> None:
    """Three of eight marks: 1 - P(at most two marks drawn), 0.66 for three accounts."""
    grams = np.random.default_rng(accounts).integers(0, 2**32, 3000).tolist()
    rows = [(1_000_003 * (a + 1), 17 + a, grams) for a in range(accounts)]
    assert least <= len(counted([rows])) / len(set(grams)) <= 1


def test_two_accounts_share_nothing() -> None:
    rows = [(1 + i % 2, 10 + i, list(range(0, 160_000, 1000))) for i in range(40)]
    assert len(counted([rows])) == 0


def test_many_ranges_count_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    pool = rng.integers(0, 2**32, 400)
    rows = [(int(rng.integers(1, 30)), 5 + i, rng.choice(pool, 20).tolist()) for i in range(300)]
    whole = listed(counted([rows]))
    monkeypatch.setattr("revenuer.flows.grams._RANGE", 500)
    assert listed(counted([rows], threads=2)) == whole
    assert len(whole) == 400


def test_only_taken_rows_count() -> None:
    rows = [(1_000_003 * (1 + i % 9), 5 + i, [7, 8]) for i in range(90)]
    at, flat, account, exchange = arrays(rows)
    taken = np.arange(90) < 45
    sieve = sieve_of([rows])
    table = count_grams([(at, flat)], account, exchange, taken, sieve, 1)
    assert table.exchanges.tolist() == [45, 45]
    assert listed(table) == exact(rows[:45])


def test_nothing_to_count() -> None:
    assert len(counted([[]])) == 0
    assert len(counted([[], [(1, 1, [])]])) == 0
    assert counted([[]]).signature.shape == (0, SIGNATURE)
