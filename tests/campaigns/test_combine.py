"""An axis stands only where every benign story is rejected on its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_groups import finding, reference

from revenuer.campaigns.combine import BENIGN, NOVELTY, GroupShape, axis_e_value
from revenuer.records import Axis, Finding
from revenuer.signals.signal import (
    APPLICATION,
    BATCH,
    CONVERSING,
    EVALUATION,
    SAME_TASK,
    STRANGERS,
)

SHAPE = GroupShape(whole=True, size=10, volume=100)
NOTHING = reference([], ["unknown"])
EVERY = (STRANGERS, SAME_TASK, APPLICATION)

found = st.lists(
    st.tuples(
        st.none() | st.floats(0, 1e6),
        st.frozensets(st.sampled_from(EVERY)),
        st.sampled_from(list(Axis)),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(found)
def test_the_least_of_the_means_without_controls(
    given_findings: list[tuple[float | None, frozenset[str], Axis]],
) -> None:
    findings = [
        finding(f"s{i}", axis, e_value=e, rejects=rejects)
        for i, (e, rejects, axis) in enumerate(given_findings)
    ]
    means = []
    for story in EVERY:
        values = [
            e
            for e, rejects, axis in given_findings
            if axis is Axis.COORDINATION and story in rejects and e is not None
        ]
        means.append(sum(values) / len(values) if values else 1.0)
    assert axis_e_value(findings, Axis.COORDINATION, SHAPE, NOTHING) == pytest.approx(min(means))


def test_both_axes_have_three_stories_to_reject() -> None:
    assert set(BENIGN[Axis.COORDINATION]) == set(EVERY)
    assert set(BENIGN[Axis.EXTRACTION]) == {CONVERSING, BATCH, EVALUATION}


def test_a_story_nobody_speaks_against_stands() -> None:
    strong = [finding("a", Axis.COORDINATION, e_value=1e9, rejects=(STRANGERS, SAME_TASK))]
    assert axis_e_value(strong, Axis.COORDINATION, SHAPE, NOTHING) == 1.0
    other = finding("b", Axis.COORDINATION, e_value=50.0, rejects=(APPLICATION,))
    assert axis_e_value([*strong, other], Axis.COORDINATION, SHAPE, NOTHING) == 50.0


def test_evidence_on_one_axis_says_nothing_on_the_other() -> None:
    strong = [finding("a", Axis.EXTRACTION, e_value=1e9, rejects=(*EVERY, CONVERSING, BATCH))]
    assert axis_e_value(strong, Axis.COORDINATION, SHAPE, NOTHING) == 1.0


def harvest(agreeing: float | None, openings: float = 100.0) -> list[Finding]:
    findings = [finding("a", Axis.EXTRACTION, e_value=80.0, rejects=(CONVERSING, BATCH))]
    if agreeing is not None:
        findings.append(
            finding(
                "without_replacement",
                Axis.EXTRACTION,
                e_value=20.0,
                rejects=(CONVERSING, BATCH),
                agreeing_pairs_across_accounts=agreeing,
                openings=openings,
            )
        )
    return findings


@pytest.mark.parametrize(
    ("agreeing", "expected"), [(0.0, 50.0), (9.0, 50.0), (10.0, 1.0), (500.0, 1.0), (None, 1.0)]
)
def test_a_set_of_items_asked_again_may_be_an_evaluation(
    agreeing: float | None, expected: float
) -> None:
    found_e = axis_e_value(harvest(agreeing), Axis.EXTRACTION, SHAPE, NOTHING)
    assert found_e == expected


SIGNALS = ("a", "b", "c", "d")


def coordinated(values: np.ndarray) -> list[Finding]:
    return [
        finding(name, Axis.COORDINATION, statistic=float(v), rejects=EVERY)
        for name, v in zip(SIGNALS, values, strict=True)
    ]


def dependent(rng: np.random.Generator, groups: int) -> np.ndarray:
    """Statistics of benign groups, correlated across signals, on different scales."""
    shared = rng.normal(size=(groups, 1))
    own = rng.normal(size=(groups, len(SIGNALS)))
    return np.array((shared + own) * [1.0, 5.0, 0.5, 2.0] + [0.0, 3.0, -1.0, 9.0])


def test_benign_groups_gain_nothing_on_average() -> None:
    rng = np.random.default_rng(41)
    values = [
        axis_e_value(
            coordinated(dependent(rng, 1)[0]),
            Axis.COORDINATION,
            SHAPE,
            reference(dependent(rng, 200), SIGNALS),
        )
        for _ in range(600)
    ]
    assert np.mean(values) <= 1.1
    assert min(values) == 0.5  # half of it is the mean of the findings, 1 each


def test_joint_weight_grows_with_each_signal_and_is_bounded() -> None:
    controls = reference(dependent(np.random.default_rng(42), 300), SIGNALS)
    scale, middle = np.array([1.0, 5.0, 0.5, 2.0]), np.array([0.0, 3.0, -1.0, 9.0])
    values = [
        axis_e_value(coordinated(middle + k * scale), Axis.COORDINATION, SHAPE, controls)
        for k in (0, 2, 4, 6, 8, 12, 16, 24)
    ]
    assert values == sorted(values)
    assert values[0] < 1 < 20 < values[-2] <= values[-1] <= (1 + 1 / NOVELTY) / 2


def test_no_signal_decides_alone() -> None:
    controls = reference(dependent(np.random.default_rng(43), 300), SIGNALS)
    middle = np.array([0.0, 3.0, -1.0, 9.0])
    far, farther = (
        axis_e_value(
            coordinated(middle + np.array([reach, 0, 0, 0])), Axis.COORDINATION, SHAPE, controls
        )
        for reach in (1e3, 1e9)
    )
    assert far == farther


def test_evidence_of_innocence_counts() -> None:
    controls = reference(dependent(np.random.default_rng(44), 300), SIGNALS)
    guilty = np.array([4.0, 23.0, 1.0, 9.0])
    mixed = guilty - [0.0, 0.0, 0.0, 8.0]
    values = [
        axis_e_value(coordinated(v), Axis.COORDINATION, SHAPE, controls) for v in (guilty, mixed)
    ]
    assert values[0] > 1.5 * values[1]


def test_a_signal_with_too_few_controls_adds_no_weight() -> None:
    values = dependent(np.random.default_rng(45), 300)
    few = values.copy()
    few[19:, 0] = np.nan
    loud = np.array([1e6, 3.0, -1.0, 9.0])
    quiet = np.array([0.0, 3.0, -1.0, 9.0])
    controls = reference(few, SIGNALS)
    assert axis_e_value(coordinated(loud), Axis.COORDINATION, SHAPE, controls) == axis_e_value(
        coordinated(quiet), Axis.COORDINATION, SHAPE, controls
    )
    full = reference(values, SIGNALS)
    assert axis_e_value(coordinated(loud), Axis.COORDINATION, SHAPE, full) > axis_e_value(
        coordinated(quiet), Axis.COORDINATION, SHAPE, full
    )
