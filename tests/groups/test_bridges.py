"""What alone holds two chains together, by an independent count."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from revenuer.groups.bridges import bridges

Sets = list[frozenset[int]]


def sets_of(*members: str) -> list[np.ndarray[tuple[int], np.dtype[np.int32]]]:
    return [np.array([ord(m) for m in one], np.int32) for one in members]


def test_two_dense_chains_hold_together_by_one_thing() -> None:
    first, second = ("abcd", "cdab", "acbd"), ("wxyz", "yzwx", "wyxz")
    sets = sets_of(*first, *second, "aw")
    assert bridges(sets, np.array([False] * 6 + [True])).tolist() == [False] * 6 + [True]
    assert not bridges(sets, np.zeros(7, np.bool_)).any(), "nobody shares it with strangers"


def test_a_tree_is_cut_nowhere() -> None:
    sets = sets_of("ab", "bc", "cd", "de", "ef")
    assert not bridges(sets, np.ones(5, np.bool_)).any()


def test_nothing_is_no_bridge() -> None:
    assert bridges([], np.zeros(0, np.bool_)).tolist() == []


def spare(sets: Sets, left_out: int) -> int:
    """Parts with two ties to spare, once a thing is left out and whoever hangs on one thing."""
    links = {(t, a) for t, one in enumerate(sets) for a in one}
    while True:
        things = [t for t, _ in links]
        accounts = [a for _, a in links]
        kept = {(t, a) for t, a in links if things.count(t) > 1 and accounts.count(a) > 1}
        if kept == links:
            break
        links = kept
    if left_out not in {t for t, _ in links}:
        return 0
    rest = [(t, 100 + a) for t, a in links if t != left_out]
    row, column = np.array(rest or [(0, 0)]).T
    graph = coo_array((np.ones(len(row)), (row, column)), shape=(200, 200))
    part = connected_components(graph, directed=False)[1]
    nodes = {n for link in rest for n in link}
    return sum(
        sum(part[t] == p for t, _ in rest) - sum(part[n] == p for n in nodes) + 1 >= 2
        for p in {part[n] for n in nodes}
    )


@given(st.lists(st.frozensets(st.integers(0, 14), min_size=2, max_size=6), min_size=1, max_size=9))
def test_bridges_are_those_that_leave_two_parts_with_ties_to_spare(sets: Sets) -> None:
    """Counted anew for each thing: of parts that were apart before, a cut makes no more."""
    arrays = [np.array(sorted(one), np.int32) for one in sets]
    found = bridges(arrays, np.ones(len(sets), np.bool_))
    whole = spare([*sets, frozenset()], len(sets))
    for thing, bridge in enumerate(found):
        if bridge:
            assert spare(sets, thing) > 1
            assert spare(sets, thing) > whole
