"""Verdicts at a stated false discovery rate, and what groups lend each other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_groups import judged

from revenuer.campaigns.decide import (
    Inquiry,
    Operation,
    decide,
    lent_coordination,
    size_weights,
)
from revenuer.campaigns.gather import Accounts
from revenuer.campaigns.judged import Judged
from revenuer.groups.candidate import Candidate, Tie

FDR = 0.01
GREAT = 1e6


def innocent(_: Candidate) -> Judged:
    """Accounts that show nothing by themselves."""
    return judged(range(5))


def no_texts(_: Accounts) -> list[Candidate]:
    """Accounts that carry no fixed text."""
    return []


def all_alike(_: Accounts, rest: Accounts) -> Accounts:
    """Everybody is used as much and as long."""
    return rest


def decided(groups: list[Judged], fdr: float = FDR) -> list[Operation]:
    return decide(groups, fdr, Inquiry(weighed_by(groups), no_texts, lambda *_: False, all_alike))


def weighed_by(groups: list[Judged]) -> Callable[[Candidate], Judged]:
    """Accounts show what the groups inside them show, by their exchanges; others nothing."""

    def judge(candidate: Candidate) -> Judged:
        if "left of" in candidate.origin:
            return innocent(candidate)
        members = set(candidate.accounts.tolist())
        inside = [g for g in groups if set(g.candidate.accounts.tolist()) <= members]
        if not inside:
            return innocent(candidate)
        sizes = [g.exchanges for g in inside]
        mean = float(np.average([g.extraction for g in inside], weights=sizes))
        return judged(members, extraction=mean)

    return judge


def verdicts(groups: list[Judged]) -> dict[int, str]:
    return {g: o.verdict for o in decided(groups) for g in o.groups}


def far_apart(number: int) -> range:
    return range(10 * number, 10 * number + 10)


@pytest.mark.parametrize(
    ("coordination", "extraction", "verdict"),
    [
        (GREAT, GREAT, "campaign"),
        (GREAT, 0.2, "pool"),
        (0.2, GREAT, "watch"),
        (0.2, 0.2, None),
        (1.0, 1.0, None),
    ],
)
def test_two_axes_four_answers(coordination: float, extraction: float, verdict: str) -> None:
    groups = [judged(range(10), coordination=coordination, extraction=extraction)]
    assert verdicts(groups).get(0) == verdict


def test_nothing_to_decide() -> None:
    assert decided([]) == []


e_values = st.sampled_from((0.0, 0.5, 1.0, 90.0, 500.0, 3e3, 1e5))
some_groups = st.lists(
    st.tuples(
        e_values,
        e_values,
        st.integers(1, 3),
        st.integers(1, 500),
        st.frozensets(st.integers(0, 15), min_size=1),
        st.none() | st.tuples(st.integers(0, 3)),
    ),
    min_size=1,
    max_size=12,
).map(
    lambda rows: [
        judged(
            members,
            families,
            coordination=coordination,
            extraction=extraction,
            customers=customers,
            exchanges=exchanges,
        )
        for coordination, extraction, customers, exchanges, members, families in rows
    ]
)


@settings(deadline=None)
@given(some_groups)
def test_accounts_of_one_customer_are_never_coordinated(groups: list[Judged]) -> None:
    for operation in decided(groups):
        if any(groups[g].customers < 2 for g in operation.groups):
            assert operation.verdict == "watch"


@settings(deadline=None)
@given(some_groups)
def test_each_verdict_clears_its_bar(groups: list[Judged]) -> None:
    """E-BH rejects no group whose weighted e-value is below 1/fdr."""
    weights = size_weights(groups)
    bar = (1 - 1e-9) / FDR
    lent = lent_coordination(groups)
    for operation in decided(groups):
        inside = list(operation.groups)
        if operation.verdict != "watch":
            assert (lent[inside] * weights[inside] >= bar).all()
            assert operation.coordination == lent[inside[0]]
            assert operation.coordination >= 0.5 * lent[inside].max()
        if operation.verdict == "campaign":
            assert operation.extraction >= bar
        if operation.verdict == "watch":
            own = np.array([groups[g].extraction for g in inside])
            assert (own * weights[inside] >= bar).all()


@settings(deadline=None)
@given(some_groups)
def test_the_gravest_come_first_and_no_group_twice(groups: list[Judged]) -> None:
    operations = decided(groups)
    rank = [("campaign", "pool", "watch").index(o.verdict) for o in operations]
    assert rank == sorted(rank)
    above = [g for o in operations if o.verdict != "watch" for g in o.groups]
    assert len(set(above)) == len(above)
    for one, two in pairwise(operations):
        if one.verdict == two.verdict:
            assert min(one.coordination, one.extraction) >= min(two.coordination, two.extraction)


@settings(deadline=None)
@given(some_groups)
def test_nobody_is_accused_but_the_accounts_of_groups_above_the_bar(groups: list[Judged]) -> None:
    for operation in decided(groups):
        inside = [groups[g].candidate.accounts for g in operation.groups]
        assert set(operation.accounts) <= set(np.concatenate(inside))


@pytest.mark.parametrize(("e_value", "verdict"), [(990.0, None), (1_010.0, "pool")])
def test_one_among_ten_has_to_be_ten_times_as_strong(e_value: float, verdict: str | None) -> None:
    groups = [judged(far_apart(i), coordination=0.5) for i in range(9)]
    groups.append(judged(far_apart(9), coordination=e_value))
    assert verdicts(groups).get(9) == verdict


def test_ten_among_ten_help_each_other() -> None:
    groups = [judged(far_apart(i), coordination=101.0) for i in range(10)]
    assert set(verdicts(groups).values()) == {"pool"}
    assert len(verdicts(groups)) == 10


def test_a_looser_rate_finds_no_less() -> None:
    groups = [judged(far_apart(i), coordination=4.0**i, extraction=3.0**i) for i in range(9)]
    strict, loose = (
        {g for o in decided(groups, rate) if o.verdict != "watch" for g in o.groups}
        for rate in (0.01, 0.2)
    )
    assert strict < loose


# Lending.


def test_a_text_of_the_same_accounts_is_as_coordinated_as_they_are() -> None:
    groups = [
        judged(range(10), coordination=400.0),
        judged(range(9), (1,), coordination=3.0),
        judged(range(1, 10), (2,), coordination=9_000.0),
    ]
    assert lent_coordination(groups).tolist() == [400.0, 400.0, 400.0]


def test_a_wider_group_lends_half() -> None:
    groups = [judged(range(40), coordination=400.0), judged(range(10), (1,), coordination=2.0)]
    assert lent_coordination(groups).tolist() == [400.0, 201.0]


@pytest.mark.parametrize(
    "lender",
    [
        judged(range(20, 40), coordination=400.0),  # others
        judged(range(3, 23), coordination=400.0),  # hold seven of ten
        judged(range(60), coordination=400.0),  # of which these are a sixth
        judged(range(10), (2,), coordination=400.0),  # known by a text themselves
    ],
    ids=["others", "too few", "too wide", "a text"],
)
def test_who_lends_nothing(lender: Judged) -> None:
    groups = [lender, judged(range(10), (1,), coordination=2.0)]
    assert lent_coordination(groups)[1] == 2.0


def test_groups_of_whole_accounts_borrow_nothing() -> None:
    groups = [judged(range(10), coordination=1.0), judged(range(11), coordination=900.0)]
    assert lent_coordination(groups).tolist() == [1.0, 900.0]


@settings(deadline=None)
@given(some_groups)
def test_lending_keeps_within_what_there_is(groups: list[Judged]) -> None:
    own = [g.coordination for g in groups]
    lent = lent_coordination(groups)
    assert lent.max() <= max(own)
    for group, value in zip(groups, lent, strict=True):
        if group.candidate.families is None:
            assert value == (group.coordination if group.customers > 1 else 0.0)


# The second question.


def test_an_extracting_text_of_a_coordinated_pool_makes_it_a_campaign() -> None:
    groups = [
        judged(range(10), coordination=GREAT, extraction=0.1, exchanges=1_000),
        judged(range(10), (1,), coordination=0.5, extraction=GREAT, exchanges=400),
    ]
    assert verdicts(groups) == {0: "campaign", 1: "campaign"}


def with_texts(whole: float, *texts: float) -> Operation:
    """The only operation: all that its accounts send, and the texts that they carry, have these
    extraction e-values."""
    groups = [judged(range(10), coordination=GREAT, extraction=GREAT)]
    candidates = [
        Candidate("a text", np.arange(5, dtype=np.int32), (i,)) for i in range(len(texts))
    ]

    def weighed(candidate: Candidate) -> Judged:
        families = candidate.families
        extraction = whole if families is None else texts[families[0]]
        return judged(candidate.accounts.tolist(), families, extraction=extraction)

    inquiry = Inquiry(weighed, lambda _: candidates, lambda *_: False, all_alike)
    (operation,) = decide(groups, FDR, inquiry)
    return operation


def test_a_harvest_that_is_a_small_part_of_what_is_sent_is_not_outvoted() -> None:
    """A coding fleet of which one request in fifty demands the reasoning."""
    assert with_texts(3.0).verdict == "pool"
    operation = with_texts(3.0, 2.0, 5_000.0)
    assert operation.verdict == "campaign"
    assert operation.extraction == pytest.approx(0.5 * 3.0 + 0.25 * 2.0 + 0.25 * 5_000.0)
    assert [part.extraction for part in operation.asked] == [3.0, 2.0, 5_000.0]


def test_texts_that_show_nothing_take_no_more_than_half() -> None:
    assert with_texts(900.0, *[0.0] * 8).extraction == pytest.approx(450.0)


@given(st.floats(0.0, 1.0), st.lists(st.floats(0.0, 1.0), max_size=8))
def test_parts_of_average_evidence_make_no_campaign(whole: float, texts: list[float]) -> None:
    operation = with_texts(whole, *texts)
    assert operation.extraction <= 1.0
    assert operation.verdict == "pool"


def test_the_second_question_is_asked_of_the_accounts_and_not_of_who_stands_beside() -> None:
    """A group across a pool and a part of a harvest is like a harvest; the pool is not."""
    pool = judged(range(20), coordination=GREAT, extraction=0.1, exchanges=1_000)
    harvest = judged(range(50, 80), coordination=GREAT, extraction=GREAT, exchanges=1_000)
    across = judged(
        [*range(18), *range(50, 58)], coordination=2 * GREAT / 3, extraction=GREAT,
        exchanges=9_000, tie=Tie.LIKENESS,
    )  # fmt: skip
    found = {o.verdict: o for o in decided([pool, harvest, across])}
    assert found["pool"].accounts.tolist() == list(range(20))
    assert found["pool"].groups == (0,)
    assert found["pool"].extraction == pytest.approx(0.1)
    assert found["campaign"].groups == (1,)


def test_many_sides_of_one_pool_raise_no_other_campaigns_bar() -> None:
    """A harvest beside a pool seen from nine sides: two operations, so 200 is asked of it."""
    pool = [judged(range(i, 20 + i), coordination=GREAT, extraction=0.1) for i in range(9)]
    harvest = judged(range(50, 60), coordination=GREAT, extraction=210.0)
    assert verdicts([*pool, harvest])[9] == "campaign"


def test_what_touches_an_operation_is_not_watched_beside_it() -> None:
    groups = [
        judged(range(10), coordination=GREAT, extraction=0.1),
        judged(range(8, 14), extraction=GREAT),
        judged(range(20, 30), extraction=GREAT),
    ]
    assert verdicts(groups) == {0: "pool", 2: "watch"}


# Weights.


@settings(deadline=None)
@given(some_groups)
def test_weights_average_one_and_none_is_forgotten(groups: list[Judged]) -> None:
    weights = size_weights(groups)
    assert weights.mean() == pytest.approx(1.0)
    assert weights.min() >= 0.25


def test_the_larger_is_looked_at_first() -> None:
    groups = [judged(range(n), exchanges=e) for n, e in ((4, 100), (16, 100), (4, 400), (64, 400))]
    weights = size_weights(groups)
    assert (weights - 0.25) / (weights[0] - 0.25) == pytest.approx(np.array([1.0, 2.0, 2.0, 8.0]))


def test_a_way_of_finding_that_is_worth_less_counts_for_less() -> None:
    weak = replace(judged(range(5)), candidate=Candidate("", np.arange(5), tie=Tie.TRACE))
    weights = size_weights([judged(range(5)), weak, judged(range(5))])
    assert weights == pytest.approx(np.array([4.0, 1.0, 4.0]) / 3)
