"""Shared team keys: small teams in which everybody uses one account from everywhere."""

from dataclasses import replace

from revenuer.drill.accounts import sign_up
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import own_account, places
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World

NAME = "team_key"


def stage(dice: Dice, world: World) -> Staged:
    accounts, exchanges = [], []
    for _ in range(world.sized(60, 8)):
        first = person(dice, world)
        account = sign_up(dice, world, country=first.country)
        for _ in range(dice.between(3, 14)):
            who = replace(person(dice, world, lang=first.lang), interests=first.interests)
            talk = chats(
                dice, world, who, appetite(dice), scenario=NAME, role="member",
                begin=account.created_at,
            )  # fmt: skip
            exchanges += own_account(talk, places(account, dice), dice)
        accounts.append(account)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Teams that share one account: many addresses, clients and hours behind one key.", stage,
)  # fmt: skip
