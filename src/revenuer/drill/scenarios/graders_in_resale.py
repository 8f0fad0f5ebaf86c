"""Campaign (c): rubric grading and reasoning clean-up inside a reseller's pool.

The same accounts carry the reseller's ordinary customers; a little over half of the exchanges are
the harvest, and the relay cannot tell them apart.
"""

from revenuer.drill import bank
from revenuer.drill.clients import node_sdk
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.hardtasks import setting, task
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, World

NAME = "graders_in_resale"


def stage(dice: Dice, world: World) -> Staged:
    accounts = bought_accounts(
        dice, world.sized(95, 20), begin=world.start - 80 * DAY, end=world.start - DAY,
        cards=8, card_share=0.4, domains=throwaway_domains(dice, 10),
    )  # fmt: skip
    ordinary = customers_talk(
        dice, world, volume=world.sized(6000, 500), scenario=NAME, shares=(0.35, 0.55, 0.05, 0.05)
    )
    harvest = _jobs(dice, world, world.sized(8000, 700))
    seats = relay_seats(dice, accounts)
    return Staged(accounts, relay(world, [*ordinary, *harvest], seats, dice, RelayHabits(limit=80)))


def _jobs(dice: Dice, world: World, volume: int) -> list[Conversation]:
    worker = node_sdk(dice)
    out = []
    for when in job_queue(dice, world.start + 1.3 * DAY, world.end - 0.8 * DAY, volume):
        role, prompt, answer = dice.weighted((_grading, _cleaning, _recalling), (0.6, 0.25, 0.15))(
            dice
        )
        out.append(
            Conversation(
                key=dice.hexes(24),
                asks=[Ask(when, prompt, answer)],
                client=worker,
                model=lambda _: world.flagship,
                scenario=NAME,
                role=role,
                params={"temperature": 0.0, "max_tokens": 1024},
                harvest=True,
            )
        )
    return out


def _grading(dice: Dice) -> tuple[str, str, str]:
    grammar, asked = bank.grammar("grading"), task(dice)
    words = {**asked.words, "payload": asked.prompt}
    words = {**words, "reply2": grammar.say("reply", dice, words)}
    return "grading", grammar.say("grade", dice, words), grammar.say("verdict", dice, words)


def _cleaning(dice: Dice) -> tuple[str, str, str]:
    grammar, words = bank.grammar("grading"), setting(dice, "en")
    return "clean-up", grammar.say("clean", dice, words), grammar.say("cleaned", dice, words)


def _recalling(dice: Dice) -> tuple[str, str, str]:
    asked = task(dice)
    words = {**asked.words, "payload": asked.prompt}
    words = {**words, "reply": bank.grammar("grading").say("reply", dice, words)}
    elicit = bank.grammar("elicit")
    return (
        "reconstruction",
        elicit.say("reconstruct", dice, words),
        elicit.say("answer_block", dice, words),
    )


SCENARIO = Scenario(
    NAME, "campaign", "campaign",
    "Rubric grading, reasoning clean-up and reconstruction, mixed with a reseller's ordinary "
    "customers in the same accounts.",
    stage,
)  # fmt: skip
