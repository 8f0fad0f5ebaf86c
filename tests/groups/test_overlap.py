"""Sets behind keys, and keys whose sets nearly agree."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from revenuer.groups.candidate import jaccard
from revenuer.groups.overlap import merge_similar, sets_by_key
from revenuer.groups.traffic import distinct_pairs

unhurried = settings(deadline=None)
ACCOUNTS = 40

account_sets = st.frozensets(st.integers(0, ACCOUNTS - 1), min_size=1, max_size=12)


def rows(values: frozenset[int] | range) -> NDArray[np.int32]:
    return np.array(sorted(values), np.int32)


@unhurried
@given(account_sets, account_sets)
def test_jaccard(one: frozenset[int], other: frozenset[int]) -> None:
    assert jaccard(rows(one), rows(other)) == len(one & other) / len(one | other)


def test_jaccard_of_nothing() -> None:
    assert jaccard(rows(range(0)), rows(range(0))) == 0.0


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 6)), max_size=60)


@unhurried
@given(pairs)
def test_distinct_pairs(given_pairs: list[tuple[int, int]]) -> None:
    account, code = (np.array([p[i] for p in given_pairs], np.int32) for i in (0, 1))
    found = distinct_pairs(account, code)
    expected = sorted({(c, a) for a, c in given_pairs if c >= 0})
    assert list(zip(found[1].tolist(), found[0].tolist(), strict=True)) == expected


@unhurried
@given(pairs, st.integers(1, 4), st.integers(3, 8))
def test_sets_by_key(given_pairs: list[tuple[int, int]], least: int, most: int) -> None:
    account, code = (np.array([p[i] for p in given_pairs], np.int32) for i in (0, 1))
    found = sets_by_key(*distinct_pairs(account, code), least, most)
    expected = {key: sorted({a for a, c in given_pairs if c == key}) for key in range(7)}
    assert {key: held.tolist() for key, held in found.items()} == {
        key: held for key, held in expected.items() if least <= len(held) <= most
    }


@unhurried
@given(st.lists(account_sets, max_size=20), st.sampled_from((0.3, 0.5, 0.7, 0.9)))
def test_groups_hold_every_set_once_and_only_sets_like_their_first(
    given_sets: list[frozenset[int]], threshold: float
) -> None:
    sets = [rows(s) for s in given_sets]
    groups = merge_similar(sets, threshold, ACCOUNTS)
    assert sorted(i for group in groups for i in group) == list(range(len(sets)))
    for group in groups:
        head = sets[group[0]]
        assert all(jaccard(head, sets[i]) >= threshold for i in group)
        assert len(head) == max(len(sets[i]) for i in group)
    assert groups == merge_similar(sets, threshold, ACCOUNTS)


@unhurried
@given(st.lists(account_sets, min_size=1, max_size=12))
def test_equal_sets_are_one_group(given_sets: list[frozenset[int]]) -> None:
    sets = [rows(s) for s in given_sets + given_sets[::-1]]
    groups = merge_similar(sets, 1.0, ACCOUNTS)
    for group in groups:
        assert len({frozenset(sets[i].tolist()) for i in group}) == 1
    assert len(groups) == len(set(given_sets))


def test_sets_that_nearly_agree_are_found_among_many() -> None:
    rng = np.random.default_rng(6)
    sets, planted = [], []
    for number in range(60):
        core = rng.choice(20_000, 300, replace=False)
        for _ in range(4):
            kept = core[rng.random(300) < 0.95]
            sets.append(np.unique(np.append(kept, rng.choice(20_000, 10))).astype(np.int32))
            planted.append(number)
    groups = merge_similar(sets, 0.7, 20_000)
    assert [len({planted[i] for i in group}) for group in groups] == [1] * 60


def test_sets_without_accounts() -> None:
    assert merge_similar([], 0.5, 10) == []
    assert merge_similar([], 0.5, 0) == []
