"""The lexicons hold together and recognise what they show."""

import pytest

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.intents.reference import normalised, recognise
from revenuer.fingerprint.intents.wording import ascii_lower, tidy
from revenuer.fingerprint.lexicon import PREFIX

MOST_CLASSES = 60


def test_classes_fit_into_one_word() -> None:
    assert len({name for intent in INTENTS for name in intent.cues}) <= MOST_CLASSES


def test_a_class_name_stands_for_one_list_of_phrases() -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for intent in INTENTS:
        for name, phrases in intent.cues.items():
            assert seen.setdefault(name, phrases) == phrases, name


def test_names_are_unique() -> None:
    assert len({intent.name for intent in INTENTS}) == len(INTENTS)


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_rules_and_classes_need_each_other(intent: Intent) -> None:
    used = frozenset[str]().union(*intent.rules)
    assert used <= set(intent.cues)
    assert set(intent.cues) <= used, "a class that no rule asks for costs a bit for nothing"


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_phrases_are_as_normalised_text_has_them(intent: Intent) -> None:
    for phrases in intent.cues.values():
        assert phrases
        assert len(set(phrases)) == len(phrases)
        for phrase in phrases:
            assert phrase == ascii_lower(tidy(phrase)), phrase
            assert phrase.encode() == normalised(phrase), phrase


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_phrases_are_long_enough_to_be_looked_up(intent: Intent) -> None:
    shortest = min(len(p.encode()) for phrases in intent.cues.values() for p in phrases)
    assert shortest >= PREFIX


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_examples_are_recognised(intent: Intent) -> None:
    assert [text for text in intent.examples if intent.name not in recognise(text)] == []


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_counterexamples_are_not_recognised(intent: Intent) -> None:
    assert [text for text in intent.counterexamples if intent.name in recognise(text)] == []


@pytest.mark.parametrize("intent", INTENTS, ids=lambda i: i.name)
def test_examples_of_the_harvest_span_scripts(intent: Intent) -> None:
    if intent.name in HARVEST:
        joined = "".join(intent.examples)
        for first, last in (("a", "z"), ("а", "я"), ("一", "鿿"), ("가", "힣"), ("ぁ", "ん")):
            assert any(first <= c <= last for c in joined), (first, last)


HARVEST = frozenset(
    {
        "trace_coercion",
        "chain_of_thought",
        "rubric_grading",
        "task_generation",
        "reasoning_cleanup",
        "safe_rewriting",
        "synthetic_dialogue",
    }
)
