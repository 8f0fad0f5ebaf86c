"""An open coding agent: hundreds of strangers send the same long system prompt."""

from revenuer.drill import bank
from revenuer.drill.accounts import sign_up
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Conversation
from revenuer.drill.developers import TOOLS, repository, session
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import own_account, places
from revenuer.drill.people import appetite, model_habit, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World

NAME = "open_harness"


def stage(dice: Dice, world: World) -> Staged:
    grammar = bank.grammar("harness")
    system = grammar.say("system", dice)
    accounts, exchanges = [], []
    for _ in range(world.sized(360, 30)):
        who = person(dice, world, lang="en")
        account = sign_up(dice, world, country=who.country)
        client = Client(
            f"burrow-cli/{dice.pick(('0.18.2', '0.19.0', '0.19.4', '0.20.1'))}", streams=True
        )
        model = model_habit(dice, world, keen=0.6)
        words = repository(dice)
        talk = []
        volume = appetite(dice) + 3
        starts = who.rhythm.times(dice, world, max(1, volume // 9), account.created_at)
        for start in starts:
            asks = session(dice, world, start, min(dice.geometric(8), 30), words)
            talk.append(
                Conversation(
                    key=dice.hexes(24),
                    asks=asks,
                    client=client,
                    model=model,
                    scenario=NAME,
                    role="coding",
                    system=system,
                    tools=TOOLS,
                    params={"stream": True},
                )
            )
        accounts.append(account)
        exchanges += own_account(talk, places(account, dice), dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Hundreds of unrelated developers use one open coding agent and its long system prompt.",
    stage,
)  # fmt: skip
