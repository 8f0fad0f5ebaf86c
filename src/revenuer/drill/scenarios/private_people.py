"""Ordinary people: their own interests, own hours, own accounts."""

from revenuer.drill.accounts import sign_up
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import own_account, places
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World

NAME = "private_people"


def stage(dice: Dice, world: World) -> Staged:
    accounts, exchanges = [], []
    for _ in range(world.sized(1450, 20)):
        who = person(dice, world)
        account = sign_up(dice, world, country=who.country)
        talk = chats(
            dice, world, who, appetite(dice), scenario=NAME, role="chat", begin=account.created_at
        )
        accounts.append(account)
        exchanges += own_account(talk, places(account, dice), dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "ordinary", None, "Private customers chatting about what concerns them.", stage
)
