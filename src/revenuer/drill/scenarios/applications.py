"""Ordinary applications: one organisation, one template, its own payloads and timetable."""

from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.dice import Dice
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.serving import traffic
from revenuer.drill.world import World

NAME = "applications"


def stage(dice: Dice, world: World) -> Staged:
    accounts, exchanges = [], []
    for _ in range(world.sized(75, 6)):
        app = blueprint(dice, world)
        staff = company_accounts(dice, world, app, 1 + (dice.below(5) if dice.chance(0.35) else 0))
        volume = max(8, min(6000, round(dice.lognormal(260, 1.1))))
        accounts += staff
        exchanges += traffic(dice, world, app, staff, volume, scenario=NAME, role="application")
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "ordinary", None, "Small firms' applications, each with a template of its own.", stage
)
