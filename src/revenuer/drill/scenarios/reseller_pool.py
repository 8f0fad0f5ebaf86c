"""A plain reseller: ordinary customers spread over pooled accounts; nothing is harvested."""

from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import DAY, World

NAME = "reseller_pool"


def resellers_accounts(dice: Dice, world: World) -> list[Account]:
    """The accounts of such a pool."""
    return bought_accounts(
        dice, world.sized(80, 16), begin=world.start - 70 * DAY, end=world.start - DAY,
        cards=8, card_share=0.5, domains=throwaway_domains(dice, 8),
    )  # fmt: skip


def stage(dice: Dice, world: World) -> Staged:
    accounts = resellers_accounts(dice, world)
    talk = customers_talk(
        dice, world, volume=world.sized(9500, 700), scenario=NAME, shares=(0.3, 0.6, 0.05, 0.05)
    )
    return Staged(accounts, relay(world, talk, relay_seats(dice, accounts), dice, RelayHabits()))


SCENARIO = Scenario(
    NAME, "pool", "pool",
    "A reseller whose relay spreads ordinary customers over a pool of accounts.",
    stage,
)  # fmt: skip
