"""A reseller of coding help: developers with open agents behind a pool of hidden accounts."""

from revenuer.drill import bank
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Conversation
from revenuer.drill.developers import ATTENDED, TOOLS, repository, session
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.people import appetite, model_habit, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import DAY, World

NAME = "coding_relay"
_LEFT_ALONE = 0.15
"""Share of sittings in which nobody speaks after the first request."""


def stage(dice: Dice, world: World) -> Staged:
    accounts = bought_accounts(
        dice, world.sized(60, 16), begin=world.start - 60 * DAY, end=world.start - DAY,
        cards=6, card_share=0.5, domains=throwaway_domains(dice, 6),
    )  # fmt: skip
    talk: list[Conversation] = []
    volume = world.sized(9000, 900)
    while sum(len(c.asks) for c in talk) < volume:
        talk += _developer(dice, world)
    return Staged(accounts, relay(world, talk, relay_seats(dice, accounts), dice, RelayHabits()))


def _developer(dice: Dice, world: World) -> list[Conversation]:
    who = person(dice, world, lang="en")
    words, model = repository(dice), model_habit(dice, world, keen=0.6)
    system = bank.grammar("harness").say("system", dice)
    client = Client(f"burrow-cli/{dice.pick(('0.19.4', '0.20.1'))}", streams=True)
    talk = []
    for start in who.rhythm.times(dice, world, max(1, appetite(dice) // 4), world.start):
        attended = 0.0 if dice.chance(_LEFT_ALONE) else ATTENDED
        turns = min(dice.geometric(8), 30)
        asks = session(dice, world, start, turns, words, attended)
        talk.append(
            Conversation(
                key=dice.hexes(24), asks=asks, client=client, model=model, scenario=NAME,
                role="customer", system=system, tools=TOOLS, params={"stream": True},
            )
        )  # fmt: skip
    return talk


SCENARIO = Scenario(
    NAME, "pool", "pool",
    "A relay that sells access for coding agents: developers behind a pool of accounts.",
    stage,
)  # fmt: skip
