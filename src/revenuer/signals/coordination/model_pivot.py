"""Did the accounts move to a new model within a day of its first appearance?

Null hypothesis: the group's customers take up a new model like the rest of the traffic.
Assumptions: the model's first exchange in the log is its release; models of the log's first and
last day are not new. Each declared customer's share counts once, so that one busy account does not
speak for all. Where several models are new, the one the group uses most is taken.
Statistic: log odds of the group's mean share in the model's first 24 hours minus those of all other
traffic on that day and the next.
No p-value: adoption is heavy-tailed (many never change, release-day benchmarkers change at once)
and an alias that always names the newest model moves all its users together; the statistic is
ranked among control groups. Hence it speaks against strangers only.
Source: public reports of campaigns that moved nearly half their traffic within a day.
"""

import math
from dataclasses import dataclass

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal, compared

NAME = "model_pivot"
_DAY = 86_400_000_000
_LEAST_CUSTOMERS = 3


@dataclass(frozen=True, slots=True)
class _Release:
    model: int
    share: float
    """Mean over active customers of the share of their exchanges in the first 24 hours."""
    se: float
    """Standard error of `share` over customers, of the add-one-half estimate."""
    moved: int
    """Customers that used it in those hours, of `active`."""
    active: int
    elsewhere: float
    """Share of all other traffic on the release day and the next."""


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    background = view.background
    first = background.model_first_seen
    new = np.flatnonzero((first > background.start + _DAY) & (first <= background.end - _DAY))
    if not len(new):
        return CannotAssess(NAME, "no model appeared for the first time within the log")
    known = view.events.model[view.events.model >= 0]
    used = np.bincount(known, minlength=len(first))[new]
    release = _release(view, int(new[int(np.argmax(used))]))
    if release.active < _LEAST_CUSTOMERS:
        return CannotAssess(
            NAME,
            f"{release.active} customers of the group were active on the first day of a new model;"
            f" {_LEAST_CUSTOMERS} are needed",
        )
    pad = 0.5 / release.active
    share = (release.share + pad) / (1 + 2 * pad)
    other = min(max(release.elsewhere, 1e-4), 1 - 1e-4)
    name = background.models[release.model]
    return compared(
        view,
        math.log(share / (1 - share)) - math.log(other / (1 - other)),
        release.se / (share * (1 - share)),
        detail=(
            f"Within 24 hours of the first exchange with {name!r}, {release.moved} of"
            f" {release.active} active customers used it, with {release.share:.0%} of an average"
            f" customer's exchanges; all other traffic used it for {release.elsewhere:.1%}."
        ),
        benign=_benign(release),
        numbers={
            "share_first_day": release.share,
            "share_elsewhere": release.elsewhere,
            "customers_moved": float(release.moved),
            "customers_active": float(release.active),
        },
    )


def _release(view: GroupView, model: int) -> _Release:
    events, background = view.events, view.background
    t0 = int(background.model_first_seen[model])
    early = (events.ts >= t0) & (events.ts < t0 + _DAY)
    names, unit_of = np.unique(view.customers, return_inverse=True)
    unit = unit_of[events.account[early]]
    total = np.bincount(unit, minlength=len(names))
    moved = np.bincount(unit, weights=events.model[early] == model, minlength=len(names))
    active = total > 0
    shares = moved[active] / total[active]
    count = int(active.sum())
    mean = float(shares.mean()) if count else 0.0
    variance = float(shares.var()) if count else 0.0
    floor = 0.25 / max(1, count)
    day = (t0 // _DAY) - background.start // _DAY
    all_days = background.model_daily[day : day + 2]
    # The group's own exchanges on the same calendar days are taken out of the comparison.
    own = (events.ts // _DAY >= t0 // _DAY) & (events.ts // _DAY <= t0 // _DAY + 1)
    rest = float(all_days.sum()) - float(own.sum())
    with_model = float(all_days[:, model].sum()) - float((events.model[own] == model).sum())
    return _Release(
        model=model,
        share=mean,
        se=math.sqrt((variance + floor) / max(1, count)),
        moved=int(np.count_nonzero(moved)),
        active=count,
        elsewhere=min(1.0, max(0.0, with_model) / max(1.0, rest)),
    )


def _benign(release: _Release) -> str:
    if release.share <= 2 * release.elsewhere + 0.02:
        return "Nothing to explain: the group takes up the model like everybody else."
    if release.moved <= 0.25 * release.active:
        return (
            f"Release-day benchmarking by a few would look like this: {release.moved} of"
            f" {release.active} customers tried the model."
        )
    return (
        f"Release-day benchmarking concerns a few customers; here {release.moved} of"
        f" {release.active} moved. A client that always asks for the newest model would move all"
        " its users at once and is not excluded."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Day-one model pivot",
    null="New models are taken up as in the rest of the traffic.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
