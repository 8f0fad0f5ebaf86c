import numpy as np
import pytest
from null_checks import assert_conservative

from revenuer.stats.share_shift import share_shift


def _overdispersed(
    rng: np.random.Generator, units: int, share: float, heaviest: int
) -> tuple[np.ndarray, np.ndarray]:
    totals = rng.integers(1, heaviest, size=units)
    return rng.binomial(totals, rng.beta(5 * share, 5 * (1 - share), size=units)), totals


def test_enumerates_small_cases() -> None:
    """Three against three, all hits late: one labelling and its mirror of the twenty."""
    found = share_shift([0, 0, 0, 5, 5, 5], [5] * 6, [False] * 3 + [True] * 3)
    assert found.p_value == pytest.approx(2 / 20)
    assert (found.before, found.after) == (0.0, 1.0)


@pytest.mark.parametrize("units", [10, 60])
def test_conservative_under_overdispersion(units: int) -> None:
    rng = np.random.default_rng(1)
    after = np.arange(units) >= units // 2
    p, spread = [], []
    for i in range(400 if units == 10 else 150):
        found = share_shift(*_overdispersed(rng, units, 0.3, 200), after, seed=i)
        p.append(found.p_value)
        spread.append(found.overdispersion)
    assert_conservative(p)
    assert np.mean(spread) > 5


def test_coin_tosses_have_overdispersion_one() -> None:
    rng = np.random.default_rng(2)
    after = np.arange(20) >= 10
    spread = [
        share_shift(rng.binomial(50, 0.3, 20), np.full(20, 50), after).overdispersion
        for _ in range(20)
    ]
    assert np.mean(spread) == pytest.approx(1.0, abs=0.2)


def test_power_when_half_the_traffic_moves() -> None:
    rng = np.random.default_rng(3)
    early, late = _overdispersed(rng, 25, 0.05, 100), _overdispersed(rng, 25, 0.5, 100)
    hits, totals = np.append(early[0], late[0]), np.append(early[1], late[1])
    found = share_shift(hits, totals, np.arange(50) >= 25)
    assert found.p_value == 1 / 2000
    assert found.after - found.before > 0.3


def test_one_heavy_unit_cannot_decide() -> None:
    hits, totals = np.append(np.zeros(19), 100_000), np.append(np.full(19, 50), 100_000)
    assert share_shift(hits, totals, np.arange(20) >= 10).p_value > 0.4


@pytest.mark.parametrize(
    ("hits", "totals", "after", "words"),
    [
        ([1, 1], [2, 2], [True, True], "both sides"),
        ([3, 1], [2, 2], [True, False], "hits <= totals"),
        ([1], [2, 2], [True, False], "equal length"),
    ],
)
def test_refuses_unusable_input(
    hits: list[int], totals: list[int], after: list[bool], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        share_shift(hits, totals, after)
