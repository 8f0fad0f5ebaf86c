"""Rotation and balance: honest schedules of many kinds against a rotation."""

from dataclasses import replace

import numpy as np
import pytest

from revenuer.groups.paces import PACE
from revenuer.records import CannotAssess
from revenuer.signals.coordination.balance import SIGNAL as BALANCE
from revenuer.signals.coordination.clocks import clocklike
from revenuer.signals.coordination.rotation import SIGNAL as ROTATION
from revenuer.signals.coordination.starts import conversation_starts
from revenuer.signals.examples import HOUR, SECOND, build_view
from revenuer.signals.examples.schedules import (
    daily_habits,
    independent,
    lessons,
    nightly_loop,
    office_hours,
    own_clocks,
)

HONEST = {
    "daily clocks": lambda rng: own_clocks(rng, 40, 24 * HOUR, 60 * SECOND),
    "clocks of five hours": lambda rng: own_clocks(rng, 40, 5 * HOUR, 60 * SECOND),
    "loose clocks": lambda rng: own_clocks(rng, 40, 5 * HOUR, 300 * SECOND),
    "daily habits": lambda rng: daily_habits(rng, 60, 1.5 * HOUR),
    "strict daily habits": lambda rng: daily_habits(rng, 60, 0.3 * HOUR, chance=1.0),
    "lessons in a new order": lambda rng: lessons(rng, 40, SECOND, 600 * SECOND),
    "lessons, the same people first": lambda rng: lessons(rng, 40, 600 * SECOND, 200 * SECOND),
    "lessons, weak habits": lambda rng: lessons(rng, 40, 300 * SECOND, 600 * SECOND),
    "nightly loop": lambda rng: nightly_loop(rng, 40, 0.0),
    "nightly loop with absences": lambda rng: nightly_loop(rng, 40, 0.3),
    "office-hour jobs": lambda rng: office_hours(rng, 40),
    "independent": lambda rng: independent(rng, 40, 12),
}


def p_values(signal, make, count):
    out = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        starts = make(rng)
        view = build_view(rng, accounts=int(starts[1].max()) + 1, starts=starts)
        result = signal.measure(view)
        out.append(1.0 if isinstance(result, CannotAssess) else result.p_value)
    return np.array(out)


@pytest.mark.parametrize("name", HONEST)
def test_honest_orders_are_no_rotation(name):
    p = p_values(ROTATION, HONEST[name], 4)
    assert np.count_nonzero(p <= 0.05) <= 1
    assert np.count_nonzero(p <= 0.005) == 0


@pytest.mark.parametrize(
    "make", [HONEST["independent"], HONEST["daily habits"], HONEST["lessons in a new order"]]
)
def test_balance_of_honest_schedules(make):
    p = p_values(BALANCE, make, 12)
    assert np.count_nonzero(p <= 0.05) <= 3
    assert np.count_nonzero(p <= 0.01) <= 1


def test_strangers_bursty_and_unequal_never_alarm():
    for seed in range(30):
        view = build_view(np.random.default_rng(seed), accounts=30, rate_spread=0.5)
        assert ROTATION.measure(view).p_value > 0.2
        assert BALANCE.measure(view).p_value > 0.2


def test_accounts_chosen_for_their_pace_are_even_by_choice():
    view = build_view(np.random.default_rng(2), dealt=True)
    result = BALANCE.measure(replace(view, found_by=frozenset({PACE})))
    assert isinstance(result, CannotAssess)
    assert result.why == "the accounts were chosen for keeping one pace"


def test_conversations_dealt_at_random_are_neither():
    ps = [
        (ROTATION.measure(view).p_value, BALANCE.measure(view).p_value)
        for seed in range(40)
        for view in [build_view(np.random.default_rng(seed), dealt=True)]
    ]
    rotation, balance = np.array(ps).T
    for level in (0.05, 0.2):
        assert (rotation <= level).mean() <= level + 2.5 * np.sqrt(level / 40)
        assert (balance <= level).mean() <= level + 2.5 * np.sqrt(level / 40)


@pytest.mark.parametrize(("accounts", "each"), [(12, 20), (40, 12), (300, 4), (1000, 8)])
def test_a_rotation_is_found(accounts, each):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        view = build_view(rng, accounts=accounts, events_per_account=each, lru=True)
        found.append(
            (ROTATION.measure(view).p_value <= 0.01, BALANCE.measure(view).p_value <= 0.01)
        )
    rotation, balance = np.array(found).T
    assert rotation.sum() >= 3
    assert balance.sum() >= 5


def test_accounts_of_one_customer_are_one_unit():
    view = build_view(np.random.default_rng(0), accounts=40, lru=True, customers=4)
    result = ROTATION.measure(view)
    assert isinstance(result, CannotAssess)
    assert "4 customers" in result.why


def test_clocks_are_told_from_rotations():
    rng = np.random.default_rng(1)
    clocks = own_clocks(rng, 30, 6 * HOUR, 30 * SECOND)
    view = build_view(rng, accounts=30, starts=clocks)
    assert clocklike(conversation_starts(view)).all()
    pool = build_view(rng, accounts=30, events_per_account=50, lru=True)
    assert clocklike(conversation_starts(pool)).mean() < 0.1


def test_words_of_a_loop():
    rng = np.random.default_rng(2)
    starts = nightly_loop(rng, 40, 0.0)
    result = ROTATION.measure(build_view(rng, accounts=40, starts=starts))
    assert result.p_value == 1.0
    assert result.benign.startswith("A batch that loops over all customers and then pauses")
