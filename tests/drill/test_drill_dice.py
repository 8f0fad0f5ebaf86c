"""Randomness that depends on seed and names only."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from revenuer.drill.dice import Dice


def test_same_path_same_draws_other_path_other_draws() -> None:
    assert [Dice(4, "a").random() for _ in range(3)] == [Dice(4, "a").random() for _ in range(3)]
    assert Dice(4, "a").random() != Dice(4, "b").random()
    assert Dice(4, "a").random() != Dice(5, "a").random()


def test_a_child_does_not_depend_on_what_its_parent_drew() -> None:
    fresh, used = Dice(4, "a"), Dice(4, "a")
    for _ in range(1000):
        used.random()
    assert fresh.child("b").hexes(32) == used.child("b").hexes(32)


@given(st.integers(0, 2**32), st.lists(st.integers(), max_size=30, unique=True), st.integers(0, 40))
def test_sample_has_no_repeats(seed: int, items: list[int], k: int) -> None:
    got = Dice(seed).sample(items, k)
    assert len(got) == min(k, len(items))
    assert len(set(got)) == len(got)
    assert set(got) <= set(items)


def test_distributions_have_the_stated_centres() -> None:
    dice = Dice(9)
    n = 20_000
    assert abs(np.mean([dice.geometric(3.0) for _ in range(n)]) - 3.0) < 0.1
    assert abs(np.mean([dice.exponential(5.0) for _ in range(n)]) - 5.0) < 0.2
    assert abs(np.median([dice.lognormal(7.0, 1.0) for _ in range(n)]) - 7.0) < 0.3
    counts = np.bincount([dice.weighted((0, 1, 2), (1.0, 2.0, 5.0)) for _ in range(n)])
    assert np.allclose(counts / n, (0.125, 0.25, 0.625), atol=0.02)
    assert {dice.between(2, 4) for _ in range(200)} == {2, 3, 4}
    assert len(dice.hexes(64)) == 64
