"""A reseller's pool with one large customer whose honest work looks like a harvest: he grades by
rubric, attacks the model for its owner, generates a corpus, sets exams. Nobody in the log can see
that he is one of many; a pool is all that can be said."""

from collections.abc import Callable

from revenuer.drill import bank
from revenuer.drill.application import blueprint
from revenuer.drill.conversation import Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.operator import relay_seats
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.scenarios.evaluation_vendor import grading
from revenuer.drill.scenarios.red_team import probes
from revenuer.drill.scenarios.research_corpus import corpus
from revenuer.drill.scenarios.reseller_pool import resellers_accounts
from revenuer.drill.schedule import crowd_rhythm
from revenuer.drill.serving import served
from revenuer.drill.world import World

Customer = Callable[[Dice, World, int, str], list[Conversation]]
"""About so many exchanges of a customer, for the scenario of this name."""


def _grader(dice: Dice, world: World, volume: int, scenario: str) -> list[Conversation]:
    firm = blueprint(dice, world, kind="answer_checks")
    each = max(2, volume // 14)
    return grading(dice, world, firm, (each // 2, each + each // 2), scenario)


def _red_team(dice: Dice, world: World, volume: int, scenario: str) -> list[Conversation]:
    firm = blueprint(dice, world)
    return probes(dice, world, firm, (max(1, volume - volume // 5), volume), scenario)


def _corpus(dice: Dice, world: World, volume: int, scenario: str) -> list[Conversation]:
    system = bank.grammar("research").say("system", dice)
    return corpus(dice, world, blueprint(dice, world), system, volume, scenario)


def _application(kind: str) -> Customer:
    def talk(dice: Dice, world: World, volume: int, scenario: str) -> list[Conversation]:
        app = blueprint(dice, world, kind=kind, customers=dice.between(20, 200))
        rhythm = crowd_rhythm(dice, app.country)
        return served(dice, world, app, volume, rhythm, scenario=scenario, role="customer")

    return talk


CUSTOMERS: dict[str, tuple[Customer, str]] = {
    "grader": (_grader, "a vendor grades assistants by rubric every night"),
    "red_team": (_red_team, "a red team attacks the model for its owner"),
    "corpus": (_corpus, "a university group generates a documented corpus"),
    "answer_checks": (_application("answer_checks"), "a firm checks its help bot's answers"),
    "exam_items": (_application("exam_items"), "a publisher writes exam items"),
    "tutor": (_application("tutor"), "a tutor explains step by step"),
}


def pool_with(customer: str, share: float) -> Scenario:
    """A pool of which this share of the exchanges is the customer's."""
    name = f"pool_with_{customer}_{share:.0%}".replace("%", "")
    talk_of, story = CUSTOMERS[customer]

    def stage(dice: Dice, world: World) -> Staged:
        accounts = resellers_accounts(dice, world)
        volume = world.sized(9500, 700)
        talk = customers_talk(
            dice, world, volume=round(volume * (1 - share)), scenario=name,
            shares=(0.5, 0.4, 0.05, 0.05),
        )  # fmt: skip
        talk += talk_of(dice, world, round(volume * share), name)
        return Staged(
            accounts, relay(world, talk, relay_seats(dice, accounts), dice, RelayHabits())
        )

    return Scenario(
        name, "pool", "pool", f"A reseller's pool among whose customers {story}.", stage
    )


POOLS: tuple[Scenario, ...] = tuple(pool_with(customer, 0.25) for customer in CUSTOMERS)
