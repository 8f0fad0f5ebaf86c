"""Work with a coding agent: somebody's own repository, and turns that people or tools write."""

from revenuer.drill import bank
from revenuer.drill.conversation import Ask
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context
from revenuer.drill.world import World

TOOLS = ("read_file", "edit_file", "run", "search")
ATTENDED = 0.46
"""Share of later turns that somebody at the keyboard writes; tools report in the others."""


def repository(dice: Dice) -> Context:
    """The files, names and troubles of one code base: what its owner talks about all year."""
    grammar = bank.grammar("harness")
    return {
        "file": [grammar.say("file", dice) for _ in range(dice.between(5, 30))],
        "noun": [grammar.say("noun", dice) for _ in range(4)],
        "thing": [f"the {grammar.say('noun', dice)} {grammar.say('noun', dice)}" for _ in range(6)],
        "snag": ["the list is empty", "two requests race", "the clock jumps", "input is unicode"],
    }


def session(
    dice: Dice, world: World, start: float, turns: int, words: Context, attended: float = ATTENDED
) -> list[Ask]:
    """Turns of one sitting from `start` (POSIX seconds) on, as far as the log goes: something asked
    for, then tools at work and words in between. Nobody is there with `attended` 0."""
    grammar, asks, now = bank.grammar("harness"), [], start
    for i in range(turns):
        spoken = i == 0 or dice.chance(attended)
        rule = "open" if i == 0 else "word" if spoken else "result"
        prompt = grammar.say(rule, dice, words)
        answer = grammar.say("answer", dice, words)
        asks.append(Ask(now, prompt, answer, "user" if spoken else "tool"))
        now += dice.lognormal(9, 0.8)
    return [ask for ask in asks if ask.ts < world.end]
