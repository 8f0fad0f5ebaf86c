"""Campaign (b): hundreds of new accounts with a handful of unique hard tasks each.

No template, no shared text; two days; one task list in Chinese and English dealt to whichever
account is idle longest.
"""

from revenuer.drill.clients import persons_client, python_sdk
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.hardtasks import task, worked_answer
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, HOUR, World

NAME = "fresh_accounts"


def stage(dice: Dice, world: World) -> Staged:
    begin = world.start + 4.3 * DAY
    accounts = bought_accounts(
        dice, world.sized(320, 40), begin=begin - 1.5 * DAY, end=begin + 0.4 * DAY,
        cards=6, card_share=0.3, domains=throwaway_domains(dice, 40),
        countries=("US", "SG", "JP", "GB", "CA", "TW", "DE"),
    )  # fmt: skip
    seats = relay_seats(dice, accounts, warm_up=HOUR)
    for seat in seats:
        seat.client = python_sdk(dice) if dice.chance(0.5) else persons_client(dice)
    volume = round(len(accounts) * 6.2)
    talk = []
    for when in job_queue(dice, begin, begin + 2 * DAY, volume, human=0.5):
        lang = "zh" if dice.chance(0.45) else "en"
        asked = task(dice, lang)
        talk.append(
            Conversation(
                key=dice.hexes(24),
                asks=[Ask(when, asked.prompt, worked_answer(dice, asked))],
                client=seats[0].client or persons_client(dice),
                model=lambda _: world.flagship,
                scenario=NAME,
                role="harvest",
                params={"temperature": 0.7, "max_tokens": 4096},
                harvest=True,
            )
        )
    habits = RelayHabits(limit=10, race=0.1)
    return Staged(accounts, relay(world, talk, seats, dice, habits))


SCENARIO = Scenario(
    NAME, "campaign", "campaign",
    "Hundreds of fresh accounts with four to eight unique hard tasks each in two days, "
    "without any shared wording.",
    stage,
)  # fmt: skip
