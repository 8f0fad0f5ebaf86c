"""Campaign (a): a fixed reasoning-forcing prompt around long varying payloads, through a relay.

About 180 accounts with one address each and frozen header sets; least-recently-used dispatch,
sticky for an hour; probing first, then scale; the new model within a day; a ban wave in the
second week and a standby pool that takes over.
"""

from collections.abc import Callable

from revenuer.drill import bank
from revenuer.drill.clients import Client, python_sdk
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, Seat, relay
from revenuer.drill.hardtasks import Task, long_task, setting
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, HOUR, World

NAME = "injected_reasoning"


def stage(dice: Dice, world: World) -> Staged:
    domains = throwaway_domains(dice, 12)
    first = bought_accounts(
        dice, world.sized(180, 24), begin=world.start - 26 * DAY, end=world.start - DAY,
        cards=9, card_share=0.5, domains=domains,
    )  # fmt: skip
    standby = bought_accounts(
        dice, world.sized(120, 16), begin=world.ban_wave - 5 * DAY, end=world.ban_wave - HOUR,
        cards=7, card_share=0.5, domains=domains,
    )  # fmt: skip
    for account in first:
        if dice.chance(0.85):
            account.closed_at = world.ban_wave + dice.uniform(0, 3) * HOUR
            account.closed_reason = "ban"
    # the reserve joins the rotation as soon as the operator has seen the bans
    reserve = relay_seats(dice, standby, since=world.ban_wave + 0.6 * HOUR)
    seats = [*relay_seats(dice, first), *reserve]
    exchanges = relay(world, _jobs(dice, world, seats), seats, dice, RelayHabits(limit=90))
    return Staged([*first, *standby], exchanges)


def _jobs(dice: Dice, world: World, seats: list[Seat]) -> list[Conversation]:
    volume = world.sized(22_000, 900)
    worker = python_sdk(dice)
    model = _pivot(dice, world)
    wording = bank.grammar("elicit")
    prefix, suffix = wording.say("prefix", dice), wording.say("suffix", dice)
    out = []
    for when in job_queue(dice, world.start + 0.4 * DAY, world.start + 2 * DAY, volume // 300 + 8):
        asked = long_task(dice)
        prompt = wording.say("probe", dice, {"payload": asked.prompt})
        out.append(_job(dice, when, Task(prompt, asked.words, "en"), worker, model, "probe"))
    for when in job_queue(dice, world.start + 2.2 * DAY, world.end, volume):
        asked = long_task(dice)
        prompt = f"{prefix}\n\n{asked.prompt}\n\n{suffix}"
        out.append(_job(dice, when, Task(prompt, asked.words, "en"), worker, model, "harvest"))
    for when in job_queue(dice, world.start + 0.2 * DAY, world.end, volume // 250 + 4):
        hello = dice.pick(("hi", "ping", "你好", "test", "1+1=?", "hello, are you there"))
        asked = Task(hello, setting(dice, "en"), "en")
        out.append(_job(dice, when, asked, worker, model, "check"))
    return out


def _job(
    dice: Dice, when: float, asked: Task, worker: Client, model: Callable[[float], str], role: str
) -> Conversation:
    wording = bank.grammar("elicit")
    answer = wording.say("step" if role == "check" else "answer_block", dice, asked.words)
    asks = [Ask(when, asked.prompt, answer)]
    if role == "harvest" and dice.chance(0.05):
        # cut off: the worker asks for the rest
        rest = wording.say("answer_block", dice, asked.words)
        asks.append(Ask(when + dice.uniform(20, 90), "continue", rest))
    return Conversation(
        key=dice.hexes(24),
        asks=asks,
        client=worker,
        model=model,
        scenario=NAME,
        role=role,
        params={"temperature": 0.6, "top_p": 0.95, "max_tokens": 8192},
        harvest=role != "check",
    )


def _pivot(dice: Dice, world: World) -> Callable[[float], str]:
    """The new model takes over within a day of its release, request by request."""

    def model(ts: float) -> str:
        share = min(0.97, max(0.0, (ts - world.release - 2 * HOUR) / (20 * HOUR)))
        return world.successor if dice.chance(share) else world.flagship

    return model


SCENARIO = Scenario(
    NAME, "campaign", "campaign",
    "A fixed prompt that forces the reasoning out, around long varying payloads, dealt to a "
    "pool of accounts by a relay; a ban wave, a standby pool, a pivot to the new model.",
    stage,
)  # fmt: skip
