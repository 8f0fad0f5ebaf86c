"""Counting shared fingerprints a part at a time gives what counting them at once would."""

from collections import defaultdict

import naive_text
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mixed_text import unhurried

from revenuer.flows.grams import SIGNATURE, WITNESSES, GramTable, count_grams, merge_grams

TOP = 2**64 - 1

Exchange = tuple[int, int, list[int]]
"""Account hash, exchange hash, grams."""

grams = st.integers(0, 12).map(lambda g: g * 7 + 1)
log = st.lists(st.tuples(st.integers(1, 5), st.lists(grams, max_size=6)), max_size=30).map(
    lambda rows: [(account * 1_000_003, 17 + i, found) for i, (account, found) in enumerate(rows)]
)


def counted(rows: list[Exchange]) -> GramTable:
    at = np.concatenate([[0], np.cumsum([len(found) for _, _, found in rows])]).astype(np.int32)
    flat = np.array([g for _, _, found in rows for g in found], np.uint32)
    return count_grams(
        at,
        flat,
        np.array([account for account, _, _ in rows], np.uint64),
        np.array([exchange for _, exchange, _ in rows], np.uint64),
    )


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


@unhurried
@given(log)
def test_one_part(rows: list[Exchange]) -> None:
    def kept(gram: int, places: int, accounts: int) -> bool:
        return accounts >= WITNESSES or (gram % 16 == 0 and places >= 2)

    assert listed(counted(rows)) == naive(rows, kept)


@unhurried
@given(log, st.integers(1, 4), st.randoms(use_true_random=False))
def test_parts_that_each_show_a_gram_merge_into_the_whole(
    rows: list[Exchange], parts: int, rng: "object"
) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    tables = [counted(shuffled[i::parts]) for i in range(parts)]
    merged = {row[0]: row for row in listed(merge_grams(tables))}
    whole = {row[0]: row for row in naive(rows, lambda *_: True)}
    shown = [{row[0]: row[1] for row in listed(table)} for table in tables]
    for gram, row in merged.items():
        if sum(part.get(gram, 0) for part in shown) == whole[gram][1]:
            assert row == whole[gram]
        assert row[1] <= whole[gram][1]
        assert row[2][-1] != TOP
    assert list(merged) == sorted(merged)
    if parts == 1:
        assert set(merged) == {g for g, row in whole.items() if row[2][-1] != TOP}


def test_a_log_sorted_by_account_still_shows_every_sixteenth_gram() -> None:
    every = list(range(160))
    tables = [
        counted([(account, account * 10 + i, every) for i in range(4)]) for account in (1, 2, 3, 4)
    ]
    merged = merge_grams(tables)
    assert merged.gram.tolist() == every[::16]
    assert merged.exchanges.tolist() == [16] * 10


def test_nothing_to_count() -> None:
    assert len(merge_grams([])) == 0
    assert len(counted([])) == 0
    assert len(merge_grams([counted([]), counted([(1, 1, [])])])) == 0
    assert merge_grams([]).signature.shape == (0, SIGNATURE)


def test_the_order_of_parts_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    rows = [(int(rng.integers(1, 9)), 5 + i, rng.integers(0, 40, 6).tolist()) for i in range(300)]
    tables = [counted(rows[i::3]) for i in range(3)]
    assert listed(merge_grams(tables)) == listed(merge_grams(tables[::-1]))
