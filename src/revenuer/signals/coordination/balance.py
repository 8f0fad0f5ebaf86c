"""Are conversations spread over the accounts more evenly than independent customers could?

Null hypothesis: customers open conversations independently of each other, so that their counts,
given how long each was active, are at least as dispersed as chance (Poisson). Different needs,
bursts and hours all add dispersion.
Assumptions: one conversation, not one request, is the unit. Exposure is the account's own active
span. A span is measured by the first and last conversation, so those two are not counted: for a
Poisson stream the number *between* them is exactly Poisson given the span. Accounts with fewer than
two conversations say nothing. A declared customer is one unit.
Habits of one common rhythm, lessons and jobs run by the clock are even as well. So customers whose
own starts keep a clock are left out, and where the counts are too even for chance, a second null
has to fail: that each day's counts are exchangeable among the customers then active, days
independent (`day_shuffle`). The p-value is the larger of the two (intersection-union test), and so
never below 1/1000.
Limits: people who each do the same five exercises are even by both measures; hence the test speaks
against strangers only.
Selection: accounts chosen for keeping one pace are even by choice, and are not assessed.
Source: `stats.dispersion`; Berger (1982), Technometrics 24.
"""

import math

import numpy as np

from revenuer.groups.paces import PACE
from revenuer.groups.view import F64, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.clocks import clocklike
from revenuer.signals.coordination.day_shuffle import days_even_out
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.coordination.starts import Starts, conversation_starts, restrict
from revenuer.signals.signal import STRANGERS, Measurement, Signal
from revenuer.stats.dispersion import dispersion

NAME = "balance"
_LEAST_CUSTOMERS = 5
_WORTH_TESTING = 0.05
_SECOND = 1_000_000


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    if PACE in view.found_by:
        return CannotAssess(NAME, "the accounts were chosen for keeping one pace")
    starts = conversation_starts(view)
    clock = clocklike(starts)
    between, span = _between_first_and_last(starts)
    usable = (span >= _SECOND) & ~clock
    if np.count_nonzero(usable) < _LEAST_CUSTOMERS:
        return CannotAssess(
            NAME,
            f"only {np.count_nonzero(usable)} customers open two or more conversations at different"
            f" times and not by the clock; {_LEAST_CUSTOMERS} are needed",
        )
    result = dispersion(between[usable], span[usable])
    index = result.index
    p_days = 1.0
    if result.p_even < _WORTH_TESTING:
        p_days = days_even_out(restrict(starts, usable), np.random.default_rng(0))
    p = max(result.p_even, p_days)
    low, high = np.percentile(between[usable] + 2, [10, 90])
    return Measurement(
        statistic=-math.log(max(index, 1e-6)),
        se=math.sqrt(2.0 / result.accounts),
        p_value=p,
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"Most of {result.accounts} customers open {low:.0f} to {high:.0f} conversations; given"
            f" how long each is active, the counts vary {index:.2f} times as much as chance alone"
            f" would make them (independent customers: 1 or more; probability of so"
            f" little variation under the best honest explanation {p:.2g})."
        ),
        benign=_benign(index, p_days, int(clock.sum()), float(np.median(between[usable]))),
        numbers={
            "dispersion_index": index,
            "customers": float(result.accounts),
            "conversations": float(result.events + 2 * result.accounts),
            "p_chance": result.p_even,
            "p_days": p_days,
            "p_uneven": result.p_uneven,
            "clock_driven_customers": float(clock.sum()),
        },
    )


def _between_first_and_last(starts: Starts) -> tuple[F64, F64]:
    """For every unit: conversations strictly after its first and before its last, and the span."""
    count = np.bincount(starts.unit, minlength=starts.units)
    first = np.full(starts.units, np.iinfo(np.int64).max)
    last = np.full(starts.units, np.iinfo(np.int64).min)
    np.minimum.at(first, starts.unit, starts.ts)
    np.maximum.at(last, starts.unit, starts.ts)
    span = np.where(count >= 2, last.astype(np.float64) - first.astype(np.float64), 0.0)
    return np.maximum(count - 2, 0).astype(np.float64), span


def _benign(index: float, p_days: float, clocks: int, middle: float) -> str:
    if index >= 1:
        return "Nothing to explain: the counts differ at least as much as those of independents."
    if p_days > 0.01:
        return (
            "Customers of one common rhythm (daily habits, lessons) may explain it: shuffling each"
            f" day's counts among them gives totals as even (p = {p_days:.2g})."
        )
    story = (
        f"{clocks} customers that start by the clock were left out, and days shuffled among the"
        f" rest give totals as even only with p = {p_days:.2g}: time-tables and habits of one"
        " common rhythm do not explain it."
    )
    if middle <= 6:
        return (
            story + " A fixed number of exercises each (a class) would be as even: the counts are"
            " small enough for that, and this signal alone does not exclude it."
        )
    return story + " A common quota that everybody uses up would be as even; see plan usage."


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Too even a balance",
    null="Customers act independently: counts vary at least as much as chance.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
