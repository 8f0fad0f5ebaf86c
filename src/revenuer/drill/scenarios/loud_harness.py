"""Two at once: developers of many firms drive the new model through an open agent on release day,
with step-by-step prompts of a public guide."""

from revenuer.drill import bank
from revenuer.drill.accounts import sign_up
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.developers import ATTENDED, TOOLS
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import own_account, places
from revenuer.drill.hardtasks import setting
from revenuer.drill.people import person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import DAY, HOUR, World

NAME = "release_day_harness"
GUIDE = "Think step by step and show every step before the answer.\n\n"


def stage(dice: Dice, world: World) -> Staged:
    grammar = bank.grammar("harness")
    system, tasks = grammar.say("system", dice), bank.grammar("tasks_en")
    tried = [tasks.say("task", dice, setting(dice, "en")) for _ in range(25)]
    accounts, exchanges = [], []
    for _ in range(world.sized(150, 20)):
        who = person(dice, world, lang="en")
        account = sign_up(dice, world, country=who.country)
        mine = {
            "file": [grammar.say("file", dice) for _ in range(dice.between(4, 20))],
            "noun": [grammar.say("noun", dice) for _ in range(4)],
            "thing": [f"the {grammar.say('noun', dice)}" for _ in range(5)],
            "snag": ["the list is empty", "two requests race", "the clock jumps"],
        }
        now, talk = max(world.release + dice.exponential(9) * HOUR, account.created_at), []
        for _ in range(dice.geometric(7)):
            public = dice.chance(0.4)
            opening = GUIDE + dice.pick(tried) if public else grammar.say("open", dice, mine)
            asks = []
            for i, gap in enumerate(reply_gaps(dice, 1 if public else dice.geometric(4), 60)):
                spoken = i == 0 or dice.chance(ATTENDED)
                prompt = grammar.say("word" if spoken else "result", dice, mine) if i else opening
                answer = grammar.say("answer", dice, mine)
                asks.append(Ask(now, prompt, answer, "user" if spoken else "tool"))
                now += gap
            talk.append(
                Conversation(
                    key=dice.hexes(24), asks=asks, client=Client("burrow-cli/0.20.1", streams=True),
                    model=lambda _: world.successor, scenario=NAME, role="trial", system=system,
                    tools=TOOLS, params={"stream": True},
                )
            )  # fmt: skip
            now += dice.exponential(0.5 * DAY)
        accounts.append(account)
        exchanges += own_account(talk, places(account, dice), dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Strangers try the new model on release day, in one harness, with tasks that go round.", stage,
)  # fmt: skip
