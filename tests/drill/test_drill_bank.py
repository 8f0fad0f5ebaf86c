"""The prompt bank: every rule can be said, and there is enough of everything."""

import pytest

from revenuer.drill import bank
from revenuer.drill.dice import Dice
from revenuer.drill.hardtasks import long_task, task, worked_answer
from revenuer.drill.wording import framed, reworded, synonyms

LANGUAGES = ("en", "zh", "de", "es")
ROUNDS = 40


def test_there_are_many_topics_with_dozens_of_terms() -> None:
    sizes = {lang: len(bank.topics(lang)) for lang in LANGUAGES}
    assert sizes["en"] >= 60
    assert sizes["zh"] >= 40
    assert min(sizes.values()) >= 20
    for lang in LANGUAGES:
        for topic in bank.topics(lang):
            terms = (*topic.things, *topic.acts, *topic.snags)
            assert len(terms) >= 24, topic.name
            assert len(set(topic.things)) == len(topic.things), topic.name
            assert all(terms), topic.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_can_talk_about_every_topic(lang: str) -> None:
    dice, grammar = Dice(1, lang), bank.grammar(f"people_{lang}")
    for topic in bank.topics(lang):
        words = {"thing": topic.things, "act": topic.acts, "snag": topic.snags, "said": "it"}
        for rule in ("open", "follow", "answer", "context"):
            for _ in range(ROUNDS // 8):
                assert grammar.say(rule, dice, words)


@pytest.mark.parametrize("kind", [kind for kind, _, _ in bank.applications()])
def test_every_application_can_be_said(kind: str) -> None:
    dice = Dice(2, kind)
    _, lang, grammar = next(app for app in bank.applications() if app[0] == kind)
    assert lang in LANGUAGES
    for _ in range(ROUNDS):
        for rule in ("system", "user", "answer"):
            assert grammar.say(rule, dice)
    assert len({grammar.say("user", dice) for _ in range(300)}) > 80


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("elicit", ("prefix", "suffix", "probe", "reconstruct", "answer_block")),
        ("grading", ("grade", "verdict", "clean", "cleaned", "reply")),
        ("homework", ("problem", "react", "answer")),
        ("benchmark", ("item", "answer")),
        ("harness", ("system", "runner", "open", "word", "result", "answer")),
        ("review", ("system", "diff", "remark")),
        ("answers_en", ("worked",)),
        ("answers_zh", ("worked",)),
        ("guidelines", LANGUAGES),
        ("frames", ("prefix", "suffix", "grade", "clean", "system_coding", "system_analyst")),
        ("elicit_varied", ("whole",)),
        ("elicit_zh", ("prefix", "suffix", "whole", "answer_block")),
        ("elicit_de", ("prefix", "suffix", "whole", "answer_block")),
        ("tasks_de", ("task",)),
        ("answers_de", ("worked",)),
        ("agentic", ("coding", "analysis", "tool_result", "answer", "transcribe", "safe")),
        ("redteam", ("system", "probe", "answer")),
    ],
)
def test_every_other_voice_can_be_said(name: str, rules: tuple[str, ...]) -> None:
    dice, grammar = Dice(3, name), bank.grammar(name)
    words = {
        "thing": ["x", "y"], "act": ["a"], "snag": ["s"], "payload": "p", "reply": "r",
        "reply2": "q", "n": "1", "company": "c",
        "raw": "w", "rubric": "u",
    }  # fmt: skip
    for rule in rules:
        for _ in range(ROUNDS):
            assert grammar.say(rule, dice, words)


@pytest.mark.parametrize(("lang", "least"), [("en", 0.995), ("zh", 0.99), ("de", 0.98)])
def test_hard_tasks_hardly_repeat(lang: str, least: float) -> None:
    dice = Dice(4, lang)
    prompts = {task(dice, lang).prompt for _ in range(4000)}
    assert len(prompts) / 4000 >= least


def test_long_tasks_are_long_and_varied_and_answers_use_their_words() -> None:
    dice = Dice(5)
    lengths = []
    for _ in range(400):
        asked = long_task(dice)
        lengths.append(len(asked.prompt))
        assert worked_answer(dice, asked)
    assert sum(lengths) / len(lengths) > 400
    assert max(lengths) > 1200


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rewording_replaces_whole_phrases_and_spares_code(lang: str) -> None:
    known = synonyms(lang)
    assert known is not None
    assert all(len(options) > 1 for options in known.others.values())
    code = "for (find = 0; find < n; find += 1) {\n    return compute;\n}"
    assert reworded(Dice(6), code, lang, strength=1.0) == code
    assert reworded(Dice(6), "x", lang, strength=1.0) == "x"
    assert framed(Dice(6), "x", lang).count("x") >= 1


def test_rewording_keeps_capitals_and_word_borders() -> None:
    said = {reworded(Dice(s), "Find the findings.", "en", strength=1.0) for s in range(60)}
    assert len(said) > 2
    assert all(text[0].isupper() and text.endswith("findings.") for text in said)
    assert reworded(Dice(1), "Find it.", "de") == "Find it."
