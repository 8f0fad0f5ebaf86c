"""Are requests set as for making training data?

Six marks an exchange: several answers asked for (n above 1); token probabilities; a fixed seed; no
streaming (said so); sampling pinned to one temperature and top_p for 90 % of the exchanges of
several customers; the answer at full length (it reaches max_tokens, or at least 8,192 are allowed).
The statistic is the log odds of the mean share of marks.
Null hypothesis of the calibration: benign groups of like size. People's clients stream and set
nothing; applications set some of these.
Assumptions: customers are independent of each other. Parameters that the log leaves out are no
marks (innocent side).
Rejects: people who converse. Not batch work or evaluation, which set parameters alike.
No p-value: the share is compared with control groups.
Source: `stats.clustered_share`.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from revenuer.groups.view import F64, Bool, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import answered
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import CONVERSING, Measurement, Signal, compared
from revenuer.stats.clustered_share import clustered_share

NAME = "harvest_parameters"
NEEDS = frozenset({"params"})
_PINNED = 0.9
_LONG = 8_192.0
_FULL = 0.98


def _number(value: object) -> float:
    """The value as a finite number; NaN for anything else a log may hold."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _asks_probabilities(params: Mapping[str, Any]) -> bool:
    return params.get("logprobs") is True or any(
        _number(params.get(name)) > 0 for name in ("logprobs", "top_logprobs")
    )


def _per_code(view: GroupView, test: Any) -> Bool:
    """(n,) the test's answer for each exchange's parameters; False where they are unknown."""
    table = np.array([bool(test(p)) for p in view.background.params] + [False])
    return np.asarray(table[view.events.params])


def _sampling(params: Mapping[str, Any]) -> tuple[float, float]:
    return _number(params.get("temperature")), _number(params.get("top_p"))


def _pinned(view: GroupView) -> Bool:
    """Exchanges with the one explicit sampling that nearly the whole group uses."""
    set_by_hand = [s for s in map(_sampling, view.background.params) if not all(map(math.isnan, s))]
    if len(np.unique(view.customers)) < 2:
        return np.zeros(len(view.events.ts), np.bool_)
    known = int((view.events.params >= 0).sum())
    for sampling in dict.fromkeys(map(str, set_by_hand)):
        mark = _per_code(view, lambda p, s=sampling: str(_sampling(p)) == s)
        if known and mark.sum() >= _PINNED * known:
            return mark
    return np.zeros(len(view.events.ts), np.bool_)


def _full_length(view: GroupView) -> Bool:
    limits = [_number(p.get("max_tokens")) for p in view.background.params]
    limit: F64 = np.array([*limits, math.nan])[view.events.params]
    with np.errstate(invalid="ignore"):
        reached = (limit > 0) & (view.events.output_tokens >= _FULL * limit)
        return np.asarray(answered(view.events) & (reached | (limit >= _LONG)))


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, NEEDS)
    if refusal is not None:
        return refusal
    if not (view.events.params >= 0).any():
        return CannotAssess(NAME, "no exchange of the group has request parameters")
    marks = {
        "several_answers": _per_code(view, lambda p: _number(p.get("n")) > 1),
        "token_probabilities": _per_code(view, _asks_probabilities),
        "fixed_seed": _per_code(view, lambda p: p.get("seed") is not None),
        "no_streaming": _per_code(view, lambda p: p.get("stream") is False),
        "pinned_sampling": _pinned(view),
        "full_length": _full_length(view),
    }
    score = np.mean(np.stack(list(marks.values())), axis=0)
    result = clustered_share(score, clusters(view))
    shares = {name: float(mark.mean()) for name, mark in marks.items()}
    found = [f"{name.replace('_', ' ')} {share:.0%}" for name, share in shares.items() if share]
    return compared(
        view,
        result.logit,
        result.se,
        detail=f"Settings of data making, by share of exchanges: {', '.join(found) or 'none'}.",
        benign=_benign(result.share),
        numbers={"mean_share": result.share, **shares},
    )


def _benign(share: float) -> str:
    if share < 0.2:
        return "Nothing to explain: requests are set as people's clients set them."
    return (
        "Applications and test harnesses pin parameters and do not stream; this speaks only against"
        " people who converse."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Settings of data making",
    null="Benign groups set their requests no more like data making than control groups do.",
    needs=NEEDS,
    rejects=frozenset({CONVERSING}),
    measure=_measure,
)
