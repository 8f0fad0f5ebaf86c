"""An evaluation vendor grades its clients' assistants, one account a client, every night."""

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import Application, blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import batches, timetable
from revenuer.drill.world import DAY, World

NAME = "evaluation_vendor"


def grading(
    dice: Dice, world: World, firm: Application, nightly: tuple[int, int], scenario: str
) -> list[Conversation]:
    """One client's assistant graded every night, so many answers (from, to) each."""
    client = bank.grammar("vendor").narrowed(dice, 0.5, keep=("frame", "item", "verdict"))
    frame = client.say("frame", dice, {"company": firm.company})
    runs = timetable(dice, world, DAY, 30.0)
    sizes = [dice.between(*nightly) for _ in runs]
    return [
        Conversation(
            key=dice.hexes(24),
            asks=[Ask(when, client.say("item", dice), client.say("verdict", dice))],
            client=firm.client, model=firm.model, scenario=scenario, role="evaluation",
            system=frame, params={"temperature": 0, "max_tokens": 400},
        )
        for when in batches(dice, world, runs, sizes, 2.0)
    ]  # fmt: skip


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world, kind="answer_checks")
    accounts = company_accounts(dice, world, firm, world.sized(14, 4))
    exchanges = []
    for account in accounts:
        account.verified = True
        talk = grading(dice, world, firm, (8, 60), NAME)
        seat = Seat(account, account.keys[0], datacentre_ip(dice, firm.company))
        exchanges += own_account(talk, [seat], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A vendor grades its clients' assistants by rubric, one account for each client.",
    stage,
)  # fmt: skip
