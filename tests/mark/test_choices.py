"""Choice marks: harmless, idempotent, keyed, in two scripts."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.mark.choices import CHOICES, Choice, find_slots, mark, preferred
from revenuer.mark.choices.effect import effect

KEYS = [hashlib.sha256(bytes([i])).digest() for i in range(40)]
EN = "Usually we begin early. For example, boats do not wait, and they often start at dawn."
ZH = "如果天气好，我们经常出海。例如，昨天非常晴朗，因此渔民十分高兴，但是风大约三级。"

pieces = st.lists(
    st.sampled_from(
        [side for choice in CHOICES for side in (choice.first, choice.second)]
        + [
            "a",
            "an",
            "`",
            '"',
            "to",
            "you",
            "的",
            "之",
            "sea",
            "boat",
            "海",
            "船",
            ".",
            ",",
            "。",
            "Do",
            "NOT",
            "it's",
        ]
    ),
    max_size=25,
).map(" ".join)


def test_every_wording_is_found() -> None:
    for choice in CHOICES:
        for variant, side in enumerate((choice.first, choice.second)):
            (slot,) = find_slots(f"x {side} y", CHOICES)
            assert (slot.choice, slot.variant) == (choice, variant)


@pytest.mark.parametrize("text", [EN, ZH])
def test_a_key_decides_every_wording(text: str) -> None:
    versions = {mark(text, key, CHOICES) for key in KEYS}
    assert len(versions) > 10
    for key in KEYS:
        for slot in find_slots(mark(text, key, CHOICES), CHOICES):
            assert slot.variant == preferred(key, slot)


@given(pieces | st.text(max_size=80), st.sampled_from(KEYS))
def test_marking_is_idempotent_and_moves_no_context(text: str, key: bytes) -> None:
    once = mark(text, key, CHOICES)
    assert mark(once, key, CHOICES) == once
    before, after = find_slots(text, CHOICES), find_slots(once, CHOICES)
    assert [(s.choice, s.context) for s in before] == [(s.choice, s.context) for s in after]


def test_bits_are_fair_over_contexts() -> None:
    slots = [find_slots(f"word{i} often", CHOICES)[0] for i in range(2000)]
    assert 900 < sum(preferred(KEYS[0], slot) for slot in slots) < 1100


def test_capitals_and_articles_are_kept() -> None:
    assert {mark("Often it rains", key, CHOICES) for key in KEYS} == {
        "Often it rains",
        "Frequently it rains",
    }
    assert {mark("DO NOT", key, CHOICES) for key in KEYS} == {"DO NOT", "DON'T"}
    assert {mark("an almost new boat", key, CHOICES) for key in KEYS} == {"an almost new boat"}
    assert find_slots("we don't-care and restart, startle", CHOICES) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\nif often: begin\nis not None\n```",
        "Type `is not` and `usually`.",
        'She said "we do not often stay".',
        "See https://example.com/often/usually.",
        "    return usually",
        "他写道：“我们经常出海。”《如果》是一首歌。",
        "十分钟后，三十分之一，大概念，之所以，不仅仅，例如说。",
        "Why isn't the boat here? Isn't it late? Don't you see?",
        "Thus far it went well. In addition to boats there are nets. As a result of rain it ended.",
    ],
)
def test_what_would_not_mean_the_same_is_left_alone(text: str) -> None:
    assert find_slots(text, CHOICES) == []
    assert {mark(text, key, CHOICES) for key in KEYS} == {text}


def test_what_stands_around_a_quotation_is_marked() -> None:
    text = 'They often say "we do not often stay", and usually leave. `often` is code; often not.'
    found = [text[slot.start : slot.end] for slot in find_slots(text, CHOICES)]
    assert found == ["often", "usually", "often"]


def test_marking_alters_no_number_name_denial_or_quotation() -> None:
    texts = [EN, ZH, 'On 3 May Ada did not stay; "do not go", she said. Moreover, Bo cannot swim.']
    for key in KEYS:
        told = effect(texts, key, CHOICES)
        assert (told.texts, told.altered) == (3, 0)
        assert told.replaced > 0
        assert told.words == sum(len(text.split()) for text in texts)
    broken = (Choice("cannot", "can"),)
    assert any(effect(texts, key, broken).altered for key in KEYS)


def test_texts_without_choices_are_left_alone() -> None:
    for text in ("", "The sea is blue.", "海是蓝的。"):
        assert mark(text, KEYS[0], CHOICES) == text
