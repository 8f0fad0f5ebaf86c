"""An operator's campaign, put together from habits: what is asked, by how many accounts, when.

`Operation` is the whole of an operator's choices, `stage` plays them. The last group of fields is
what an operator can do against detection; each costs something (see `evasions`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from revenuer.drill import bank
from revenuer.drill.accounts import Account
from revenuer.drill.clients import Client, persons_client, python_sdk
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Choose, RelayHabits, Seat, own_account, relay
from revenuer.drill.exchange import Exchange
from revenuer.drill.material import Material
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.people import appetite, chats, person
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Staged
from revenuer.drill.schedule import ZONES, Rhythm, job_queue, persons_rhythm, reply_gaps
from revenuer.drill.workloads import Job, Work, Workload, probing
from revenuer.drill.world import DAY, HOUR, World

ENGLISH = {"en": 1.0}


@dataclass(frozen=True, slots=True)
class Operation:
    """`accounts` at scale 1 and `each` harvest requests an account; days count from the start.

    `customers` is the share of exchanges in the same accounts that are a reseller's real customers.
    `banned` of the accounts are closed in the ban wave, and a standby pool of `standby` times their
    number takes over. `probes` is the share of requests that try techniques first, `pivot` moves to
    the new model within a day. Against detection: `wait` seconds of random delay a job (mean);
    `own_hours` gives each account its own waking hours; `personas` its own subjects, settings,
    client, pace and no relay; `repeats` is the share of jobs sent again from elsewhere on purpose;
    `reactions` the share of jobs with a follow-up that takes up the answer; `cover` the share of
    chit-chat.
    """

    workload: Workload
    accounts: int
    each: float
    langs: dict[str, float] = field(default_factory=lambda: dict(ENGLISH))
    first_day: float = 0.8
    last_day: float = 13.8
    registered: tuple[float, float] = (-30.0, -1.0)
    cards: int = 8
    card_share: float = 0.35
    domains: int = 14
    human: float = 0.3
    habits: RelayHabits = field(default_factory=lambda: RelayHabits(limit=90))
    customers: float = 0.0
    banned: float = 0.0
    standby: float = 0.0
    probes: float = 0.0
    pivot: bool = False
    least: int = 12
    wait: float = 0.0
    own_hours: bool = False
    personas: bool = False
    repeats: float = 0.0
    reactions: float = 0.0
    cover: float = 0.0


def staging(operation: Operation, name: str) -> Callable[[Dice, World], Staged]:
    """What a `Scenario` needs to play the operation under this name."""

    def stage(dice: Dice, world: World) -> Staged:
        return play(operation, name, dice, world)

    return stage


def play(plan: Operation, name: str, dice: Dice, world: World) -> Staged:
    """Accounts and exchanges of the operation."""
    accounts, seats = _pool(plan, dice, world)
    material = Material.of(plan.langs)
    if plan.personas:
        return Staged(accounts, _as_personas(plan, name, dice, world, seats, material))
    volume = round(plan.each * world.sized(plan.accounts, min(plan.accounts, plan.least)))
    talk = _harvest(plan, name, dice, world, volume, material)
    if plan.cover:
        talk += _chit_chat(dice, world, round(volume * plan.cover / (1 - plan.cover)), name)
    if plan.customers:
        ordinary = round(volume * plan.customers / (1 - plan.customers))
        talk += customers_talk(
            dice, world, volume=ordinary, scenario=name, shares=(0.35, 0.55, 0.05, 0.05)
        )
    habits = plan.habits
    if plan.own_hours:
        habits = replace(habits, choose=_awake(dice, seats, habits.choose))
    return Staged(accounts, relay(world, talk, seats, dice, habits))


def _pool(plan: Operation, dice: Dice, world: World) -> tuple[list[Account], list[Seat]]:
    domains = throwaway_domains(dice, plan.domains)
    count = world.sized(plan.accounts, min(plan.accounts, plan.least))

    def bought(n: int, begin: float, end: float) -> list[Account]:
        return bought_accounts(
            dice, n, begin=begin, end=end, cards=plan.cards, card_share=plan.card_share,
            domains=domains, countries=("US", "US", "SG", "GB", "CA", "DE", "JP"),
        )  # fmt: skip

    opened, closed = (world.start + day * DAY for day in plan.registered)
    first = bought(count, opened, closed)
    for account in first:
        if dice.chance(plan.banned):
            account.closed_at = world.ban_wave + dice.uniform(0, 3) * HOUR
            account.closed_reason = "ban"
    seats = relay_seats(dice, first, warm_up=HOUR)
    reserve: list[Account] = []
    if plan.standby:
        size = max(4, round(count * plan.standby))
        reserve = bought(size, world.ban_wave - 6 * DAY, world.ban_wave - HOUR)
        seats += relay_seats(dice, reserve, since=world.ban_wave + 0.5 * HOUR)
    return [*first, *reserve], seats


def _harvest(
    plan: Operation, name: str, dice: Dice, world: World, volume: int, material: Material
) -> list[Conversation]:
    """All jobs of the queue as conversations; probes come first."""
    begin, end = (world.start + day * DAY for day in (plan.first_day, plan.last_day))
    make, probe = plan.workload(dice, material), probing(dice, material)
    model = _model(plan, dice, world)
    client = python_sdk(dice)
    talk: list[Conversation] = []
    while sum(len(c.asks) for c in talk) < volume * plan.probes:
        when = begin + dice.exponential(0.5) * DAY
        talk.append(_conversation(dice, name, when, probe(dice), model, client))
    said: list[Job] = []
    queue = job_queue(dice, begin + 2 * plan.probes * DAY, end, volume, human=plan.human)
    turns = 0
    for when in queue:
        job = _job(plan, dice, make, said)
        turns += len(job.turns)
        talk.append(
            _conversation(dice, name, when + dice.exponential(plan.wait), job, model, client)
        )
    # several turns a job: keep to the volume that was asked for
    keep = volume / max(turns, 1)
    return [c for c in talk if c.role == "probe" or dice.chance(keep)]


def _job(plan: Operation, dice: Dice, make: Work, said: list[Job]) -> Job:
    """A new job, or an earlier one once more; some with a follow-up that takes up the answer."""
    if said and dice.chance(plan.repeats):
        return dice.pick(said)
    job = make(dice)
    if plan.reactions and dice.chance(plan.reactions):
        _, answer = job.turns[-1]
        word = dice.pick([w for w in answer.split() if len(w) > 4] or ["that"])
        follow = bank.grammar("people_en").say(
            "follow", dice, {"said": word, "thing": word, "act": "go on", "snag": "it stops there"}
        )
        results = min(job.results, len(job.turns) - 1)
        job = replace(job, turns=(*job.turns, (follow, answer)), results=results)
    if plan.repeats:
        said.append(job)
    return job


def _conversation(
    dice: Dice, name: str, when: float, job: Job, model: Callable[[float], str], client: Client
) -> Conversation:
    asks, now = [], when
    gaps = reply_gaps(dice, len(job.turns), 25)
    for i, ((prompt, answer), gap) in enumerate(zip(job.turns, gaps, strict=True)):
        asks.append(Ask(now, prompt, answer, "tool" if 0 < i <= job.results else "user"))
        now += gap
    return Conversation(
        key=dice.hexes(24), asks=asks, client=client, model=model, scenario=name, role=job.role,
        system=job.system, params=job.params, tools=job.tools, harvest=True,
    )  # fmt: skip


def _model(plan: Operation, dice: Dice, world: World) -> Callable[[float], str]:
    if not plan.pivot:
        return lambda _: world.flagship

    def model(ts: float) -> str:
        share = min(0.97, max(0.0, (ts - world.release - 2 * HOUR) / (20 * HOUR)))
        return world.successor if dice.chance(share) else world.flagship

    return model


def _chit_chat(dice: Dice, world: World, volume: int, name: str) -> list[Conversation]:
    talk: list[Conversation] = []
    while sum(len(c.asks) for c in talk) < volume:
        who = person(dice, world, lang="en")
        talk += chats(dice, world, who, appetite(dice), scenario=name, role="cover")
    return talk


def _awake(dice: Dice, seats: list[Seat], choose: Choose) -> Choose:
    """Prefer accounts within their own waking hours: nine of the twenty-four, by time zone."""
    wakes = {
        seat.account.account_id: (dice.pick(ZONES[seat.account.country]), dice.uniform(7, 14))
        for seat in seats
    }

    def up(seat: Seat, now: float) -> bool:
        zone, begins = wakes[seat.account.account_id]
        return (now / HOUR + zone - begins) % 24 < 9

    def pick(usable: Sequence[Seat], now: float, dice: Dice) -> Seat:
        return choose([s for s in usable if up(s, now)] or usable, now, dice)

    return pick


def _as_personas(
    plan: Operation, name: str, dice: Dice, world: World, seats: list[Seat], material: Material
) -> list[Exchange]:
    """Each account on its own: own subjects, pace, hours, client and settings; no relay."""
    begin, end = (world.start + day * DAY for day in (plan.first_day, plan.last_day))
    out: list[Exchange] = []
    for seat in seats:
        make = plan.workload(dice, material.narrowed(dice))
        rhythm: Rhythm = persons_rhythm(dice, seat.account.country)
        count = max(1, round(plan.each * dice.lognormal(0.75, 0.8)))
        moments = rhythm.times(dice, world, count, max(begin, seat.since), end)
        client, temperature = persons_client(dice), dice.pick((0.2, 0.5, 0.7, 1.0))
        said: list[Job] = []
        talk = [
            _conversation(
                dice, name, when,
                replace(_job(plan, dice, make, said), params={"temperature": temperature}),
                _model(plan, dice, world), client,
            )
            for when in moments
        ]  # fmt: skip
        seat.client = client
        if plan.cover:
            talk += _chit_chat(dice, world, round(count * plan.cover / (1 - plan.cover)), name)
        out += own_account(talk, [seat], dice)
    return [e for e in out if world.inside(e.ts) and e.account.open_at(e.ts)]
