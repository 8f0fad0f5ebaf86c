"""Error rates: the check passes for the test shipped, and would catch a broken one."""

import numpy as np
import pytest

from revenuer.proof import selfcheck
from revenuer.stats.signflip import ChoiceTest


@pytest.mark.parametrize("twins", [1, 3])
def test_the_shipped_test_holds_its_level(twins: int) -> None:
    rates = selfcheck.simulated_nulls(runs=600, draws=199, seed=4, pairs=40, twins=twins)
    assert all(row.holds for row in rates.rejections)
    assert rates.crossed.holds
    assert rates.rejections[0].high > 0.03  # it does reject


def test_a_test_with_twice_the_rejections_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = selfcheck.choice_test

    def halved(values: np.ndarray, *, draws: int, seed: int) -> ChoiceTest:
        found = honest(values, draws=draws, seed=seed)
        return ChoiceTest(0.0, found.p_value / 2, 0.0, "", 0, 0, 1, 1.0)

    monkeypatch.setattr(selfcheck, "choice_test", halved)
    rates = selfcheck.simulated_nulls(runs=800, draws=199, seed=5, pairs=30)
    assert not rates.rejections[0].holds


def test_shuffling_forgets_who_was_served() -> None:
    members = np.column_stack([np.ones(60), np.zeros((60, 2))]) + np.random.default_rng(1).normal(
        0, 0.1, (60, 3)
    )
    rates = selfcheck.shuffled_coins(members, runs=200, draws=199, seed=6, pairs=50)
    assert rates.rejections[0].rejected < 30
    assert rates.rejections[0].runs == 200
