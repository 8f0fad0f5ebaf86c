"""What an adaptive operator can do, one knob a signal, and all knobs together.

Each is one campaign played otherwise, with as many accounts; the harvested exchanges of the scored
row say what it costs the operator.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from revenuer.drill.dispatch import RelayHabits, at_random
from revenuer.drill.operation import Operation
from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios.harvests import Harvest
from revenuer.drill.workloads import fixed_prompt, unique_tasks

_AWAKE = 9 / 24


@dataclass(frozen=True, slots=True)
class Evasion:
    """`against` names the signals it answers."""

    name: str
    against: str
    about: str
    apply: Callable[[Operation], Operation]


def _none(plan: Operation) -> Operation:
    return replace(plan, workload=fixed_prompt)


def _random(plan: Operation) -> Operation:
    return replace(_none(plan), habits=RelayHabits(limit=90, choose=at_random))


def _jitter(plan: Operation) -> Operation:
    return replace(_none(plan), wait=6 * 3600.0)


def _hours(plan: Operation) -> Operation:
    # the same pace while awake: fewer requests in all
    return replace(_none(plan), own_hours=True, each=plan.each * _AWAKE, human=1.0)


def _personas(plan: Operation) -> Operation:
    return replace(_none(plan), personas=True, each=plan.each * _AWAKE)


def _repeats(plan: Operation) -> Operation:
    return replace(_none(plan), repeats=0.25)


def _few(plan: Operation) -> Operation:
    return replace(_none(plan), each=plan.each * 0.15)


def _reactions(plan: Operation) -> Operation:
    return replace(_none(plan), reactions=0.6)


def _cover(plan: Operation) -> Operation:
    return replace(_none(plan), cover=0.5, each=plan.each * 0.5)


def _wording(plan: Operation) -> Operation:
    return plan


def _plain(plan: Operation) -> Operation:
    return replace(plan, workload=unique_tasks)


def _own_cards(plan: Operation) -> Operation:
    return replace(_none(plan), card_share=0.0, domains=200, registered=(-200.0, -1.0))


def _all(plan: Operation) -> Operation:
    return replace(
        _own_cards(_personas(plan)), workload=unique_tasks, repeats=0.15, reactions=0.5,
        cover=0.4, each=plan.each * _AWAKE * 0.5,
    )  # fmt: skip


EVASIONS: tuple[Evasion, ...] = (
    Evasion("none", "", "A relay as public software has it, a fixed prompt.", _none),
    Evasion(
        "random_dispatch", "rotation, balance",
        "Accounts drawn at random instead of the one idle longest.", _random,
    ),
    Evasion("jitter", "synchrony, rotation", "Each job waits six hours on average.", _jitter),
    Evasion(
        "human_hours", "synchrony, exchangeability of hours",
        "Each account awake nine hours a day in a time zone of its own.", _hours,
    ),
    Evasion(
        "personas", "exchangeability, profile likeness, rotation",
        "Each account with its own subjects, hours, pace, client and settings; no relay.",
        _personas,
    ),
    Evasion(
        "repeats", "without replacement", "A quarter of all jobs sent again elsewhere.", _repeats
    ),
    Evasion("few_each", "all that need volume", "A seventh of the requests an account.", _few),
    Evasion("reactions", "no reaction", "A follow-up on the answer in six of ten.", _reactions),
    Evasion("cover", "extraction as a whole", "Half of all requests are chit-chat.", _cover),
    Evasion(
        "varied_wording", "shared text, template sweep",
        "The demand in other words and another order each time.", _wording,
    ),
    Evasion(
        "no_demand", "trace elicitation, shared text",
        "Unique tasks only; the reasoning is not asked for.", _plain,
    ),
    Evasion(
        "own_papers", "infrastructure, life cycle",
        "No shared card, two hundred mail domains, registered over half a year.", _own_cards,
    ),
    Evasion("everything", "all", "Personas, own papers, plain tasks, cover and reactions.", _all),
)  # fmt: skip


def evading(harvest: Harvest, evasion: Evasion) -> Scenario:
    """The harvest played with this evasion, under the evasion's name, in English."""
    plan = evasion.apply(replace(harvest.operation, langs={"en": 1.0}, least=40))
    name = f"evasion_{evasion.name}"
    return Harvest(name, plan, evasion.about).scenario()
