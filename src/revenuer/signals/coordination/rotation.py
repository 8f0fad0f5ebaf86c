"""Does each new conversation go to the account that has been idle longest?

Null hypothesis, in five parts, every one of which has to fail: (1) customers come independently, at
any rates and in any bursts (stats.idle_rank: the chosen account's rank by idle time averages at
most 1/2); (2) each keeps a clock of its own; (3) each keeps daily habits of its own; (4) all come
once a session, in an order drawn anew each time (a class); (5) something loops over all customers
and then pauses, or the same people always begin (a nightly batch, a lesson). The p-value is the
largest of those of (1) to (4), and 1 where the pauses show (5): valid if any one of the five holds
(intersection-union test, Berger 1982, Technometrics 24).
Assumptions: the unit is a conversation opening (relays are sticky within a conversation) and a
declared customer. (2) and (3) are permutation tests of at most 120 customers; their p-value is
never below 1/1000. Records of only a few days cannot exclude habits: then the p-value is 1.
Limits: a worker that polls all its customers in a fixed order without ever pausing, each always
having work, is a rotation by every measure.
Selection: groups chosen by a common schedule have correlated hours, which (3) to (5) keep.
Source: least-recently-used selection in public relay software; see `rounds` for the nulls.
"""

import math
from collections.abc import Callable

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination import rounds
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.coordination.starts import Starts, conversation_starts
from revenuer.signals.signal import APPLICATION, SAME_TASK, STRANGERS, Measurement, Signal
from revenuer.stats.idle_rank import idle_rank

NAME = "rotation"
_LEAST_CUSTOMERS = 5
_LEAST_RETURNS = 15
_LOOP = 0.6
_LOOP_FEW = 0.75
"""Pauses that fall this much at one place of the order are taken for the end of a loop; the second
limit is for fewer than eight pauses, which agree more by chance."""
_WORTH_TESTING = 0.05
_MOST_STARTS = 300_000


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    starts = conversation_starts(view)
    customers = len(np.unique(starts.unit))
    returns = len(starts.ts) - customers
    if customers < _LEAST_CUSTOMERS or returns < _LEAST_RETURNS:
        return CannotAssess(
            NAME,
            f"{customers} customers come back {returns} times in all; {_LEAST_CUSTOMERS} customers"
            f" and {_LEAST_RETURNS} returns are needed",
        )
    result = idle_rank(starts.ts[:_MOST_STARTS], starts.unit[:_MOST_STARTS])
    reasons, loop, looping = {"independent": result.p_value}, 1.0, False
    if result.p_value < _WORTH_TESTING:
        loop = rounds.restarts_together(starts)
        looping = loop > (_LOOP if rounds.pauses_judged(starts) >= 8 else _LOOP_FEW)
        reasons |= {} if looping else _tried(starts)
    p = 1.0 if looping else max(reasons.values())
    mean = result.mean_rank
    above, below = mean * result.n + 0.5, (1 - mean) * result.n + 0.5
    return Measurement(
        statistic=math.log(above / below),
        se=math.sqrt(1 / above + 1 / below),
        p_value=p,
        e_value=None,
        size=len(view.accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"In {result.n} returns the account chosen had been idle longer than {mean:.1%} of the"
            f" accounts then active (independent customers: 50% or less; a rotation: near 100%);"
            f" probability under the best honest explanation {p:.2g}."
        ),
        benign=_benign(mean, p, reasons, loop, looping),
        numbers={
            "mean_idle_rank": mean,
            "returns": float(result.n),
            "customers": float(customers),
            "pauses_at_one_place": loop,
            **{f"p_{name}": value for name, value in reasons.items()},
        },
    )


def _tried(starts: Starts) -> dict[str, float]:
    """P-values of the honest orders, the cheapest first, until one of them may be the reason."""
    rng = np.random.default_rng(0)
    sample = rounds.thinned(starts, rng)
    tests: dict[str, Callable[[], float]] = {
        "sessions": lambda: rounds.common_sessions(sample),
        "habits": lambda: rounds.own_habits(sample, rng),
        "clocks": lambda: rounds.own_clocks(sample, rng),
    }
    found: dict[str, float] = {}
    for name, test in tests.items():
        found[name] = test()
        if found[name] >= _WORTH_TESTING:
            break
    return found


def _benign(mean: float, p: float, reasons: dict[str, float], loop: float, looping: bool) -> str:
    if reasons["independent"] >= _WORTH_TESTING:
        return (
            "Nothing to explain: the order of accounts is no more regular than independent"
            f" customers' ({mean:.0%})."
        )
    if looping:
        return (
            "A batch that loops over all customers and then pauses, or a class that the same people"
            f" begin, may explain it: the longest pauses fall at one place of the order ({loop:.0%}"
            " concentration). So the exact test counts for nothing, and only the comparison with"
            " benign groups, batches and classes among them, is left."
        )
    story = {
        "clocks": "each customer's own clock",
        "habits": "each customer's own daily habits",
        "sessions": "everybody coming once a session in a new order",
    }
    best = max(reasons.keys() & story.keys(), key=lambda name: (reasons[name], name))
    if p > 0.01:
        return f"{story[best].capitalize()} may explain it (p = {reasons[best]:.2g})."
    tried = "; ".join(f"{text} (p = {reasons[name]:.2g})" for name, text in story.items())
    return (
        f"Tried and failed: {tried}; a loop with pauses (the pauses fall anywhere in the order,"
        f" {loop:.0%} concentration). A worker that polls all its customers for ever, each always"
        " having work, would look the same."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Rotation to the account idle longest",
    null="Customers come by their own needs, clocks, habits or sessions, not in turn.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS, SAME_TASK, APPLICATION}),
    measure=_measure,
)
