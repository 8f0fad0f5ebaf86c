"""Verdicts at a stated false discovery rate, and what groups lend each other."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_groups import judged

from revenuer.campaigns.decide import Judged, decide, lent_coordination, size_weights

FDR = 0.01
GREAT = 1e6


def verdicts(groups: list[Judged]) -> dict[int, str]:
    return {d.group: d.verdict for d in decide(groups, FDR)}


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
    assert decide([], FDR) == []


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
    for decision in decide(groups, FDR):
        if groups[decision.group].customers < 2:
            assert decision.verdict == "watch"
            assert decision.coordination == 0.0


@settings(deadline=None)
@given(some_groups)
def test_each_verdict_clears_its_bar(groups: list[Judged]) -> None:
    """E-BH rejects no group whose weighted e-value is below 1/fdr."""
    weights = size_weights(groups)
    for decision in decide(groups, FDR):
        weight = weights[decision.group] / weights.mean()
        if decision.verdict != "watch":
            assert decision.coordination * weight >= (1 - 1e-9) / FDR
        if decision.verdict == "campaign":
            assert decision.extraction >= (1 - 1e-9) / FDR
        if decision.verdict == "watch":
            assert decision.extraction * weight >= (1 - 1e-9) / FDR


@settings(deadline=None)
@given(some_groups)
def test_the_gravest_come_first_and_nobody_twice(groups: list[Judged]) -> None:
    decisions = decide(groups, FDR)
    rank = [("campaign", "pool", "watch").index(d.verdict) for d in decisions]
    assert rank == sorted(rank)
    assert len({d.group for d in decisions}) == len(decisions)
    for one, two in pairwise(decisions):
        if one.verdict == two.verdict:
            assert min(one.coordination, one.extraction) >= min(two.coordination, two.extraction)


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
        {d.group for d in decide(groups, rate) if d.verdict != "watch"} for rate in (0.01, 0.2)
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
            assert value == group.coordination


def test_an_extracting_text_of_a_coordinated_pool_is_a_campaign() -> None:
    groups = [
        judged(range(10), coordination=GREAT, extraction=0.1, exchanges=1_000),
        judged(range(10), (1,), coordination=0.5, extraction=GREAT, exchanges=400),
    ]
    assert verdicts(groups) == {0: "pool", 1: "campaign"}


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
