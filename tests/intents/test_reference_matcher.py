"""What a match means, and that the native matcher means the same."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.intents.reference import cue_classes, normalised, occurs, recognise
from revenuer.fingerprint.intents.wording import wording
from revenuer.fingerprint.lexicon import compile_intents
from revenuer.fingerprint.text_kernel import normalise, recognise_cues

PARAPHRASES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "paraphrases.toml").read_text(encoding="utf-8")
)
LEXICON = compile_intents(INTENTS)
PHRASES = sorted({p for i in INTENTS for phrases in i.cues.values() for p in phrases})


def native_classes(text: str) -> set[str]:
    data = np.frombuffer(text.encode(), np.uint8)
    out = np.empty(len(data) + 4, np.uint8)
    end = normalise(data, 0, len(data), out, 0)
    bits = int(recognise_cues(out, 0, end, *LEXICON.tables()))
    return {name for i, name in enumerate(LEXICON.classes) if bits >> i & 1}


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("rate", "rate this", True),
        ("rate", "RATE this", True),
        ("rate", "a first-rate inn", True),
        ("rate", "operate", False),
        ("rate", "rated", False),
        ("rate", "rate2", False),
        ("rate", "rate推理", True),
        ("rate", "ratée", False),
        ("rate", "érate", False),
        ("rate", "«rate»", True),
        ("step by step", "step  by\n\tstep", True),
        ("step by step", "step\u3000by step", True),
        ("推理", "请推理一下", True),
        ("추론", "추론을", True),
        ("код", "код на", True),
        ("код", "кодекс", False),
        ("über", "über alles", True),
        ("über", "Über alles", False),
        ("<think>", "x<think>y", True),
        ("no, that", "casino, that", False),
    ],
)
def test_where_a_phrase_matches(phrase: str, text: str, found: bool) -> None:
    assert occurs(phrase.encode(), normalised(text)) is found


def test_shorthand() -> None:
    assert wording("{a|b} {c|}\n\n x  {Y}") == ("a c", "a", "b c", "b", "x y")


def test_shorthand_adds_the_capital_that_the_matcher_does_not_fold() -> None:
    assert wording("übersetze\nпереведи\nask") == (
        "übersetze", "Übersetze", "переведи", "Переведи", "ask",
    )  # fmt: skip


@pytest.mark.parametrize("pattern", ["{a|{b}", "a}", "{a {b|c}}"])
def test_shorthand_refuses_nested_or_unmatched_braces(pattern: str) -> None:
    with pytest.raises(ValueError, match="nested or unmatched braces"):
        wording(pattern)


@pytest.mark.parametrize("name", sorted(PARAPHRASES))
def test_other_words_are_recognised(name: str) -> None:
    missed = [text for text in PARAPHRASES[name] if name not in recognise(text)]
    assert missed == []


def test_native_matcher_agrees_on_what_the_project_shows() -> None:
    texts = [t for i in INTENTS for t in (*i.examples, *i.counterexamples)]
    texts += [t for ts in PARAPHRASES.values() for t in ts]
    for text in texts:
        assert native_classes(text) == cue_classes(text), text


PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from([" ", "\n", "\u3000", "a", "é", "推", "я", "7", ".", "\u00ab", "\x00", "😀"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=10))
def test_native_matcher_agrees_on_phrases_run_together(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert native_classes(text) == cue_classes(text)
