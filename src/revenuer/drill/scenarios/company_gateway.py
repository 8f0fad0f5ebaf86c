"""A company gateway that hides its users: one account, one address, hundreds of people."""

from dataclasses import replace

from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.clients import servers_client
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World

NAME = "company_gateway"
DOOR = "246.3.70.1"


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world)
    accounts = company_accounts(dice, world, firm, 2)
    client = servers_client(dice)
    exchanges = []
    for _ in range(world.sized(160, 20)):
        who = replace(person(dice, world), client=client, system=None, shows_session=False)
        talk = chats(dice, world, who, appetite(dice), scenario=NAME, role="employee")
        account = dice.pick(accounts)
        exchanges += own_account(talk, [Seat(account, account.keys[0], DOOR)], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A company's gateway sends hundreds of employees through two accounts and one address.",
    stage,
)  # fmt: skip
