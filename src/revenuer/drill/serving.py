"""An application's traffic: its end customers' turns, or its batches."""

from revenuer.drill.accounts import Account, datacentre_ip
from revenuer.drill.application import Application
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.exchange import Exchange
from revenuer.drill.grammar import Grammar
from revenuer.drill.schedule import Rhythm, batches, crowd_rhythm, timetable
from revenuer.drill.world import DAY, HOUR, World

_TALKATIVE = ("tutor", "companion", "travel_planner", "service_zh", "language_tutor", "recipes")
"""Kinds whose customers hold conversations; the others are asked once."""


def traffic(
    dice: Dice,
    world: World,
    app: Application,
    accounts: list[Account],
    volume: int,
    *,
    scenario: str,
    role: str,
) -> list[Exchange]:
    """The application's fortnight over its own accounts and keys, `volume` exchanges or so."""
    seats = [
        Seat(account, key, datacentre_ip(dice, app.company))
        for account in accounts
        for key in account.keys
    ]
    if app.customers:
        rhythm = crowd_rhythm(dice, app.country)
        talk = served(dice, world, app, volume, rhythm, scenario=scenario, role=role)
    else:
        talk = batched(dice, world, app, volume, scenario=scenario, role=role)
    return own_account(talk, seats, dice, trouble=0.003)


def served(
    dice: Dice,
    world: World,
    app: Application,
    volume: int,
    rhythm: Rhythm,
    *,
    scenario: str,
    role: str,
) -> list[Conversation]:
    """Conversations of the application's end customers, `volume` turns in all."""
    talkative = app.kind in _TALKATIVE or dice.chance(0.1)
    lengths: list[int] = []
    left = volume
    while left > 0:
        lengths.append(min(left, dice.geometric(2.6)) if talkative else 1)
        left -= lengths[-1]
    customers = [
        (f"u_{dice.hexes(8)}", app.grammar.narrowed(dice, 0.6)) for _ in range(app.customers)
    ]
    weights = [dice.lognormal(1.0, 1.0) for _ in customers]
    shares = [weight / sum(weights) for weight in weights]
    picks = dice.rng.choice(len(customers), size=len(lengths), p=shares).tolist()
    starts = rhythm.times(dice, world, len(lengths))
    return [
        _conversation(
            dice, world, app, start, length, customers[pick][0], customers[pick][1], scenario, role
        )
        for start, length, pick in zip(starts, lengths, picks, strict=True)
    ]


def batched(
    dice: Dice, world: World, app: Application, volume: int, *, scenario: str, role: str
) -> list[Conversation]:
    """Records worked through by a job that runs every hour, every six, or every night."""
    runs = timetable(dice, world, dice.pick((HOUR, 6 * HOUR, DAY, DAY)), dice.pick((2.0, 40.0)))
    share = volume / max(1, len(runs))
    sizes = [round(dice.lognormal(share, 0.3)) for _ in runs]
    moments = batches(dice, world, runs, sizes, dice.uniform(0.3, 6.0))
    return [
        _conversation(dice, world, app, when, 1, None, app.grammar, scenario, role)
        for when in moments
    ]


def _conversation(
    dice: Dice,
    world: World,
    app: Application,
    start: float,
    length: int,
    user: str | None,
    words: Grammar,
    scenario: str,
    role: str,
) -> Conversation:
    asks, now = [], start
    for _ in range(length):
        if now < world.end:
            asks.append(Ask(now, words.say("user", dice), words.say("answer", dice)))
        now += max(3.0, dice.lognormal(35, 0.8))
    return Conversation(
        key=dice.hexes(24),
        asks=asks,
        client=app.client,
        model=app.model,
        scenario=scenario,
        role=role,
        system=app.system,
        params=app.params,
        end_user=user if app.shows_customers else None,
    )
