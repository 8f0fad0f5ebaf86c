"""One operation seen from several sides is one, and accuses nobody beside it."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.campaigns.gather import Accounts, gather
from revenuer.groups.candidate import Candidate


def candidate(accounts: Sequence[int], linked: bool = True) -> Candidate:
    return Candidate("a test", np.array(sorted(accounts), np.int32), None, linked)


def gathered(
    *sides: Sequence[int], alone: bool = False, linked: bool = True
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Groups, strongest first, as (groups, accounts) of each operation."""
    candidates = [candidate(s, linked) for s in sides]
    found = gather(range(len(sides)), candidates, lambda _: alone)
    return [(one.groups, one.accounts.tolist()) for one in found]


def test_parts_of_the_strongest_group_are_it() -> None:
    assert gathered(range(20), range(5), range(10, 20)) == [((0, 1, 2), list(range(20)))]


def test_strangers_to_each_other_are_two() -> None:
    assert len(gathered(range(10), range(10, 20))) == 2


def test_a_few_more_accounts_join_unasked_by_what_they_share() -> None:
    assert gathered(range(16), range(18)) == [((0, 1), list(range(18)))]
    assert gathered(range(16), range(18), linked=False) == [((0, 1), list(range(16)))]


def test_what_lies_in_several_operations_bridges_them() -> None:
    """A payment used by two accounts of each of three parts of one stream."""
    parts = [range(10 * i, 10 * i + 10) for i in range(4)]
    payment = [0, 1, 10, 11, 20, 21]
    assert [groups for groups, _ in gathered(*parts, payment)] == [(0, 1, 2, 4), (3,)]
    assert len(gathered(*parts, payment, linked=False)) == 4
    assert len(gathered(*parts, [*payment, 90, 91])) == 4, "two of eight are strangers"


def test_a_wide_group_around_a_pool_accuses_nobody_else() -> None:
    """A hundred accounts that look like one operator only for the eighteen that are."""
    assert gathered(range(18), range(107)) == [((0,), list(range(18)))]


def test_a_wide_group_whose_rest_stands_alone_is_one_with_its_part() -> None:
    assert gathered(range(18), range(107), alone=True) == [((0, 1), list(range(107)))]


def test_what_is_asked_alone_is_what_no_operation_holds() -> None:
    asked: list[list[int]] = []

    def remember(accounts: Accounts) -> bool:
        asked.append(accounts.tolist())
        return False

    sides = [candidate(range(10)), candidate(range(8, 20)), candidate(range(30))]
    gather(range(3), sides, remember)
    assert asked == [list(range(10, 20)), list(range(10, 30))]


def test_a_side_group_keeps_only_what_is_its_own() -> None:
    """Three of its ten accounts are another's: the seven others stand alone or not at all."""
    assert gathered(range(20), range(17, 27), alone=True)[1] == ((1,), list(range(20, 27)))
    assert len(gathered(range(20), range(17, 27))) == 1


def test_things_shared_join_two_operations_and_likeness_does_not() -> None:
    two = (range(10), range(10, 20), range(20))
    assert gathered(*two) == [((0, 1, 2), list(range(20)))]
    assert len(gathered(*two, linked=False)) == 2


def test_likeness_of_two_operations_and_others_makes_a_third_of_the_others() -> None:
    found = gathered(range(10), range(10, 20), range(40), linked=False, alone=True)
    assert found[2] == ((2,), list(range(20, 40)))


sides = st.lists(st.frozensets(st.integers(0, 30), min_size=2), min_size=1, max_size=8)


@settings(deadline=None)
@given(sides, st.booleans(), st.booleans())
def test_groups_come_once_and_the_strongest_first(
    members: list[frozenset[int]], alone: bool, linked: bool
) -> None:
    found = gathered(*(sorted(m) for m in members), alone=alone, linked=linked)
    groups = [g for inside, _ in found for g in inside]
    assert len(set(groups)) == len(groups)
    assert found[0][0][0] == 0
    for inside, accounts in found:
        assert inside[0] == min(inside)
        assert set(accounts) <= set().union(*(members[g] for g in inside))
        assert accounts == sorted(set(accounts))
