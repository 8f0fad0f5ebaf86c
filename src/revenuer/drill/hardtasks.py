"""Streams of hard tasks, each different: what a harvester feeds in."""

from revenuer.drill import bank
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context


def setting(dice: Dice, lang: str) -> Context:
    """Words of one topic, whichever comes: a task list has no interests of its own."""
    topic = dice.pick(bank.topics(lang))
    return {"thing": topic.things, "act": topic.acts, "snag": topic.snags}


def task(dice: Dice, lang: str = "en") -> str:
    """One self-contained hard task."""
    return bank.grammar(f"tasks_{lang}").say("task", dice, setting(dice, lang))


def long_task(dice: Dice) -> str:
    """A task with material to read first, some hundred to two thousand characters (English)."""
    grammar = bank.grammar("tasks_en")
    words = setting(dice, "en")
    passages = [grammar.say("passage", dice, words) for _ in range(dice.between(0, 2))]
    closing = grammar.say("question" if passages else "task", dice, words)
    if passages and dice.chance(0.5):
        closing = closing + "\n\n" + grammar.say("task", dice, words)
    return "\n\n".join([*passages, closing])


def worked_answer(dice: Dice, lang: str = "en") -> str:
    """An answer to a hard task: steps, then a result."""
    return bank.grammar(f"answers_{lang}").say("worked", dice, setting(dice, lang))
