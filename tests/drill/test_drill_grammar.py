"""Templates: slots, alternatives, numbers, memory, and what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Grammar, compile_template


def test_slots_alternatives_and_numbers() -> None:
    grammar = Grammar({"s": ["{animal} eats {#3-5} {fish|hay}{ today|}"], "animal": ["cat", "cow"]})
    said = {grammar.say("s", Dice(seed)) for seed in range(200)}
    assert all(re.fullmatch(r"(cat|cow) eats [345] (fish|hay)( today)?", text) for text in said)
    assert len(said) == 2 * 3 * 2 * 2


def test_a_remembered_slot_is_said_again() -> None:
    grammar = Grammar({"s": ["{who=name} and {who}, {k=#10-99}-{k}"], "name": ["Ann", "Bo", "Cy"]})
    for seed in range(40):
        first, second, a, b = re.fullmatch(
            r"(\w+) and (\w+), (\d+)-(\d+)", grammar.say("s", Dice(seed))
        ).groups()
        assert first == second
        assert a == b


def test_capital_slot_and_literal_braces() -> None:
    grammar = Grammar({"s": ['{{"{Word}": 1}}'], "word": ["oak tree"]})
    assert grammar.say("s", Dice(1)) == '{"Oak tree": 1}'


def test_context_text_is_literal_even_with_braces() -> None:
    grammar = Grammar({"s": ["<{payload}>"]})
    assert grammar.say("s", Dice(1), {"payload": "f{x|y} {z}"}) == "<f{x|y} {z}>"


@pytest.mark.parametrize("text", ["{open", "close}", "{two words}", "{}", "{#5}"])
def test_a_wrong_template_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text[:4])):
        compile_template(text)


def test_a_missing_rule_is_named() -> None:
    with pytest.raises(KeyError, match="nothing"):
        Grammar({"s": ["{nothing}"]}).say("s", Dice(1))


@given(st.text(alphabet="ab{}|=#19 ", max_size=30))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    try:
        parts = compile_template(text)
    except ValueError:
        return
    assert isinstance(parts, str) == ("{" not in text.replace("{{", ""))


@given(st.integers(0, 2**32), st.integers(1, 40), st.floats(0.1, 0.9))
def test_narrowed_grammar_says_only_what_the_whole_one_could(
    seed: int, n: int, share: float
) -> None:
    options = [f"w{i}" for i in range(n)]
    narrow = Grammar({"s": ["{w}"], "w": options}).narrowed(Dice(seed), share)
    dice = Dice(seed, "say")
    said = {narrow.say("s", dice) for _ in range(60)}
    assert said <= set(options)
    assert len(said) <= max(n if n < 4 else 3, round(share * n))
