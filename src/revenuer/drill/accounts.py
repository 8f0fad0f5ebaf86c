"""Accounts as the provider knows them, and where their requests come from."""

import zlib
from dataclasses import dataclass, field

from revenuer.drill.dice import Dice
from revenuer.drill.world import DAY, World


@dataclass(slots=True, eq=False)
class Account:
    """One customer account. Only `closed_*` changes after sign-up. Times in POSIX seconds."""

    account_id: str
    created_at: float
    country: str
    email_domain: str
    payment: str | None
    signup_ip: str
    device: str | None
    org_id: str | None = None
    plan: str = "pay-as-you-go"
    program: str | None = None
    verified: bool = False
    closed_at: float | None = None
    closed_reason: str | None = None
    keys: list[str] = field(default_factory=list)

    def open_at(self, ts: float) -> bool:
        """Whether the account exists and is not closed at ts."""
        return self.created_at <= ts and (self.closed_at is None or ts < self.closed_at)


FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "proton.me", "hotmail.com")
LOCAL_MAIL = {
    "DE": ("gmx.de", "web.de", "posteo.de", "t-online.de"),
    "CN": ("qq.com", "163.com", "126.com", "foxmail.com"),
    "ES": ("hotmail.es", "telefonica.net"),
    "MX": ("hotmail.com", "prodigy.net.mx"),
    "FR": ("orange.fr", "laposte.net"),
    "IN": ("rediffmail.com",),
    "TW": ("yahoo.com.tw",),
}


def sign_up(dice: Dice, world: World, *, country: str, created_at: float | None = None) -> Account:
    """An ordinary person's account: own mail, own card, own device, made some time in two years."""
    if created_at is None:
        created_at = world.start - dice.exponential(220 * DAY)
        if dice.chance(0.14):
            created_at = world.start + dice.uniform(0, world.days - 1) * DAY
    local = LOCAL_MAIL.get(country, ())
    mail = dice.pick(local) if local and dice.chance(0.55) else dice.pick(FREE_MAIL)
    return Account(
        account_id="acct_" + dice.hexes(14),
        created_at=created_at,
        country=country,
        email_domain=mail,
        payment="pm_" + dice.hexes(12) if dice.chance(0.8) else None,
        signup_ip=residential_ip(dice, country),
        device="dev_" + dice.hexes(12) if dice.chance(0.85) else None,
        plan=dice.weighted(("free", "pay-as-you-go", "plus"), (0.25, 0.55, 0.2)),
        verified=dice.chance(0.25),
        keys=[new_key(dice)],
    )


def new_key(dice: Dice) -> str:
    """The hash under which a gateway logs an API key."""
    return dice.hexes(64)


def residential_ip(dice: Dice, country: str) -> str:
    """An address of one of the country's access providers.

    All addresses are class E (240.0.0.0/4): no host on the internet has one, so no real
    subscriber can appear in a staged log.
    """
    provider = zlib.crc32(f"{country}/{dice.below(9)}".encode())
    return f"{240 + provider % 10}.{provider >> 8 & 255}.{dice.below(256)}.{1 + dice.below(254)}"


def datacentre_ip(dice: Dice, owner: str) -> str:
    """An address in a hosting range; an owner's machines sit in the same few networks."""
    network = zlib.crc32(f"{owner}/{dice.below(2)}".encode())
    return f"{250 + network % 5}.{network >> 8 & 255}.{network >> 16 & 255}.{1 + dice.below(254)}"
