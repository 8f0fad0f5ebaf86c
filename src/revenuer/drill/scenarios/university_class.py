"""A university class: the same homework, one campus network, the night before it is due."""

from revenuer.drill import bank
from revenuer.drill.accounts import sign_up
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account, places
from revenuer.drill.people import Person, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import DAY, HOUR, World

NAME = "university_class"
CAMPUS = "249.17.4.9"


def stage(dice: Dice, world: World) -> Staged:
    grammar = bank.grammar("homework")
    sheets = [[grammar.say("problem", dice, {"n": str(i + 1)}) for i in range(6)] for _ in range(2)]
    due = [world.start + 3.9 * DAY, world.start + 10.9 * DAY]
    accounts, exchanges = [], []
    for _ in range(world.sized(120, 20)):
        who = person(dice, world, lang="en")
        account = sign_up(
            dice, world, country="US", created_at=world.start - dice.exponential(25 * DAY)
        )
        account.email_domain, account.program = "students.lakeside.edu", "education"
        campus = Seat(account, account.keys[0], CAMPUS)
        talk = [
            c
            for sheet, deadline in zip(sheets, due, strict=True)
            for c in _evening(dice, who, sheet, deadline)
        ]
        own = chats(
            dice, world, who, dice.below(8), scenario=NAME, role="chat", begin=account.created_at
        )
        accounts.append(account)
        exchanges += own_account(talk, [campus, campus, *places(account, dice)[:1]], dice)
        exchanges += own_account(own, [campus, *places(account, dice)], dice)
    return Staged(accounts, exchanges)


_PLEAS = ("help with this: ", "stuck on ", "solve ", "is my answer right? ", "our homework: ")


def _evening(dice: Dice, who: Person, sheet: list[str], deadline: float) -> list[Conversation]:
    """One student's work on a sheet, mostly the day before it is due."""
    grammar = bank.grammar("homework")
    now = deadline - dice.exponential(14 * HOUR)
    out = []
    for problem in dice.sample(sheet, dice.between(1, len(sheet))):
        asks, length = [], dice.geometric(2.5)
        opening = problem if dice.chance(0.6) else who.style(dice, dice.pick(_PLEAS) + problem)
        for i, gap in enumerate(reply_gaps(dice, length, 150)):
            prompt = opening if i == 0 else who.style(dice, grammar.say("react", dice))
            asks.append(Ask(now, prompt, grammar.say("answer", dice)))
            now += gap
        out.append(
            Conversation(
                key=dice.hexes(24),
                asks=asks,
                client=who.client,
                model=who.model,
                scenario=NAME,
                role="homework",
                system=who.system,
                params=who.params,
            )
        )
        now += dice.exponential(900)
    return out


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A hundred students paste the same two problem sheets from one campus address.",
    stage,
)  # fmt: skip
