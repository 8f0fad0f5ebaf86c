"""Academic synthetic data: a verified group generates a documented corpus."""

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import Application, blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, World

NAME = "research_corpus"


def corpus(
    dice: Dice, world: World, group: Application, system: str, volume: int, scenario: str
) -> list[Conversation]:
    """A corpus generated in five days."""
    voice = bank.grammar("research")
    begin = world.start + dice.uniform(1, 6) * DAY
    moments = job_queue(dice, begin, begin + 5 * DAY, volume, human=0.6)
    return [
        Conversation(
            key=dice.hexes(24),
            asks=[Ask(when, voice.say("user", dice), voice.say("answer", dice))],
            client=group.client, model=group.model, scenario=scenario, role="corpus",
            system=system, params={"temperature": 1.0, "max_tokens": 2048},
        )
        for when in moments
    ]  # fmt: skip


def stage(dice: Dice, world: World) -> Staged:
    group = blueprint(dice, world)
    accounts = company_accounts(dice, world, group, 2)
    system = bank.grammar("research").say("system", dice)
    for account in accounts:
        account.program, account.verified = "research", True
        account.email_domain = "ling.lakeside.edu"
    seats = [Seat(a, a.keys[0], datacentre_ip(dice, group.company)) for a in accounts]
    talk = corpus(dice, world, group, system, world.sized(3000, 200), NAME)
    return Staged(accounts, own_account(talk, seats, dice))


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A verified university group generates an openly documented synthetic corpus.",
    stage,
)  # fmt: skip
