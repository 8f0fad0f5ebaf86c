"""Release-day benchmark runners: several firms, one public benchmark, one public harness."""

from functools import partial

from revenuer.drill import bank
from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.hardtasks import setting
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import HOUR, World

NAME = "release_day"
FRAME = (
    "The following is a multiple choice question. Think step by step, then finish with "
    '"Answer: X" where X is one of A, B, C, D.\n\n{}'
)


def _always(model: str, ts: float) -> str:
    return model


def stage(dice: Dice, world: World) -> Staged:
    grammar = bank.grammar("benchmark")
    items = [grammar.say("item", dice, setting(dice, "en")) for _ in range(420)]
    accounts, exchanges = [], []
    for _ in range(world.sized(11, 5)):
        firm = blueprint(dice, world)
        staff = company_accounts(dice, world, firm, dice.between(1, 3))
        accounts += staff
        for account in staff:
            seat = Seat(account, account.keys[0], datacentre_ip(dice, firm.company))
            now = world.release + dice.exponential(5) * HOUR
            talk = []
            for model in (world.successor, world.flagship)[: dice.between(1, 2)]:
                subset = items if dice.chance(0.5) else items[: dice.between(80, 400)]
                for item in subset[: world.sized(len(subset), 30)]:
                    now += dice.exponential(1.4)
                    answer = grammar.say("answer", dice, setting(dice, "en"))
                    talk.append(
                        Conversation(
                            key=dice.hexes(24),
                            asks=[Ask(now, FRAME.format(item), answer)],
                            client=firm.client,
                            model=partial(_always, model),
                            scenario=NAME,
                            role="benchmark",
                            params={"temperature": 0, "max_tokens": 1024},
                        )
                    )
            exchanges += own_account(talk, [seat], dice)
    return Staged(accounts, [e for e in exchanges if world.inside(e.ts)])


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Eleven firms run the same public benchmark on the day the new model appears.",
    stage,
)  # fmt: skip
