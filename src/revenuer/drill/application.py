"""An application: its organisation, template, payloads, customers and timetable."""

from collections.abc import Callable
from dataclasses import dataclass

from revenuer.drill import bank
from revenuer.drill.accounts import Account, datacentre_ip, new_key
from revenuer.drill.clients import Client, servers_client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.exchange import Exchange
from revenuer.drill.grammar import Context, Grammar
from revenuer.drill.people import model_habit
from revenuer.drill.schedule import batches, crowd_rhythm, timetable
from revenuer.drill.world import DAY, HOUR, World


@dataclass(frozen=True, slots=True)
class Application:
    """One deployed application. `customers` > 0: it serves that many end users, each with a
    little vocabulary of their own; 0: it works through records in batches."""

    kind: str
    grammar: Grammar
    system: str
    company: str
    domain: str
    words: Context
    client: Client
    params: dict[str, object]
    model: Callable[[float], str]
    country: str
    customers: int
    shows_customers: bool


def blueprint(
    dice: Dice, world: World, kind: str | None = None, customers: int | None = None
) -> Application:
    """A new application; its prompt is fixed here, once, as a developer would fix it."""
    kinds = {name: (lang, grammar) for name, lang, grammar in bank.applications()}
    name = kind or dice.pick(tuple(kinds))
    lang, grammar = kinds[name]
    names = bank.grammar("names")
    company = f"{names.say('company', dice)} {dice.pick(('GmbH', 'Ltd', 'Inc', 'Labs', 'AG', ''))}"
    company = company.strip()
    own: Context = {
        "company": company,
        "product": [names.say("product", dice) for _ in range(dice.between(4, 9))],
        "city": [names.say("city", dice) for _ in range(dice.between(3, 8))],
        "first_name": [names.say("first_name", dice) for _ in range(dice.between(6, 20))],
    }
    if customers is None:
        customers = dice.between(20, 900) if dice.chance(0.6) else 0
    country = {"de": "DE", "zh": "CN"}.get(lang) or dice.pick(("US", "US", "GB", "CA", "IN", "NL"))
    return Application(
        kind=name,
        grammar=grammar,
        system=grammar.say("system", dice, own),
        company=company,
        domain=company.split()[0].lower() + dice.pick((".com", ".io", ".example", ".co")),
        words=own,
        client=servers_client(dice),
        params={"temperature": dice.pick((0, 0, 0.1, 0.2, 0.3, 0.7)),
                "max_tokens": dice.pick((64, 128, 256, 300, 512, 1024))},
        model=model_habit(dice, world, keen=0.15),
        country=country,
        customers=customers,
        shows_customers=dice.chance(0.4),
    )  # fmt: skip


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
    words: Context | None = None,
) -> list[Conversation]:
    """Conversations of the application's end users, `volume` turns in all.

    `words` narrows every end user's vocabulary (one household, say)."""
    rhythm = crowd_rhythm(dice, app.country)
    customers = [
        (f"u_{dice.hexes(8)}", words or _own_words(dice, app), dice.lognormal(1, 1.0))
        for _ in range(app.customers)
    ]
    weights = [weight for _, _, weight in customers]
    picks = dice.rng.choice(len(customers), size=volume, p=[w / sum(weights) for w in weights])
    chatty = dice.chance(0.4) or app.kind == "tutor"
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
    words = _own_words(dice, app)
    moments = batches(dice, world, runs, sizes, dice.uniform(0.3, 6.0))
    return [
        _conversation(dice, world, app, when, 1, words, None, scenario, role) for when in moments
    ]


def _own_words(dice: Dice, app: Application) -> Context:
    return {
        key: dice.sample(value, max(2, len(value) // 2)) if isinstance(value, list) else value
        for key, value in app.words.items()
    }


def _conversation(
    dice: Dice,
    world: World,
    app: Application,
    start: float,
    length: int,
    words: Context,
    user: str | None,
    scenario: str,
    role: str,
) -> Conversation:
    asks, now = [], start
    for _ in range(length):
        answer = app.grammar.say("answer", dice, words)
        asks.append(Ask(now, app.grammar.say("user", dice, words), answer))
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
