"""A red-team vendor: authorised probes of the model for clients, one account a client."""

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import Application, blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.hardtasks import setting
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, World

NAME = "red_team"


def probes(
    dice: Dice, world: World, firm: Application, count: tuple[int, int], scenario: str
) -> list[Conversation]:
    """One client's model attacked for four days, so many times (from, to)."""
    voice = bank.grammar("redteam")
    frame = voice.say("system", dice, {"company": firm.company})
    begin = world.start + dice.uniform(0, 9) * DAY
    talk = []
    for when in job_queue(dice, begin, begin + 4 * DAY, dice.between(*count), human=0.8):
        words = setting(dice, "en")
        asked = Ask(when, voice.say("probe", dice, words), voice.say("answer", dice, words))
        talk.append(
            Conversation(
                key=dice.hexes(24), asks=[asked], client=firm.client, model=firm.model,
                scenario=scenario, role="red team", system=frame, params={"temperature": 1.0},
            )
        )  # fmt: skip
    return talk


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world)
    accounts = company_accounts(dice, world, firm, world.sized(18, 6))
    exchanges = []
    for account in accounts:
        account.verified = True
        talk = probes(dice, world, firm, (60, 220), NAME)
        seat = Seat(account, account.keys[0], datacentre_ip(dice, firm.company))
        exchanges += own_account(talk, [seat], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A red-team vendor attacks the model for its clients, with their leave.", stage,
)  # fmt: skip
