"""Streams of hard tasks, each different: what a harvester feeds in."""

from dataclasses import dataclass

from revenuer.drill import bank
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context
from revenuer.drill.wording import framed, reworded


@dataclass(frozen=True, slots=True)
class Task:
    """A self-contained task and the words an answer to it would use."""

    prompt: str
    words: Context
    lang: str


def setting(dice: Dice, lang: str) -> Context:
    """Words of one topic, whichever comes: a task list has no interests of its own."""
    topic = dice.pick(bank.topics(lang))
    return {"thing": topic.things, "act": topic.acts, "snag": topic.snags}


def task(dice: Dice, lang: str = "en") -> Task:
    """One hard task, worded in its own way."""
    words = setting(dice, lang)
    text = bank.grammar(f"tasks_{lang}").say("task", dice, words)
    return Task(framed(dice, reworded(dice, text.strip(), lang), lang), words, lang)


def long_task(dice: Dice) -> Task:
    """A task with material to read first, some hundred to two thousand characters (English)."""
    grammar, words = bank.grammar("tasks_en"), setting(dice, "en")
    passages = [grammar.say("passage", dice, words) for _ in range(dice.between(0, 2))]
    closing = grammar.say("question" if passages else "task", dice, words)
    if passages and dice.chance(0.5):
        closing = closing + "\n\n" + grammar.say("task", dice, words)
    text = "\n\n".join([*passages, closing]).strip()
    return Task(reworded(dice, text, "en"), words, "en")


def worked_answer(dice: Dice, asked: Task) -> str:
    """An answer to a task: steps, then a result."""
    return bank.grammar(f"answers_{asked.lang}").say("worked", dice, asked.words)
