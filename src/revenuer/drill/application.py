"""An application: its organisation, its accounts, its template, what it works on."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from revenuer.drill import bank
from revenuer.drill.accounts import Account, datacentre_ip, new_key
from revenuer.drill.clients import Client, servers_client
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Grammar
from revenuer.drill.people import model_habit
from revenuer.drill.wording import reworded
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
    text = dice.pick(("\n", " ", "\n- ", "\n\n")).join(dict.fromkeys(lines))
    return reworded(dice, text, lang, strength=0.7)


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
