"""Selection treats all members alike, in any script."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.mark.selection import Selection

ONE = "The tide comes in twice a day because the moon pulls the sea towards it."
TWO = "Water rises and falls two times daily; the cause is lunar gravity, mostly."

TIDE_ZH = "潮汐每天涨落两次，因为月球的引力拉动海水，所以沿岸居民要看潮汐表出海捕鱼，不然会搁浅。"
SEA_ZH = "海面一天两起两伏，主要原因是月亮对地球的吸引，渔民因此总是按着时刻表安排自己的航程。"


@given(st.lists(st.text(min_size=1, max_size=60), min_size=2, max_size=4))
def test_the_order_of_members_never_matters(answers: list[str]) -> None:
    faults = {Selection(shortest=1).fault(order) for order in permutations(answers)}
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ((ONE, TWO), None),
        ((ONE, ONE.replace("twice", "two times")), None),
        ((ONE, ONE.replace("tide", "Tide")), "two answers are nearly the same"),
        ((ONE, ONE + " "), "two answers are nearly the same"),
        ((ONE, TWO * 2), "the answers differ too much in length"),
        ((ONE, "Because of the moon."), "an answer is too short to learn from"),
        ((TIDE_ZH, SEA_ZH), None),
    ],
)  # fmt: skip
def test_what_is_passed_over(answers: tuple[str, str], fault: str | None) -> None:
    assert Selection().fault(answers) == fault
