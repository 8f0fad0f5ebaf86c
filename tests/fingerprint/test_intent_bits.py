"""The intents an exchange is given are those that the plain reference matcher gives its text."""

import numpy as np
import pytest
from exchange_rows import lexicon, prints, user
from hypothesis import given
from hypothesis import strategies as st
from mixed_text import mixed, unhurried

from revenuer.fingerprint.conversation_kernel import ANSWER
from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.intents.reference import cue_classes, recognise
from revenuer.fingerprint.lexicon import MAX_CLASSES, compile_intents, intent_bits

NAMES = tuple(intent.name for intent in INTENTS)
PHRASES = sorted({p for i in INTENTS for phrases in i.cues.values() for p in phrases})


def intents_of(texts: list[tuple[str | None, str]]) -> list[set[str]]:
    """Names of the intents of each (system prompt, new turn)."""
    found = prints([{"system": system, "messages": user(turn)} for system, turn in texts])
    cues = found["cues"].to_numpy()  # each intent is asked of the prompt here
    bits = intent_bits(INTENTS, lexicon().classes, cues, cues)
    return [{name for i, name in enumerate(NAMES) if int(b) >> i & 1} for b in bits]


def test_examples_and_counterexamples() -> None:
    texts = [text for i in INTENTS for text in (*i.examples, *i.counterexamples)]
    wanted = [
        i.name if text in i.examples else ""
        for i in INTENTS
        for text in (*i.examples, *i.counterexamples)
    ]
    found = intents_of([(None, text) for text in texts])
    assert found == [recognise(text) for text in texts]
    assert all(not name or name in has for name, has in zip(wanted, found, strict=True))


@unhurried
@given(st.none() | mixed, mixed, st.lists(st.sampled_from(PHRASES), max_size=3), st.data())
def test_text_of_many_scripts(
    system: str | None, turn: str, phrases: list[str], data: st.DataObject
) -> None:
    for phrase in phrases:
        at = data.draw(st.integers(0, len(turn)))
        turn = turn[:at] + phrase + turn[at:]
    assert intents_of([(system, turn)]) == [recognise(f"{system or ''} {turn}")]


def test_phrases_beside_letters_of_other_scripts() -> None:
    sides = ["", " ", "a", "é", "я", "ש", "ع", "7", "中", "한", "-", "🙂"]
    texts = [
        sides[i % 7] + phrase + sides[i % len(sides)]
        for i, phrase in enumerate(PHRASES[:: len(PHRASES) // 150])
    ]
    cues = prints([{"messages": user(text)} for text in texts])["cues"].to_pylist()
    names = lexicon().classes
    found = [{n for i, n in enumerate(names) if c >> i & 1} for c in cues]
    assert found == [cue_classes(text) for text in texts]


def test_a_phrase_broken_by_line_ends_is_found() -> None:
    example = INTENTS[0].examples[0]
    assert intents_of([(None, example.replace(" ", "\r\n\t "))]) == [recognise(example)]


def small(name: str, phrases: dict[str, tuple[str, ...]], *rules: set[str]) -> Intent:
    return Intent(name, "", phrases, tuple(map(frozenset, rules)), (), ())


def test_a_rule_needs_all_its_classes_and_one_rule_is_enough() -> None:
    one = small("one", {"x": ("xxx",), "y": ("yyy",), "z": ("zzz",)}, {"x", "y"}, {"z"})
    two = small("two", {"y": ("yyy",)}, {"y"})
    classes = compile_intents([one, two]).classes
    assert classes == ("x", "y", "z")
    cues = np.arange(8, dtype=np.uint64)
    expected = [(1 if (c & 3) == 3 or c & 4 else 0) | (2 if c & 2 else 0) for c in range(8)]
    assert intent_bits([one, two], classes, cues, cues).tolist() == expected


def test_the_last_class_has_a_bit() -> None:
    many = small("m", {f"c{i}": (f"phrase{i:02d}",) for i in range(MAX_CLASSES)}, {"c63"})
    classes = compile_intents([many]).classes
    cues = np.array([1 << 63, (1 << 63) - 1], np.uint64)
    assert intent_bits([many], classes, cues, cues).tolist() == [1, 0]


def test_more_classes_than_bits_are_refused() -> None:
    many = small("m", {f"c{i}": (f"phrase{i:02d}",) for i in range(MAX_CLASSES + 1)}, {"c1"})
    with pytest.raises(ValueError, match="65 cue classes, at most 64"):
        compile_intents([many])


def test_a_phrase_too_short_to_look_up_is_refused() -> None:
    with pytest.raises(ValueError, match="the phrase 'ab' of x is too short"):
        compile_intents([small("m", {"x": ("ab",)}, {"x"})])


def test_traces_are_looked_for_in_the_answer_alone() -> None:
    trace = "<think>Suppose the bound holds. Wait, it does not.</think> 12"
    found = prints(
        [
            {"messages": user("How many?"), "response": trace},
            {"messages": user(trace), "response": "Twelve."},
        ]
    )
    columns = (found[name].to_numpy() for name in ("cues", "answer_cues"))
    bits = intent_bits(INTENTS, lexicon().classes, *columns)
    place = NAMES.index("reasoned_answer")
    assert [int(b) >> place & 1 for b in bits] == [1, 0]


def test_the_end_of_a_long_answer_is_not_read() -> None:
    trace = "<think>Suppose the bound holds. Wait, it does not.</think>"
    rows = [{"messages": user("?"), "response": "a " * n + trace} for n in (500, ANSWER)]
    assert [c != 0 for c in prints(rows)["answer_cues"].to_pylist()] == [True, False]
