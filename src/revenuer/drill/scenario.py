"""What a scenario is: who takes part, what they send, and what a fair verdict would be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from revenuer.drill.accounts import Account
from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.world import World

Kind = Literal["ordinary", "campaign", "pool", "look-alike"]


@dataclass(frozen=True, slots=True)
class Staged:
    """A scenario played out. Exchanges in any order; every exchange's account is in `accounts`."""

    accounts: list[Account]
    exchanges: list[Exchange]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of customer, honest or not.

    `verdict` is what a scan should say of its accounts taken together: "campaign", "pool" or
    None (nothing). `stage` plays it; its draws come from the dice it is given and nothing else.
    """

    name: str
    kind: Kind
    verdict: Literal["campaign", "pool"] | None
    story: str
    stage: Callable[[Dice, World], Staged]
