"""An operator's accounts: bought, registered by a script, used through a relay."""

from revenuer.drill.accounts import Account, new_key, residential_ip
from revenuer.drill.clients import Client, node_sdk, python_sdk
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat
from revenuer.drill.world import HOUR


def throwaway_domains(dice: Dice, n: int) -> list[str]:
    """Mail domains registered for the purpose."""
    first = ("mail", "post", "inbox", "box", "mx", "corp", "team", "my", "fast", "sky", "blue")
    last = ("hub", "desk", "line", "nest", "ly", "zone", "pro", "works", "now", "cloud")
    ends = (".xyz", ".top", ".site", ".online", ".click", ".info", ".shop")
    return [
        f"{dice.pick(first)}{dice.pick(last)}{dice.below(90)}{dice.pick(ends)}" for _ in range(n)
    ]


def bought_accounts(
    dice: Dice,
    n: int,
    *,
    begin: float,
    end: float,
    cards: int,
    card_share: float,
    domains: list[str],
    countries: tuple[str, ...] = ("US", "US", "SG", "GB", "CA"),
) -> list[Account]:
    """n accounts registered between begin and end, in sittings of a few at a time.

    `card_share` of them carry one of `cards` payment fingerprints; the others have their own or
    none. Most mail addresses are at free providers, the rest at throwaway domains.
    """
    fingerprints = ["pm_" + dice.hexes(12) for _ in range(cards)]
    out: list[Account] = []
    while len(out) < n:
        sitting = dice.uniform(begin, end)
        for _ in range(min(n - len(out), dice.geometric(5))):
            sitting += dice.lognormal(170, 0.7)
            out.append(
                _bought(dice, min(sitting, end), fingerprints, card_share, domains, countries)
            )
    return out


def _bought(
    dice: Dice,
    created_at: float,
    fingerprints: list[str],
    card_share: float,
    domains: list[str],
    countries: tuple[str, ...],
) -> Account:
    country = dice.pick(countries)
    if fingerprints and dice.chance(card_share):
        payment: str | None = dice.pick(fingerprints)
    else:
        payment = "pm_" + dice.hexes(12) if dice.chance(0.6) else None
    free = ("gmail.com", "outlook.com", "hotmail.com")
    return Account(
        account_id="acct_" + dice.hexes(14),
        created_at=created_at,
        country=country,
        email_domain=dice.pick(domains) if domains and dice.chance(0.5) else dice.pick(free),
        payment=payment,
        signup_ip=residential_ip(dice, country),
        device="dev_" + dice.hexes(12) if dice.chance(0.4) else None,
        plan=dice.weighted(("pay-as-you-go", "plus"), (0.6, 0.4)),
        keys=[new_key(dice)],
    )


def relay_seats(
    dice: Dice,
    accounts: list[Account],
    *,
    priority: int = 0,
    since: float = 0.0,
    warm_up: float = 2 * HOUR,
) -> list[Seat]:
    """One seat an account: its own address, and one header set frozen when it was set up."""
    return [
        Seat(
            account,
            account.keys[0],
            account.signup_ip if dice.chance(0.3) else residential_ip(dice, account.country),
            client=frozen_client(dice),
            since=max(since, account.created_at + dice.exponential(warm_up)),
            priority=priority,
            last_used=account.created_at,
        )
        for account in accounts
    ]


def frozen_client(dice: Dice) -> Client:
    """The header set a relay keeps for an account: that of whatever called it first."""
    return python_sdk(dice) if dice.chance(0.6) else node_sdk(dice)
