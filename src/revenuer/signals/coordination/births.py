"""When accounts came into being, in the group and outside it."""

from dataclasses import dataclass

import numpy as np

from revenuer.groups.view import I64, UNKNOWN_TIME, GroupView

_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Births:
    """`group`: one birth a customer that has one, ascending; `outside`: the births of the accounts
    outside, ascending. `created` tells creation times from first exchanges."""

    group: I64
    outside: I64
    created: bool


def births(view: GroupView) -> Births:
    """Creation times where the log has them, else first exchanges after the log's first day (an
    account seen on the first day may be much older)."""
    background = view.background
    created = "created_at" in view.fields
    inside = view.accounts.created_at if created else view.accounts.first_seen
    everyone = background.account_created if created else background.account_first_seen
    others = np.ones(len(everyone), bool)
    others[view.accounts.index[view.accounts.index < len(everyone)]] = False
    names, unit = np.unique(view.customers, return_inverse=True)
    earliest = np.full(len(names), np.iinfo(np.int64).max)
    known = inside != UNKNOWN_TIME
    np.minimum.at(earliest, unit[known], inside[known])
    group = np.sort(earliest[earliest < np.iinfo(np.int64).max])
    outside = np.sort(everyone[others & (everyone != UNKNOWN_TIME)])
    if not created:
        limit = background.start + _DAY
        group, outside = group[group > limit], outside[outside > limit]
    return Births(group, outside, created)
