"""Prompts that went round: strangers paste the same long wording, then talk of their own."""

from revenuer.drill import bank
from revenuer.drill.accounts import sign_up
from revenuer.drill.conversation import Ask
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import own_account, places
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World

NAME = "viral_prompt"


def stage(dice: Dice, world: World) -> Staged:
    viral = bank.rules("viral")
    pairs = list(zip(viral["prompts"], viral["ready"], strict=True))
    accounts, exchanges = [], []
    for _ in range(world.sized(240, 20)):
        who = person(dice, world, lang="en")
        account = sign_up(dice, world, country=who.country)
        prompt, ready = dice.pick(pairs)
        talk = chats(
            dice, world, who, appetite(dice) + 2, scenario=NAME, role="chat",
            begin=account.created_at,
        )  # fmt: skip
        for conversation in talk:
            if conversation.asks and dice.chance(0.5):
                first = conversation.asks[0]
                opening = Ask(first.ts, prompt, ready)
                rest = [Ask(a.ts + 40, a.prompt, a.answer) for a in conversation.asks]
                conversation.asks = [opening, *rest]
        accounts.append(account)
        exchanges += own_account(talk, places(account, dice), dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "Strangers paste one of six prompts that went round, then talk of their own affairs.",
    stage,
)  # fmt: skip
