"""An application: its organisation, template, payloads, customers and timetable."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from revenuer.drill import bank
from revenuer.drill.accounts import Account, datacentre_ip, new_key
from revenuer.drill.clients import Client, servers_client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.exchange import Exchange
from revenuer.drill.grammar import Grammar
from revenuer.drill.people import model_habit
from revenuer.drill.schedule import batches, crowd_rhythm, timetable
from revenuer.drill.world import DAY, HOUR, World


@dataclass(frozen=True, slots=True)
class Application:
    """One deployed application. `customers` > 0: it serves that many end users, each with a
    narrower vocabulary of their own; 0: it works through records in batches."""

    kind: str
    grammar: Grammar
    system: str
    company: str
    domain: str
    client: Client
    params: dict[str, object]
    model: Callable[[float], str]
    country: str
    customers: int
    shows_customers: bool


def blueprint(
    dice: Dice, world: World, kind: str | None = None, customers: int | None = None
) -> Application:
    """A new application; its prompt is fixed here, once, as a developer would fix it, and what
    it works on is a part of what such applications work on."""
    kinds = {name: (lang, grammar) for name, lang, grammar in bank.applications()}
    name = kind or dice.pick(tuple(kinds))
    lang, grammar = kinds[name]
    company = bank.grammar("names").say("company", dice)
    own = grammar.narrowed(dice, 0.65, keep=("system", "user", "answer"))
    if customers is None:
        customers = dice.between(20, 600) if dice.chance(0.6) else 0
    country = _HOME.get(lang) or dice.pick(("US", "US", "GB", "CA", "IN", "NL"))
    return Application(
        kind=name,
        grammar=own,
        system=_prompt(dice, own, lang, company),
        company=company,
        domain=re.sub(r"[^a-z]+", "", company.lower()) + dice.pick((".com", ".io", ".co", ".net")),
        client=servers_client(dice),
        params={
            "temperature": dice.pick((0, 0, 0.1, 0.2, 0.3, 0.7)),
            "max_tokens": dice.pick((64, 128, 256, 300, 512, 1024)),
        },
        model=model_habit(dice, world, keen=0.15),
        country=country,
        customers=customers,
        shows_customers=dice.chance(0.4),
    )


_HOME = {"de": "DE", "zh": "CN", "es": "ES"}


def _prompt(dice: Dice, grammar: Grammar, lang: str, company: str) -> str:
    """The task, and house rules as developers add them over time."""
    words = {"company": company}
    rules = bank.grammar("guidelines")
    lines = [grammar.say("system", dice, words)]
    lines += [rules.say(lang, dice, words) for _ in range(min(9, dice.geometric(4) - 1))]
    return dice.pick(("\n", " ", "\n- ", "\n\n")).join(dict.fromkeys(lines))


def company_accounts(dice: Dice, world: World, app: Application, n: int) -> list[Account]:
    """The organisation's accounts: one card, one domain, made together or as the firm grew."""
    org, card = "org_" + dice.hexes(10), "pm_" + dice.hexes(12)
    born = world.start - dice.exponential(300 * DAY) - DAY
    return [
        Account(
            account_id="acct_" + dice.hexes(14),
            created_at=min(born + i * dice.exponential(9 * DAY), world.start - HOUR),
            country=app.country,
            email_domain=app.domain,
            payment=card,
            signup_ip=datacentre_ip(dice, app.company),
            device="dev_" + dice.hexes(12),
            org_id=org,
            plan=dice.pick(("pay-as-you-go", "team", "team", "enterprise")),
            verified=dice.chance(0.7),
            keys=[new_key(dice) for _ in range(dice.between(1, 3))],
        )
        for i in range(n)
    ]


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
    """The application's fortnight: its customers' turns, or its nightly and hourly batches."""
    seats = [
        Seat(account, key, datacentre_ip(dice, app.company))
        for account in accounts
        for key in account.keys
    ]
    if app.customers:
        talk = served(dice, world, app, volume, scenario, role)
    else:
        talk = _batched(dice, world, app, volume, scenario, role)
    return own_account(talk, seats, dice, trouble=0.003)


def served(
    dice: Dice,
    world: World,
    app: Application,
    volume: int,
    scenario: str,
    role: str,
) -> list[Conversation]:
    """Conversations of the application's end users, `volume` turns in all."""
    rhythm = crowd_rhythm(dice, app.country)
    customers = [
        (f"u_{dice.hexes(8)}", customers_words(dice, app), dice.lognormal(1, 1.0))
        for _ in range(app.customers)
    ]
    weights = [weight for _, _, weight in customers]
    picks = dice.rng.choice(len(customers), size=volume, p=[w / sum(weights) for w in weights])
    chatty = app.kind in _TALKATIVE or dice.chance(0.1)
    out, left = [], volume
    for start, pick in zip(rhythm.times(dice, world, volume), picks.tolist(), strict=True):
        if left <= 0:
            break
        length = min(left, dice.geometric(2.6)) if chatty else 1
        left -= length
        user, own, _ = customers[pick]
        out.append(_conversation(dice, world, app, start, length, own, user, scenario, role))
    # the early starts alone would leave the end of the fortnight empty
    if chatty:
        shift = rhythm.times(dice, world, len(out))
        out = [_moved(talk, when, world) for talk, when in zip(out, shift, strict=True)]
    return out


def _batched(
    dice: Dice, world: World, app: Application, volume: int, scenario: str, role: str
) -> list[Conversation]:
    runs = timetable(dice, world, dice.pick((HOUR, 6 * HOUR, DAY, DAY)), dice.pick((2.0, 40.0)))
    share = volume / max(1, len(runs))
    sizes = [round(dice.lognormal(share, 0.3)) for _ in runs]
    moments = batches(dice, world, runs, sizes, dice.uniform(0.3, 6.0))
    return [
        _conversation(dice, world, app, when, 1, app.grammar, None, scenario, role)
        for when in moments
    ]


_TALKATIVE = ("tutor", "companion", "travel_planner", "service_zh", "language_tutor", "recipes")


def customers_words(dice: Dice, app: Application) -> Grammar:
    """What one end customer of the application sends."""
    return app.grammar.narrowed(dice, 0.5)


def _conversation(
    dice: Dice,
    world: World,
    app: Application,
    start: float,
    length: int,
    words: Grammar,
    user: str | None,
    scenario: str,
    role: str,
) -> Conversation:
    asks, now = [], start
    for _ in range(length):
        answer = words.say("answer", dice)
        asks.append(Ask(now, words.say("user", dice), answer))
        now += max(3.0, dice.lognormal(35, 0.8))
        if now >= world.end:
            break
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


def _moved(talk: Conversation, start: float, world: World) -> Conversation:
    shift = start - talk.asks[0].ts
    moved = [Ask(a.ts + shift, a.prompt, a.answer) for a in talk.asks]
    talk.asks = [a for a in moved if a.ts < world.end] or moved[:1]
    return talk
