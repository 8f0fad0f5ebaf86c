"""Agents that fix issues unattended: unrelated small firms, one open-source runner, own code."""

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip, sign_up
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Conversation
from revenuer.drill.developers import TOOLS, repository, session
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.people import model_habit
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import World

NAME = "issue_agents"


def stage(dice: Dice, world: World) -> Staged:
    system = bank.grammar("harness").say("runner", dice)
    accounts, exchanges = [], []
    for number in range(world.sized(70, 14)):
        account = sign_up(dice, world, country=dice.pick(("US", "GB", "DE", "FR", "IN", "BR")))
        account.plan, account.device = dice.pick(("pay-as-you-go", "team")), None
        words, model = repository(dice), model_habit(dice, world, keen=0.4)
        client = Client(f"mender-action/{dice.pick(('1.9.0', '2.0.3', '2.1.0'))}")
        issues = max(3, round(dice.lognormal(14, 0.9)))
        begin = max(world.start, account.created_at)
        talk = [
            Conversation(
                key=dice.hexes(24),
                asks=session(dice, world, when, min(dice.geometric(6), 25), words, 0.0),
                client=client, model=model, scenario=NAME, role="agent", system=system,
                tools=TOOLS, params={"temperature": 0, "max_tokens": 8192},
            )
            for when in job_queue(dice, begin, world.end, issues, human=0.6)
        ]  # fmt: skip
        seat = Seat(account, account.keys[0], datacentre_ip(dice, f"{NAME} {number}"))
        accounts.append(account)
        exchanges += own_account(talk, [seat], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Unrelated small firms let one open-source agent fix their issues; nobody reads along.", stage,
)  # fmt: skip
