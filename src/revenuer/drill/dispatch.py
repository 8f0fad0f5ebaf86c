"""Who carries a request: a customer's own account, or a relay that deals requests to many.

The relay does what public relay software does: a conversation sticks to its account for an hour;
a new one goes to the account idle longest among those of the best priority; a rate limit or a ban
drops the mapping and the next account continues the conversation.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from revenuer.drill.accounts import Account, residential_ip
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Conversation, Turn, turns
from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.world import HOUR, World


@dataclass(slots=True, eq=False)
class Seat:
    """An account in use: key, address, and (in a relay) one frozen header set.

    `client` None means that each author's own client shows. `until` and `since` bound the
    relay's use of it. The rest is the relay's running state.
    """

    account: Account
    key: str
    ip: str
    client: Client | None = None
    since: float = 0.0
    priority: int = 0
    last_used: float = 0.0
    cooling_until: float = 0.0
    dead: bool = False
    window: list[float] = field(default_factory=list)


Choose = Callable[[Sequence[Seat], float, Dice], Seat]


def least_recently_used(seats: Sequence[Seat], now: float, dice: Dice) -> Seat:
    """The account idle longest."""
    return min(seats, key=lambda seat: seat.last_used)


def at_random(seats: Sequence[Seat], now: float, dice: Dice) -> Seat:
    """Any account."""
    return dice.pick(seats)


def record(turn: Turn, seat: Seat, dice: Dice, *, ts: float | None = None) -> Exchange:
    """The log entry of a turn answered at a seat."""
    talk = turn.conversation
    when = turn.ts if ts is None else ts
    speed = dice.uniform(45, 120)
    return Exchange(
        ts=when,
        account=seat.account,
        key=seat.key,
        ip=seat.ip,
        client=seat.client or talk.client,
        model=talk.model(when),
        system=talk.system,
        messages=turn.messages,
        response=turn.answer,
        params=talk.params,
        input_tokens=turn.input_tokens,
        output_tokens=turn.output_tokens,
        latency=round(0.25 + dice.exponential(0.3) + turn.output_tokens / speed, 3),
        scenario=talk.scenario,
        role=talk.role,
        session=talk.session,
        end_user=talk.end_user,
        tools=talk.tools,
        harvest=talk.harvest,
    )


def refused(turn: Turn, seat: Seat, dice: Dice, status: int, *, ts: float) -> Exchange:
    """The log entry of a turn that was turned away."""
    entry = record(turn, seat, dice, ts=ts)
    entry.status = status
    entry.error = _REASONS[status]
    entry.response = ""
    entry.output_tokens = 0
    entry.latency = round(0.05 + dice.exponential(0.08), 3)
    return entry


_REASONS = {
    403: "This account has been disabled for violating the usage policies.",
    429: "Rate limit reached for requests. Please try again later.",
    500: "The server had an error while processing your request.",
    529: "The service is temporarily overloaded.",
}


def places(account: Account, dice: Dice) -> list[Seat]:
    """Where a private customer sits: home mostly, for some a phone or a second home address."""
    home = Seat(account, account.keys[0], account.signup_ip)
    seats = [home, home, home]
    if dice.chance(0.5):
        home_again = Seat(account, account.keys[0], residential_ip(dice, account.country))
        seats.append(home_again)
    if dice.chance(0.35):
        seats.append(Seat(account, account.keys[0], residential_ip(dice, account.country)))
    return seats


def own_account(
    conversations: Iterable[Conversation],
    seats: Sequence[Seat],
    dice: Dice,
    *,
    trouble: float = 0.006,
) -> list[Exchange]:
    """A customer's own traffic: each conversation from one of the places the customer sits at;
    now and then a request fails and is sent again."""
    out: list[Exchange] = []
    for conversation in conversations:
        seat = dice.pick(seats)
        for turn in turns(conversation):
            when = turn.ts
            if dice.chance(trouble):
                out.append(refused(turn, seat, dice, dice.pick((429, 500, 529)), ts=when))
                when += dice.uniform(0.6, 9.0)
            out.append(record(turn, seat, dice, ts=when))
    return out


@dataclass(frozen=True, slots=True)
class RelayHabits:
    """How a relay works. `limit` requests an account within `limit_window` seconds bring a 429
    and `cooldown` seconds of rest; `race` is the share of choices made on a stale view."""

    choose: Choose = least_recently_used
    sticky: float = HOUR
    limit: int = 60
    limit_window: float = 5 * HOUR
    cooldown: float = HOUR
    race: float = 0.05
    overload: float = 0.003


def relay(
    world: World,
    conversations: Iterable[Conversation],
    seats: Sequence[Seat],
    dice: Dice,
    habits: RelayHabits,
) -> list[Exchange]:
    """Deal conversations out to seats in time order; bans come from the accounts' `closed_at`.

    Turns for which no seat is left are lost, as they are to the operator.
    """
    queue = sorted((t for c in conversations for t in turns(c)), key=lambda turn: turn.ts)
    stuck: dict[str, tuple[Seat, float]] = {}
    out: list[Exchange] = []
    for turn in queue:
        now = turn.ts
        for _ in range(6):
            seat = _seat_for(turn.conversation.key, now, stuck, seats, dice, habits)
            if seat is None:
                break
            status = _admit(seat, now, dice, habits)
            if status == 200:
                out.append(_relabelled(record(turn, seat, dice, ts=now)))
                seat.last_used = now
                seat.window.append(now)
                stuck[turn.conversation.key] = (seat, now + habits.sticky)
                break
            out.append(_relabelled(refused(turn, seat, dice, status, ts=now)))
            stuck.pop(turn.conversation.key, None)
            now += dice.uniform(0.3, 2.5)
    return [entry for entry in out if world.inside(entry.ts)]


def _relabelled(entry: Exchange) -> Exchange:
    """A relay shows each account its own session names, derived from the customer's."""
    if entry.session:
        own = f"{entry.account.account_id}/{entry.session}".encode()
        entry.session = blake2b(own, digest_size=12).hexdigest()
    return entry


def _seat_for(
    key: str,
    now: float,
    stuck: dict[str, tuple[Seat, float]],
    seats: Sequence[Seat],
    dice: Dice,
    habits: RelayHabits,
) -> Seat | None:
    held = stuck.get(key)
    if held and held[1] > now and held[0].cooling_until <= now and not held[0].dead:
        return held[0]
    usable = [s for s in seats if s.since <= now and not s.dead and s.cooling_until <= now]
    if not usable:
        return None
    best = min(s.priority for s in usable)
    usable = [s for s in usable if s.priority == best]
    if dice.chance(habits.race):
        # two workers read the table before either has written to it
        idle = sorted(usable, key=lambda s: s.last_used)
        return dice.pick(idle[: max(2, len(idle) // 8)])
    return habits.choose(usable, now, dice)


def _admit(seat: Seat, now: float, dice: Dice, habits: RelayHabits) -> int:
    if not seat.account.open_at(now):
        seat.dead = True
        return 403
    seat.window = [t for t in seat.window if t > now - habits.limit_window]
    if len(seat.window) >= habits.limit:
        seat.cooling_until = now + habits.cooldown
        return 429
    if dice.chance(habits.overload):
        seat.cooling_until = now + dice.uniform(20, 120)
        return 429
    return 200
