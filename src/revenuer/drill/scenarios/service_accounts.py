"""Continuous integration under many service accounts: clocks, one template, one firm, no people."""

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import World

NAME = "service_accounts"


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world)
    accounts = company_accounts(dice, world, firm, world.sized(140, 14))
    frame = bank.grammar("review").say("system", dice, {"company": firm.company})
    exchanges = []
    for account in accounts:
        account.device, account.plan = None, "enterprise"
        repository = bank.grammar("review").narrowed(dice, 0.35)
        pace = max(4, round(dice.lognormal(55, 0.9)))
        talk = [
            Conversation(
                key=dice.hexes(24),
                asks=[Ask(when, repository.say("diff", dice), repository.say("remark", dice))],
                client=firm.client, model=firm.model, scenario=NAME, role="ci", system=frame,
                params={"temperature": 0, "max_tokens": 700},
            )
            for when in job_queue(dice, world.start, world.end, pace, human=0.7)
        ]  # fmt: skip
        seat = Seat(account, account.keys[0], datacentre_ip(dice, firm.company))
        exchanges += own_account(talk, [seat], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A firm's repositories, each with a service account, all with one review template.", stage,
)  # fmt: skip
