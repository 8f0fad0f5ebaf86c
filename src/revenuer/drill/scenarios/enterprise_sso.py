"""An enterprise behind one sign-on, one card and two addresses, with CI service accounts."""

from dataclasses import replace

from revenuer.drill import bank
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import World

NAME = "enterprise_sso"
GATES = ("248.90.12.30", "248.90.12.31")


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world)
    staff = company_accounts(dice, world, firm, world.sized(34, 8))
    robots = company_accounts(dice, world, firm, world.sized(20, 5))
    review = bank.grammar("review").say("system", dice, {"company": firm.company})
    exchanges = []
    for account in (*staff, *robots):
        account.org_id, account.payment = staff[0].org_id, staff[0].payment
        account.plan = "enterprise"
    for account in staff:
        who = replace(person(dice, world, lang="en"), country=firm.country)
        talk = chats(dice, world, who, appetite(dice) + 5, scenario=NAME, role="employee")
        seats = [Seat(account, account.keys[0], gate) for gate in GATES]
        exchanges += own_account(talk, seats, dice)
    for account in robots:
        repository = bank.grammar("review").narrowed(dice, 0.5)
        talk = []
        for when in job_queue(dice, world.start, world.end, world.sized(300, 40), human=0.8):
            diff = repository.say("diff", dice)
            answer = repository.say("remark", dice)
            talk.append(
                Conversation(
                    key=dice.hexes(24),
                    asks=[Ask(when, diff, answer)],
                    client=firm.client,
                    model=firm.model,
                    scenario=NAME,
                    role="ci",
                    system=review,
                    params={"temperature": 0, "max_tokens": 700},
                )
            )
        exchanges += own_account(talk, [Seat(account, account.keys[0], GATES[0])], dice)
    return Staged([*staff, *robots], exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Employees and continuous-integration accounts of one firm behind one card and two addresses.",
    stage,
)  # fmt: skip
