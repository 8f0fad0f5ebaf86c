"""The mid-size application with more turns than any campaign: loud and innocent."""

from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.dice import Dice
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.serving import traffic
from revenuer.drill.world import World

NAME = "midsize_app"
KINDS = ("tutor", "email_triage", "moderation", "translate_de", "job_matching")


def stage(dice: Dice, world: World) -> Staged:
    app = blueprint(dice, world, kind=dice.pick(KINDS), customers=2600)
    accounts = company_accounts(dice, world, app, 3)
    volume = world.sized(30_000, 300)
    exchanges = traffic(dice, world, app, accounts, volume, scenario=NAME, role="application")
    return Staged(accounts, exchanges)


SCENARIO = Scenario(NAME, "look-alike", None, "One application with a sixth of all traffic.", stage)
