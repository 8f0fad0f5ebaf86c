"""The joint tail: mean at most 1 under benign populations, and power far out."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from revenuer.stats.joint_tail import joint_tail

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]


def _clipped_normal(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return np.clip(rng.normal(size=(n, 8)), -2, 12).sum(axis=1)


def _skewed(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return np.clip(rng.exponential(size=(n, 6)) - 1, -2, 12).sum(axis=1)


def _dependent(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    common = rng.normal(size=(n, 1))
    return np.clip(0.7 * common + 0.7 * rng.normal(size=(n, 8)), -2, 12).sum(axis=1)


def _two_kinds(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    odd = 4.0 * (rng.random((n, 1)) < 0.05)
    return np.clip(odd * rng.random((n, 4)) + rng.normal(size=(n, 4)), -2, 12).sum(axis=1)


def _few_terms(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return np.clip(rng.standard_t(5, size=(n, 2)), -2, 12).sum(axis=1)


@pytest.mark.parametrize("draw", [_clipped_normal, _skewed, _dependent, _two_kinds, _few_terms])
@pytest.mark.parametrize("controls", [40, 200, 600])
def test_mean_is_at_most_one_under_the_null(draw: Draw, controls: int) -> None:
    rng = np.random.default_rng(7)
    values = []
    for _ in range(400):
        sample = draw(rng, controls)
        values += [joint_tail(float(v), sample, novelty=2e-5) for v in draw(rng, 25)]
    e = np.array(values)
    assert e.mean() <= 1.0 + 2 * e.std() / np.sqrt(len(e))
    assert (e >= 100).mean() <= 0.01


def test_mean_holds_when_the_traffic_spreads_wider_than_its_controls() -> None:
    rng = np.random.default_rng(8)
    values = []
    for _ in range(400):
        sample = _clipped_normal(rng, 300)
        values += [
            joint_tail(1.25 * float(v), sample, novelty=2e-5) for v in _clipped_normal(rng, 25)
        ]
    assert np.mean(values) <= 1.1


def test_far_out_is_worth_much_and_bounded() -> None:
    rng = np.random.default_rng(9)
    sample = _clipped_normal(rng, 500)
    step = float(sample.std())
    values = [joint_tail(k * step, sample, novelty=2e-5) for k in (3, 6, 10, 30)]
    assert values == sorted(values)
    assert values[2] > 1_000
    assert values[3] <= 1 / 2e-5


def test_inside_the_body_is_worth_nothing() -> None:
    assert joint_tail(0.0, np.arange(100.0), novelty=1e-4) == 0.0


@pytest.mark.parametrize(
    ("value", "controls", "novelty"),
    [(1.0, [1.0] * 5, 1e-4), (float("nan"), [1.0] * 30, 1e-4), (1.0, [1.0] * 30, 0.0)],
)
def test_bad_arguments_are_refused(value: float, controls: list[float], novelty: float) -> None:
    with pytest.raises(ValueError, match=r"controls|finite"):
        joint_tail(value, controls, novelty=novelty)
