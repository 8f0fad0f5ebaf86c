"""The made-up island: prompts differ, answers have their right core, speakers their manner."""

from collections import Counter

import numpy as np
import pytest

from revenuer.lab.attacks import paraphrased
from revenuer.lab.examples import Example, spoken, tasks
from revenuer.lab.world import Speaker, island
from revenuer.lab.world.island import OPEN


def test_prompts_are_different_and_families_take_turns() -> None:
    rng = np.random.default_rng(0)
    found = list(tasks(island(), island().known_to_teachers, 2000, rng))
    assert len({task.prompt for task in found}) == 2000
    assert Counter(task.family for task in found) == dict.fromkeys(OPEN, 500)


def test_too_many_prompts_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be had"):
        list(tasks(island(), ["Velmont"], 600, np.random.default_rng(0), ("portrait",)))


def test_towns_only_teachers_know_are_not_known_to_all() -> None:
    assert not set(island().known_to_all) & set(island().known_to_teachers)
    assert len(island().known_to_teachers) == 10


def test_a_speaker_says_what_is_right() -> None:
    rng = np.random.default_rng(1)
    speaker = Speaker.of(island(), 1)
    for family in ("question", "sum", "harm"):
        for task in tasks(island(), island().towns, 50, rng, (family,)):
            assert speaker.answer(task, rng).startswith(task.core)
            assert "{" not in task.prompt


def test_another_teacher_believes_otherwise() -> None:
    other = Speaker.of(island(), 2, own_facts=True)
    differing = sum(other.beliefs[t] != island().facts[t] for t in island().towns)
    assert differing > 15


def test_the_same_seed_says_the_same() -> None:
    once = spoken(Speaker.of(island(), 1), island().towns, 20, 3)
    again = spoken(Speaker.of(island(), 1), island().towns, 20, 3)
    assert once == again
    assert once != spoken(Speaker.of(island(), 1), island().towns, 20, 4)


def test_two_answers_to_one_prompt_differ_in_content() -> None:
    rng = np.random.default_rng(2)
    speaker = Speaker.of(island(), 1)
    found = [speaker.answer(t, rng) == speaker.answer(t, rng)
             for t in tasks(island(), island().towns, 100, rng)]  # fmt: skip
    assert not any(found)


def test_a_paraphrase_keeps_content_and_changes_words() -> None:
    told = Example(
        "?",
        "On a rainy noon in Velmont the shy baker Bram missed a ring. It lay near the well. "
        "Kaya swore that a fox carried it home, and a brave owl watched. At last it was over.",
    )
    (changed,) = paraphrased([told], 1)
    assert changed.prompt == told.prompt
    assert changed.answer != told.answer
    for name in ("Velmont", "Bram", "Kaya", "fox", "ring"):
        assert name in changed.answer
    assert paraphrased([told], 1) == [changed]
