"""Do the accounts use their plans harder than others on the same plan, and hit the same limits?

Null hypothesis: each customer's daily use ranks anywhere among the accounts of its plan.
Assumptions: use is exchanges a day over the account's active span in the whole log; spans below one
day count as one. A declared customer is represented by its busiest account.
Statistic: mean normal score of the ranks (0 for a random choice, 1 for one standard deviation
above); standard error 1/sqrt(customers) if customers are independent.
No p-value: groups are easier to find the busier they are, so ranks are pushed up by the search
itself; the statistic is ranked among control groups. Procurement lag, migrations and one heavy
application also outgrow their plans: the signal speaks against strangers only. The share of
accounts whose busiest day has the same size (a common quota used up) is reported as a number: a
free allowance that everybody uses up gives it as well.
Source: normal scores, van der Waerden (1952).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from revenuer.groups.view import F64, I64, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking, too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal, compared

NAME = "plan_usage"
_NEEDS = frozenset({"plan"})
_DAY = 86_400_000_000
_LEAST_ON_PLAN = 20
_LEAST_CUSTOMERS = 3
_BUSY_DAY = 20


@dataclass(frozen=True, slots=True)
class _Use:
    ranks: F64
    """Rank of each customer's busiest account among its plan's outside accounts, in (0, 1)."""
    times_middle: float
    """Median over those accounts of use over the plan's middle use."""


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, _NEEDS) or too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    use = _use(view)
    m = len(use.ranks)
    if m < _LEAST_CUSTOMERS:
        return CannotAssess(
            NAME,
            f"{m} customers are on a plan that {_LEAST_ON_PLAN} or more accounts outside have;"
            f" {_LEAST_CUSTOMERS} are needed",
        )
    score = float(ndtri(use.ranks).mean())
    above = int(np.count_nonzero(use.ranks > 0.9))
    share, size = _common_limit(view)
    return compared(
        view,
        score,
        1 / math.sqrt(m),
        detail=(
            f"The middle customer makes {use.times_middle:.1f} times the requests a day of the"
            f" middle account on its plan; {above} of {m} are among the busiest tenth of their"
            f" plan{_limit_words(share, size)}."
        ),
        benign=_benign(score, above, m),
        numbers={
            "mean_normal_score": score,
            "times_middle_of_plan": use.times_middle,
            "busiest_tenth": float(above),
            "customers": float(m),
            "same_busiest_day_share": share,
            "same_busiest_day": float(size),
        },
    )


def _use(view: GroupView) -> _Use:
    background, accounts = view.background, view.accounts
    everyone = _daily(
        background.account_total, background.account_first_seen, background.account_last_seen
    )
    own = _daily(accounts.total, accounts.first_seen, accounts.last_seen)
    others = np.ones(len(everyone), bool)
    others[accounts.index[accounts.index < len(everyone)]] = False
    rank, middle = np.full(len(own), np.nan), np.full(len(own), np.nan)
    for plan in np.unique(accounts.plan[accounts.plan >= 0]):
        peers = np.sort(everyone[others & (background.account_plan == plan)])
        if len(peers) < _LEAST_ON_PLAN:
            continue
        mine = accounts.plan == plan
        left = np.searchsorted(peers, own[mine], side="left")
        right = np.searchsorted(peers, own[mine], side="right")
        rank[mine] = (0.5 * (left + right) + 0.5) / (len(peers) + 1)
        middle[mine] = own[mine] / max(float(np.median(peers)), 1e-9)
    # A customer's busiest account speaks for it: the last one after sorting by customer and use.
    order = np.lexsort((own, view.customers))
    order = order[~np.isnan(rank[order])]
    customer = view.customers[order]
    last = np.append(customer[1:] != customer[:-1], True)[: len(customer)]
    busiest = order[last]
    times = float(np.median(middle[busiest])) if len(busiest) else 0.0
    return _Use(ranks=rank[busiest], times_middle=times)


def _daily(total: I64, first: I64, last: I64) -> F64:
    span = np.maximum(1.0, (last.astype(np.float64) - first.astype(np.float64)) / _DAY)
    return np.asarray(total / span)


def _common_limit(view: GroupView) -> tuple[float, int]:
    """Share of accounts whose busiest day has the commonest size, and that size."""
    day = view.events.ts // _DAY
    if not len(day):
        return 0.0, 0
    width = int(day.max() - day.min()) + 1
    cell, count = np.unique(
        view.events.account.astype(np.int64) * width + day - day.min(), return_counts=True
    )
    busiest = np.zeros(len(view.accounts.ids), np.int64)
    np.maximum.at(busiest, cell // width, count)
    busy = busiest[busiest >= _BUSY_DAY]
    if not len(busy):
        return 0.0, 0
    sizes, times = np.unique(busy, return_counts=True)
    top = int(np.argmax(times))
    return float(times[top]) / len(busiest), int(sizes[top])


def _limit_words(share: float, size: int) -> str:
    if share < 0.2:
        return ""
    return f"; the busiest day of {share:.0%} of the accounts has exactly {size} exchanges"


def _benign(score: float, above: int, customers: int) -> str:
    if score <= 0.3:
        return "Nothing to explain: the accounts use their plans like others."
    if above <= 0.25 * customers:
        return (
            f"A few heavy customers (procurement that lags behind) explain it: {above} of"
            f" {customers} are among the busiest tenth."
        )
    return (
        "Procurement lag or a migration concerns single customers; here"
        f" {above} of {customers} are among the busiest tenth of their plans. One heavy application"
        " with an account for each of its customers would show the same."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Usage against plan",
    null="Each customer's use ranks anywhere among the accounts of its plan.",
    needs=_NEEDS,
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
