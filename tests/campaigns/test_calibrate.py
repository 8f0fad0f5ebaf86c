"""A signal's number takes its place among the controls that are like the group."""

import numpy as np
import pyarrow as pa
import pytest
from judged_groups import reference

from revenuer.campaigns.calibrate import LEAST_CONTROLS, calibrate, measure
from revenuer.campaigns.reference import CONTROLS, MATCHED, Reference, from_tables, shipped
from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals import SIGNALS
from revenuer.signals.signal import STRANGERS, Measurement, Signal
from revenuer.stats.calibrators import mixture
from revenuer.stats.conformal import conformal_p
from revenuer.stats.control_ratio import control_ratio

CONTROL = np.random.default_rng(51).normal(size=60)


def signal(axis: Axis = Axis.COORDINATION, needs: frozenset[str] = frozenset()) -> Signal:
    def nothing(view: GroupView) -> CannotAssess:
        return CannotAssess("made", "too few accounts")

    return Signal("made", axis, "Made", "nothing", needs, frozenset({STRANGERS}), nothing)


def measured(statistic: float = 3.0, **fields: float | None) -> Measurement:
    base = {"se": 0.0, "p_value": None, "e_value": None}
    return Measurement(
        statistic=statistic, size=10, volume=100, detail="so much", benign="perhaps",
        numbers={"n": 4.0}, **(base | fields),  # type: ignore[arg-type]
    )  # fmt: skip


KNOWN = reference(CONTROL, ["made"])
UNKNOWN = reference(CONTROL, ["another"])


def test_an_exact_test_stands_alone_without_controls() -> None:
    found = calibrate(signal(), measured(p_value=0.004), True, UNKNOWN)
    assert found.p_value == 0.004
    assert found.e_value == float(mixture(0.004))


def test_an_e_value_of_the_test_itself_goes_before_its_p() -> None:
    found = calibrate(signal(), measured(p_value=0.004, e_value=7.0), True, UNKNOWN)
    assert (found.p_value, found.e_value) == (0.004, 7.0)


def test_a_rank_among_controls() -> None:
    found = calibrate(signal(), measured(3.0, se=0.2), True, KNOWN)
    assert found.p_value == conformal_p(3.0, CONTROL)
    assert found.e_value == control_ratio(3.0, CONTROL, se=0.2).e_value
    assert found.p_value == pytest.approx(1 / 61)
    assert found.e_value is not None
    assert found.e_value > 1


def test_the_rank_is_that_among_the_kind_which_explains_it_best() -> None:
    """Sixty plain groups, and sixty of a kind that is always so high."""
    values, kind = np.append(CONTROL, CONTROL + 3.0), np.arange(120) >= 60
    found = calibrate(signal(), measured(3.0), True, reference(values, ["made"], kind=kind))
    assert found.p_value == conformal_p(3.0, CONTROL + 3.0)


def test_both_kinds_of_evidence_are_averaged() -> None:
    ratio = control_ratio(3.0, CONTROL, se=0.0).e_value
    exact = calibrate(signal(), measured(p_value=0.004), True, KNOWN)
    assert exact.p_value == 0.004
    assert exact.e_value == pytest.approx((float(mixture(0.004)) + ratio) / 2)
    itself = calibrate(signal(), measured(e_value=7.0), True, KNOWN)
    assert itself.e_value == pytest.approx((7.0 + ratio) / 2)


@pytest.mark.parametrize(("controls", "ranked"), [(19, False), (20, True)])
def test_a_rank_needs_twenty_controls(controls: int, ranked: bool) -> None:
    values = CONTROL.copy()
    values[controls:] = np.nan
    found = calibrate(signal(), measured(), True, reference(values, ["made"]))
    assert (found.p_value is not None, found.e_value is not None) == (ranked, ranked)


def test_a_pool_is_no_control_for_coordination() -> None:
    values = np.append(CONTROL, CONTROL + 50.0)
    mixed = reference(values, ["made"], coordinated=np.arange(120) >= 60)
    apart = calibrate(signal(), measured(), True, mixed)
    assert apart.p_value == conformal_p(3.0, CONTROL)
    together = calibrate(signal(Axis.EXTRACTION), measured(), True, mixed)
    assert together.p_value == conformal_p(3.0, values)


def test_no_number_is_beyond_measure() -> None:
    found = calibrate(signal(), measured(e_value=1e300), True, UNKNOWN)
    assert found.e_value == 1e12


def test_a_finding_keeps_what_was_measured() -> None:
    found = calibrate(signal(), measured(2.5), True, KNOWN)
    assert (found.signal, found.axis, found.statistic) == ("made", Axis.COORDINATION, 2.5)
    assert (found.detail, found.benign_explanation) == ("so much", "perhaps")
    assert (found.rejects, found.numbers) == (frozenset({STRANGERS}), {"n": 4.0})


class _Fields:
    """All that is asked of a view before a signal looks at it."""

    fields = frozenset({"text", "ip"})


def test_a_signal_without_its_fields_says_which() -> None:
    lacking = signal(needs=frozenset({"text", "tls", "payment"}))
    ready = signal(needs=frozenset({"text"}))
    found = measure(_Fields(), (lacking, ready))  # type: ignore[arg-type]
    assert [result for _, result in found] == [
        CannotAssess("made", "the log has no payment, tls"),
        CannotAssess("made", "too few accounts"),
    ]


# Which controls.


def test_matched_controls_are_the_nearest_in_size_and_volume() -> None:
    rng = np.random.default_rng(52)
    n = MATCHED + 700
    size, volume = np.exp(rng.uniform(0, 8, n)), np.exp(rng.uniform(2, 12, n))
    whole, pools = rng.random(n) < 0.5, rng.random(n) < 0.1
    many = reference(
        np.zeros(n), ["made"], size=size, volume=volume, whole=whole, coordinated=pools
    )
    found = many.matched(Axis.COORDINATION, True, 100, 5_000)
    assert len(found) == len(set(found.tolist())) == MATCHED
    assert not pools[found].any()
    distance = np.hypot(np.log(size / 100), np.log(volume / 5_000) / 2) + ~whole
    rest = np.setdiff1d(np.flatnonzero(~pools), found)
    assert distance[found].max() <= distance[rest].min()
    assert distance[found].tolist() == sorted(distance[found].tolist())
    assert pools[many.matched(Axis.EXTRACTION, True, 100, 5_000)].any()


def row(log: int, group: int, name: str, statistic: float, **fields: object) -> dict[str, object]:
    return {
        "log": log, "group": group, "scenario": "x", "whole": True, "coordinated": False,
        "size": 5, "volume": 50, "signal": name, "statistic": statistic, "se": 0.1,
        "p_value": None, **fields,
    }  # fmt: skip


def test_a_reference_is_read_from_tables() -> None:
    tables = [
        pa.Table.from_pylist(rows, CONTROLS)
        for rows in (
            [row(0, 0, "b", 1.0), row(0, 0, "a", 2.0, p_value=0.5), row(0, 1, "a", 3.0, size=9)],
            [row(1, 0, "b", 4.0, whole=False, coordinated=True, volume=70)],
        )
    ]
    found = from_tables("mine", "two logs", tables)
    assert found.signals == ("a", "b")
    np.testing.assert_array_equal(found.statistic, [[2.0, 1.0], [3.0, np.nan], [np.nan, 4.0]])
    np.testing.assert_array_equal(found.p_value, [[0.5, np.nan], [np.nan] * 2, [np.nan] * 2])
    assert found.size.tolist() == [5.0, 9.0, 5.0]
    assert found.volume.tolist() == [50.0, 50.0, 70.0]
    assert found.whole.tolist() == [True, True, False]
    assert found.coordinated.tolist() == [False, False, True]
    assert found.log.tolist() == [0, 0, 1]
    assert (len(found), found.column("b"), found.column("c")) == (3, 1, -1)


@pytest.fixture(scope="module")
def shipped_reference() -> Reference:
    return shipped()


def test_the_shipped_reference_knows_the_signals(shipped_reference: Reference) -> None:
    names = {s.name for s in SIGNALS}
    assert set(shipped_reference.signals) <= names
    known = {
        s.name
        for s in SIGNALS
        if s.name in shipped_reference.signals
        and np.isfinite(shipped_reference.statistic[:, shipped_reference.column(s.name)]).sum()
        >= LEAST_CONTROLS
    }
    assert len(known) >= 0.75 * len(names)
    assert len(shipped_reference) >= 200


def test_the_shipped_reference_has_sound_numbers(shipped_reference: Reference) -> None:
    assert (shipped_reference.size >= 1).all()
    assert (shipped_reference.volume >= 1).all()
    assert not np.isinf(shipped_reference.statistic).any()
    p = shipped_reference.p_value[np.isfinite(shipped_reference.p_value)]
    assert ((p > 0) & (p <= 1)).all()
