"""A hackathon: new accounts in one morning, one starter kit, one hall, 36 hours."""

from revenuer.drill import bank
from revenuer.drill.accounts import sign_up
from revenuer.drill.clients import servers_client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.people import model_habit
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import DAY, HOUR, World

NAME = "hackathon"
HALL = "247.12.88.4"


def stage(dice: Dice, world: World) -> Staged:
    kit = bank.grammar("starter_kit")
    system = kit.say("system", dice)
    begin = world.start + 5.33 * DAY
    accounts, exchanges = [], []
    for _ in range(world.sized(35, 5)):
        team, model = (
            kit.narrowed(dice, 0.4, keep=("open", "follow", "answer")),
            model_habit(dice, world),
        )
        for _ in range(dice.between(2, 5)):
            born = begin + dice.exponential(1.2 * HOUR)
            account = sign_up(dice, world, country=dice.pick(("DE", "NL", "PL")), created_at=born)
            account.program = "startup"
            client, now, talk = servers_client(dice), born + dice.exponential(HOUR), []
            while now < begin + 36 * HOUR:
                asks = []
                for i, gap in enumerate(reply_gaps(dice, dice.geometric(4), 110)):
                    prompt = team.say("follow" if i else "open", dice)
                    asks.append(Ask(now, prompt, team.say("answer", dice)))
                    now += gap
                talk.append(Conversation(
                    key=dice.hexes(24), asks=asks, client=client, model=model, scenario=NAME,
                    role="team", system=system, params={"temperature": 0.3},
                ))  # fmt: skip
                now += dice.exponential(4 * HOUR)
            accounts.append(account)
            exchanges += own_account(talk, [Seat(account, account.keys[0], HALL)], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Teams of a hackathon with new accounts, one starter kit and one address for a weekend.",
    stage,
)  # fmt: skip
