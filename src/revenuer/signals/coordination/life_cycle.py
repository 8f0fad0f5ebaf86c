"""Were the accounts born together, and did they run at full rate from the first day?

Null hypothesis: with respect to birth the group is a random choice among all accounts of the log,
so that its births crowd no more than those of as many accounts drawn from outside (which carry the
provider's own launches and campaigns of sign-ups).
Assumptions: birth is the creation time, or the first exchange where creation is unknown. A declared
customer counts once, at its earliest birth.
Statistic: the largest number of births within an hour, six hours, a day and a week, each compared
with 999 random choices; the p-value is the smallest of the four times four.
Limits: a class enrols, an application launches and a hackathon begins on one day: the signal speaks
against strangers only. Day-one rates (no ramp) are reported as numbers: a migrated workload also
starts at full rate.
Selection: a group found because its accounts appeared together gets no p-value.
Source: scan statistics with Monte-Carlo calibration (Naus 1965); Phipson & Smyth (2010).
"""

import math

import numpy as np
from numba import njit

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.births import births
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal
from revenuer.stats.permutation import Side, p_value

NAME = "life_cycle"
_HOUR = 3_600_000_000
_WIDTHS = {
    "an hour": _HOUR,
    "six hours": 6 * _HOUR,
    "a day": 24 * _HOUR,
    "a week": 168 * _HOUR,
}
_DRAWS = 999
_MOST = 2_000
_LEAST = 5


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    born = births(view)
    group = born.group
    if len(group) < _LEAST or len(born.outside) < 2 * _LEAST:
        return CannotAssess(
            NAME,
            f"{len(group)} births in the group and {len(born.outside)} outside are known; {_LEAST}"
            f" and {2 * _LEAST} are needed",
        )
    rng = np.random.default_rng(0)
    if len(group) > _MOST:
        group = np.sort(rng.choice(group, _MOST, replace=False))
    observed = {name: _most_within(group, width) for name, width in _WIDTHS.items()}
    widths = np.array(list(_WIDTHS.values()))
    drawn = _drawn(born.outside, len(group), widths, _DRAWS, rng)
    p_each = {n: p_value(observed[n], drawn[i], Side.GREATER) for i, n in enumerate(_WIDTHS)}
    usual = {n: float(drawn[i].mean()) for i, n in enumerate(_WIDTHS)}
    width = min(_WIDTHS, key=lambda name: (p_each[name], -observed[name] / usual[name]))
    p = None if "births" in view.found_by else min(1.0, len(_WIDTHS) * p_each[width])
    ratio = observed[width] / usual[width]
    ramp = _day_one(view)
    how = "created" if born.created else "first seen"
    return Measurement(
        statistic=math.log(ratio),
        se=float(drawn[list(_WIDTHS).index(width)].std()) / usual[width],
        p_value=p,
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"{observed[width]:.0f} of {len(group)} customers were {how} within {width};"
            f" {usual[width]:.1f} would be usual for as many accounts of this log"
            + (f" (probability {p:.2g})" if p is not None else " (the group was found by this)")
            + _ramp_words(ramp)
            + "."
        ),
        benign=_benign(view, p, width),
        numbers={
            "births": float(len(group)),
            "largest_cohort": float(observed[width]),
            "usual_cohort": usual[width],
            "window_hours": _WIDTHS[width] / _HOUR,
            **({} if ramp is None else {"day_one_rate": ramp}),
        },
    )


@njit(cache=True)
def _most_within(times, width):  # type: ignore[no-untyped-def]
    """Largest number of ascending times in any window of this width."""
    most = 0
    start = 0
    for i in range(len(times)):
        while times[i] - times[start] > width:
            start += 1
        most = max(most, i - start + 1)
    return float(most)


@njit(cache=True)
def _drawn(outside, size, widths, draws, rng):  # type: ignore[no-untyped-def]
    """(widths, draws) the same maxima for random choices of `size` outside births, without
    replacement where there are enough."""
    out = np.empty((len(widths), draws))
    pool = outside.copy()
    n = len(pool)
    sample = np.empty(size, np.int64)
    for j in range(draws):
        for i in range(size):
            if size > n:
                sample[i] = pool[int(rng.random() * n)]
            else:
                k = i + int(rng.random() * (n - i))
                pool[i], pool[k] = pool[k], pool[i]
                sample[i] = pool[i]
        ordered = np.sort(sample)
        for w in range(len(widths)):
            out[w, j] = _most_within(ordered, widths[w])
    return out


def _day_one(view: GroupView) -> float | None:
    """Median over accounts seen for three days or more: exchanges of the first 24 hours over the
    mean of the later days. None where no account began inside the log."""
    events, day = view.events, 24 * _HOUR
    first, last = view.accounts.first_seen, view.accounts.last_seen
    began = (first > view.background.start + day) & (last - first >= 3 * day)
    if not began.any():
        return None
    m = len(first)
    young = events.ts < first[events.account] + day
    early = np.bincount(events.account[young], minlength=m)[began]
    later = np.bincount(events.account[~young], minlength=m)[began]
    per_day = later / ((last - first)[began] / day - 1)
    known = per_day > 0
    return float(np.median(early[known] / per_day[known])) if known.any() else None


def _ramp_words(ramp: float | None) -> str:
    if ramp is None:
        return ""
    return f"; the first day of an account runs at {ramp:.1f} times its later rate"


def _benign(view: GroupView, p: float | None, width: str) -> str:
    if p is not None and p > 0.01:
        return "Nothing to explain: births crowd no more than those of other accounts."
    enrolled = int(np.count_nonzero(view.accounts.program >= 0))
    verified = int(np.count_nonzero(view.accounts.verified == 1))
    return (
        f"A class that enrols, a hackathon or an application's launch also brings accounts within"
        f" {width}: {enrolled} of {len(view.accounts.ids)} are in an education, research or"
        f" start-up programme and {verified} are verified. Births alone do not tell these apart."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Born together",
    null="With respect to birth, a random choice of the log's accounts.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
