"""One operation seen from several sides is one, and accuses nobody beside it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.campaigns.gather import Accounts, UsedAlike, gather, purest_first
from revenuer.groups.candidate import Candidate, Tie


def candidate(accounts: Sequence[int], tie: Tie = Tie.THING) -> Candidate:
    return Candidate("a test", np.array(sorted(accounts), np.int32), tie=tie)


def gathered(
    *sides: Sequence[int],
    alone: bool = False,
    tie: Tie = Tie.THING,
    lent: Sequence[int] = (),
    two_rates: bool = False,
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Groups, strongest first, as (groups, accounts) of each operation."""
    candidates = [candidate(s, tie) for s in sides]
    order = range(len(sides))
    found = gather(
        order, candidates, lambda *_: alone, lambda g: g not in lent, lambda *_: two_rates
    )
    return [(one.groups, one.accounts.tolist()) for one in found]


def never(_: Accounts, __: Accounts) -> bool:
    """Nobody is shown to follow two rates."""
    return False


def test_parts_of_the_strongest_group_are_it() -> None:
    assert gathered(range(20), range(5), range(10, 20)) == [((0, 1, 2), list(range(20)))]


def test_strangers_to_each_other_are_two() -> None:
    assert len(gathered(range(10), range(10, 20))) == 2


def test_a_few_more_accounts_come_along_by_what_they_share() -> None:
    assert gathered(range(16), range(18)) == [((0, 1), list(range(18)))]
    assert gathered(range(16), range(18), tie=Tie.LIKENESS) == [((0, 1), list(range(16)))]


def test_who_passes_by_what_is_lent_brings_nobody() -> None:
    """A text of the operation's customers, used by two of theirs elsewhere too."""
    sides = (range(16), range(8, 18))
    assert gathered(*sides, tie=Tie.TEXT) == [((0, 1), list(range(18)))]
    assert gathered(*sides, tie=Tie.TEXT, lent=[1]) == [((0, 1), list(range(16)))]


def test_who_else_uses_a_lent_text_may_be_another_operator() -> None:
    """Two harvests draw on one set of tasks: some of them make a text that both carry."""
    sides = (range(16), range(6, 26))
    assert gathered(*sides, tie=Tie.TEXT, alone=True) == [((0, 1), list(range(26)))]
    assert gathered(*sides, tie=Tie.TEXT, alone=True, lent=[1]) == [((0, 1), list(range(16)))]


def test_a_lent_text_across_two_operations_does_not_make_them_one() -> None:
    """Most of the second operator's accounts, and some of the first's, were set the same tasks."""
    sides = (range(16), range(20, 30), [*range(10), *range(21, 30)])
    ties = (Tie.LIKENESS, Tie.LIKENESS, Tie.TEXT)
    candidates = [candidate(s, t) for s, t in zip(sides, ties, strict=True)]

    def operations(passes: bool) -> list[list[int]]:
        found = gather(range(3), candidates, lambda *_: True, lambda g: passes or g < 2, never)
        return [one.accounts.tolist() for one in found]

    assert operations(passes=True) == [[*range(16), *range(20, 30)]]
    assert operations(passes=False) == [[*range(16)], [*range(20, 30)]]


TWO = (range(16), range(20, 30), [*range(14), *range(21, 30), *range(40, 46)])
"""Two operations, and a group that holds most of both and six others."""


@pytest.mark.parametrize("tie", [Tie.TEXT, Tie.LIKENESS, Tie.THING])
def test_what_is_dealt_from_two_queues_is_not_made_one(tie: Tie) -> None:
    """Two harvests of one set of tasks carry the same texts, and both look like one operator. The
    six others may be either's, or neither's. A thing of the second's may touch accounts of his that
    a text has put with the first."""
    ties = (Tie.TEXT, Tie.THING, tie)
    candidates = [candidate(s, t) for s, t in zip(TWO, ties, strict=True)]

    def operations(two_rates: bool) -> list[list[int]]:
        found = gather(range(3), candidates, lambda *_: True, lambda _: True, lambda *_: two_rates)
        return [one.accounts.tolist() for one in found]

    assert operations(two_rates=True) == [[*range(16)], [*range(20, 30)]]
    assert operations(two_rates=False) == [[*range(16), *range(20, 30), *range(40, 46)]]


def test_things_connect_what_things_brought_together_whatever_the_rates() -> None:
    """One operator's customers stay with the accounts on which they began."""
    sides = (range(16), range(20, 30), [14, 15, 20, 21])
    assert len(gathered(*sides, two_rates=True)) == 1


def test_a_trace_makes_no_stream_of_two_queues() -> None:
    cores = [candidate(range(10)), candidate(range(10, 20))]
    trace = candidate(range(22), Tie.TRACE)

    def operations(two_rates: bool) -> int:
        groups = [*cores, trace]
        asked = (lambda *_: False, lambda _: True, lambda *_: two_rates, [2])
        return len(gather(range(2), groups, *asked))

    assert operations(two_rates=False) == 1
    assert operations(two_rates=True) == 2


def test_four_of_ten_do_not_come_along() -> None:
    assert gathered(range(6), range(10)) == [((0, 1), list(range(6)))]


def test_a_wide_group_around_a_pool_accuses_nobody_else() -> None:
    """A hundred accounts that look like one operator only for the eighteen that are."""
    assert gathered(range(18), range(107)) == [((0,), list(range(18)))]


def test_a_wide_group_whose_rest_stands_alone_is_one_with_its_part() -> None:
    assert gathered(range(18), range(107), alone=True) == [((0, 1), list(range(107)))]


def test_many_strong_parts_and_the_whole_are_one() -> None:
    parts = [range(10 * i, 10 * i + 5) for i in range(6)]
    assert gathered(*parts, range(60), alone=True) == [((*range(6), 6), list(range(60)))]


def test_what_is_asked_alone_is_what_no_operation_has() -> None:
    asked: list[list[int]] = []

    def remember(accounts: Accounts, _: int) -> bool:
        asked.append(accounts.tolist())
        return False

    sides = [candidate(range(10)), candidate(range(30)), candidate(range(8, 20))]
    gather(range(3), sides, remember, lambda _: True, never)
    assert asked == [list(range(10, 20)), list(range(10, 30))], "narrow before wide"


def test_a_text_that_strays_takes_nobody_from_other_operations() -> None:
    """A text of the first is carried by a few of the second and third, which stand apart."""
    sides = (range(100), range(200, 300), range(400, 500), [*range(100), 200, 201, 400, 401])
    found = gathered(*sides, tie=Tie.TEXT)
    assert [accounts for _, accounts in found] == [list(s) for s in sides[:3]]
    assert found[0][0] == (0, 3)


def test_a_group_beside_an_operation_keeps_only_what_is_its_own() -> None:
    """Three of its ten accounts are another's: the seven others stand alone or not at all."""
    assert gathered(range(20), range(17, 27), alone=True)[1] == ((1,), list(range(20, 27)))
    assert len(gathered(range(20), range(17, 27))) == 1


def test_things_that_touch_several_operations_bridge_them() -> None:
    """A payment used by two accounts of each of three parts of one stream."""
    parts = [range(10 * i, 10 * i + 10) for i in range(4)]
    payment = [0, 1, 10, 11, 20, 21]
    assert [groups for groups, _ in gathered(*parts, payment)] == [(0, 1, 2, 4), (3,)]
    assert len(gathered(*parts, payment, tie=Tie.TEXT)) == 4
    assert len(gathered(*parts, [*payment, 90, 91])) == 4, "two of eight are strangers"


@pytest.mark.parametrize(("touched", "operations"), [(2, 2), (5, 2), (6, 1)])
def test_a_stray_mail_domain_connects_nobody(touched: int, operations: int) -> None:
    """A chain of the first's cards and domains holds a few of the second's thirty accounts, who
    have one domain with it; who has a card with it is the same operator."""
    sides = (range(100), range(200, 230), [*range(80), *range(200, 200 + touched)])

    def found(kind: str) -> int:
        chain = replace(candidate(sides[2]), found_by=frozenset({kind}))
        groups = [candidate(sides[0]), candidate(sides[1]), chain]
        return len(gather(range(3), groups, lambda *_: True, lambda _: True, never))

    assert found("email_domain") == operations
    assert found("payment") == 1


def test_a_thing_that_belongs_to_one_operation_and_bridges_two_makes_one_of_all() -> None:
    thing = [0, 1, 2, 3, 4]
    found = gathered([0, 6], thing, [1, 2, 9, 10, 11], [1, 2, 3, 4, 5, 7, 8], alone=True)
    assert [sorted(groups) for groups, _ in found] == [[0, 1, 2, 3]]


def test_a_trace_across_operations_adds_nobody() -> None:
    found = gathered(range(18), range(107), alone=True, tie=Tie.TRACE)
    assert found == [((0,), list(range(18)))]
    two = gathered(range(18), range(20, 30), range(29), alone=True, tie=Tie.TRACE)
    assert [accounts for _, accounts in two] == [list(range(18)), list(range(20, 30))]


def met(*traced: Sequence[int], alone: bool = False) -> list[list[int]]:
    """Accounts of the operations, of which there are three, after these traces have passed."""
    cores = [candidate(s) for s in (range(10), range(10, 16), range(40, 50))]
    traces = [candidate(t, Tie.TRACE) for t in traced]
    numbers = range(3, 3 + len(traces))
    found = gather(range(3), [*cores, *traces], lambda *_: alone, lambda _: True, never, numbers)
    return [one.accounts.tolist() for one in found]


def test_parts_of_one_stream_meet_in_a_trace_that_holds_them_whole() -> None:
    apart = [list(range(10)), list(range(10, 16)), list(range(40, 50))]
    one = [list(range(16)), list(range(40, 50))]
    assert met(range(22)) == one
    assert met(range(22), alone=True) == [list(range(22)), list(range(40, 50))]
    assert met(range(40), alone=True) == [list(range(40)), list(range(40, 50))]
    assert met([*range(16), *range(50, 90)], alone=True) == one, "two thirds are of no operation"
    assert met([*range(16), 40]) == apart, "it touches another"
    assert met(range(12), alone=True) == apart, "of the second it has a third"
    assert met(range(3, 6), alone=True) == apart


def test_a_stream_of_which_a_third_was_seen_is_seen_whole() -> None:
    """The narrower of two bursts was the stronger by a hair."""
    apart = [list(range(10)), list(range(10, 16)), list(range(40, 50))]
    whole = [*range(40, 50), *range(60, 80)]
    assert met(whole, alone=True) == [*apart[:2], whole]
    assert met(whole) == apart
    assert met([*whole, 80], alone=True) == apart, "two thirds and one are of no operation"
    assert met([*range(40, 47), *range(60, 74)], alone=True) == apart, "it holds seven of ten"


def test_what_is_left_of_one_operations_trace_is_added_where_it_stands_alone() -> None:
    sides = (range(18), range(30))
    assert gathered(*sides, alone=True, tie=Tie.TRACE) == [((0, 1), list(range(30)))]
    assert gathered(*sides, alone=False, tie=Tie.TRACE) == [((0,), list(range(18)))]


def test_who_holds_two_operations_makes_them_one_but_for_a_trace() -> None:
    two = (range(10), range(10, 20), range(20))
    assert gathered(*two, tie=Tie.TEXT) == [((0, 1, 2), list(range(20)))]
    assert gathered(*two, tie=Tie.LIKENESS) == [((0, 1, 2), list(range(20)))]
    assert len(gathered(*two, tie=Tie.TRACE)) == 2
    partly = (range(10), range(10, 30), range(30, 50), range(42))
    assert len(gathered(*partly, tie=Tie.TEXT)) == 1
    assert len(gathered(*partly, tie=Tie.LIKENESS)) == 2


sides = st.lists(st.frozensets(st.integers(0, 30), min_size=2), min_size=1, max_size=8)


@settings(deadline=None)
@given(sides, st.booleans(), st.sampled_from(Tie))
def test_groups_come_once_and_accounts_are_theirs(
    members: list[frozenset[int]], alone: bool, tie: Tie
) -> None:
    found = gathered(*(sorted(m) for m in members), alone=alone, tie=tie)
    groups = [g for inside, _ in found for g in inside]
    assert len(set(groups)) == len(groups)
    assert found[0][0][0] == 0
    for inside, accounts in found:
        assert set(accounts) <= set().union(*(members[g] for g in inside))
        assert accounts == sorted(set(accounts))


def test_a_text_waits_for_the_likeness_inside_it_if_that_leaves_a_third() -> None:
    """A class and a pool use one open program: the pool alone is alike."""

    def order(*sides: tuple[range, Tie]) -> list[int]:
        candidates = [
            Candidate("a test", np.array(list(members), np.int32), tie=tie)
            for members, tie in sides
        ]
        return purest_first(range(len(sides)), candidates)

    text, pool = (range(45), Tie.TEXT), (range(18), Tie.LIKENESS)
    other = (range(60, 70), Tie.THING)
    assert order(text, other, pool) == [1, 2, 0]
    assert order(text, other, (range(31), Tie.LIKENESS)) == [0, 1, 2], "less than a third is left"
    assert order(text, other, (range(40, 60), Tie.LIKENESS)) == [0, 1, 2], "it is not inside"
    assert order(text, other, (range(18), Tie.TRACE)) == [0, 1, 2]
    assert order(pool, other, text) == [0, 1, 2]


def test_a_trace_waits_for_all_others() -> None:
    """The strongest group is all who appeared on two days, and a hackathon was on the same."""
    candidates = [candidate(range(60), Tie.TRACE), candidate(range(20)), candidate(range(20, 30))]
    assert purest_first(range(3), candidates) == [1, 2, 0]
    asked: list[list[int]] = []

    def remember(accounts: Accounts, _: int) -> bool:
        asked.append(accounts.tolist())
        return False

    found = gather(range(3), candidates, remember, lambda _: True, never, [0])
    assert [one.accounts.tolist() for one in found] == [list(range(30))]
    assert asked == [list(range(30, 60))], "whom the trace adds is asked without the others"


def left_of_a_trace(
    crowd: Candidate, passes: Sequence[int] = (), used_alike: UsedAlike | None = None
) -> list[int]:
    """Who of accounts 0 to 59, who appeared together, is named with an operator's first thirty;
    what is asked stands alone."""
    candidates = [candidate(range(30)), candidate(range(60), Tie.TRACE), crowd]
    asked = (lambda *_: True, lambda g: g != 2 or 2 in passes, never, [1])
    more = () if used_alike is None else (used_alike,)
    return gather(range(2), candidates, *asked, *more)[0].accounts.tolist()


def test_a_crowd_does_not_ride_on_those_who_appeared_with_it() -> None:
    """A hackathon behind one address began on the same days as a harvest."""
    assert left_of_a_trace(candidate(range(40, 60))) == list(range(40))
    assert left_of_a_trace(candidate(range(40, 64))) == list(range(40)), "most of it"
    everybody = list(range(60))
    assert left_of_a_trace(candidate(range(40, 60)), passes=[2]) == everybody, "not innocent"
    assert left_of_a_trace(candidate(range(24, 44))) == everybody, "part of it is the operator's"
    assert left_of_a_trace(candidate(range(56, 60))) == everybody, "too few to ask"
    assert left_of_a_trace(candidate(range(40, 60), Tie.TRACE)) == everybody


def test_only_who_is_used_alike_is_asked_for_a_trace() -> None:
    """Some who appeared on those days are people who stayed."""
    crowd = candidate(range(90, 99))

    def even(_: Accounts, rest: Accounts) -> Accounts:
        return rest[rest % 2 == 0]

    assert left_of_a_trace(crowd, used_alike=even) == [*range(30), *range(30, 60, 2)]
