from itertools import permutations

import numpy as np
import pytest
from null_checks import assert_conservative, assert_uniform
from scipy import stats

from revenuer.stats.talk_back import _variance, talk_back


def _accounts(rng: np.random.Generator, sizes: list[int], reaction: float) -> list[np.ndarray]:
    """Similarities of random answers and prompts; prompts carry `reaction` of the last answer."""
    tables = []
    for size in sizes:
        home = rng.normal(size=8)
        answers = home + rng.normal(size=(size, 8))
        prompts = home + rng.normal(size=(size, 8)) + reaction * answers
        tables.append(answers @ prompts.T)
    return tables


def test_moments_agree_with_all_permutations() -> None:
    table = stats.rankdata(np.random.default_rng(1).normal(size=(5, 5)), axis=1)
    traces = [sum(table[i, j] for i, j in enumerate(order)) for order in permutations(range(5))]
    assert np.var(traces) == pytest.approx(_variance(table))


def test_uniform_when_answers_are_ignored() -> None:
    rng = np.random.default_rng(2)
    found = [talk_back(_accounts(rng, [2, 3, 9, 20], 0.0), seed=i) for i in range(500)]
    p = [f.p_value for f in found]
    assert_conservative(p)
    assert_uniform(p)
    z = [(f.mean_rank - 0.5) / f.se for f in found]
    assert np.mean(z) == pytest.approx(0.0, abs=0.2)
    assert np.std(z) == pytest.approx(1.0, abs=0.12)


def test_power_when_a_third_of_the_answer_comes_back() -> None:
    found = talk_back(_accounts(np.random.default_rng(3), [6] * 50, 0.33))
    assert found.p_value == 1 / 1000
    assert found.mean_rank > 0.6
    assert found.pairs == 300


def test_equal_similarities_say_nothing() -> None:
    found = talk_back([np.ones((4, 4))])
    assert (found.mean_rank, found.se, found.p_value) == (0.5, 0.0, 1.0)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ([], "at least one account"),
        ([np.ones((2, 3))], "square"),
        ([np.ones((1, 1))], "2 by 2"),
        ([np.full((2, 2), np.nan)], "finite"),
    ],
)
def test_refuses_unusable_input(tables: list[np.ndarray], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        talk_back(tables)
