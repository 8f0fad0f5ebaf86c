"""Would it make a difference if the accounts' labels were shuffled?

The question is asked of the facets topic, form (length, language), hours and settings (parameters,
model), one conversation opening a row, a declared customer as the unit.

Null hypothesis of the calibration: independent customers. Each has its own subjects, language,
hours and settings, so openings of one resemble each other more than openings of two (intraclass
correlation, ICC, above 0). A dispatcher that deals out one stream makes labels arbitrary in *every*
facet (ICC 0 up to its standard error). One facet in which the accounts differ is enough to
contradict a dealt stream, so the statistic is that of the facet that differs most (largest z):
minus the logarithm of the upper limit of its ICC (two standard errors above it, or above 0). So a
hundred openings that might be one stream say little, and ten thousand whose labels make no
difference at all say much, whether accounts are dealt in turn or at random. Picking the largest of
at most four noisy numbers errs towards innocence. An ICC that stands more than three standard
errors above 0 is *evidence for separate customers* and says so.
Assumptions: openings of a customer are independent given the customer; bursts break this in the
innocent direction. A dealt stream that drifts while accounts are replaced also gets an ICC above 0:
then this signal is blind, not wrong. An application whose end customers each send one short
utterance is nearly exchangeable too; its clocks and settings are other facets, and control groups
set the bar. So it is with people at the same task: they share subjects, but not hours, lengths and
settings, and classes are among the controls.
Selection: groups found as neighbours in profile have closer topics by choice (their hours and
settings less so); the controls are found in the same way.
No p-value: "as alike as shuffled" cannot be rejected towards; the statistic is compared with
control groups.
Source: `stats.exchangeability`.
"""

import math

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.facets import FACETS, opening_rows
from revenuer.signals.coordination.requirements import too_few_customers
from revenuer.signals.signal import APPLICATION, SAME_TASK, STRANGERS, Measurement, Signal, compared
from revenuer.stats.exchangeability import Exchangeability, exchangeability

NAME = "exchangeability"
_MOST_ROWS = 60_000
_LEAST_CUSTOMERS = 3
_ERRORS = 2.0
_FLOOR = 1e-4
"""No ICC is shown to be smaller: a log of millions would have to be without any drift."""
_CLEAR = 3.0
"""Standard errors above shuffling from which separate customers are called shown."""
_WORDS = {
    "topic": "topics",
    "form": "length and language",
    "hours": "hours of the day",
    "settings": "models and parameters",
}


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = too_few_customers(view, NAME, _LEAST_CUSTOMERS)
    if refusal is not None:
        return refusal
    found = _by_facet(view)
    if not found:
        return CannotAssess(
            NAME, "no customer opens two conversations, or all openings are alike in every respect"
        )
    worst = max(found, key=lambda name: found[name].z)
    result = found[worst]
    listed = "; ".join(f"{_WORDS[name]} {r.icc:.3f} ± {r.se:.3f}" for name, r in found.items())
    verdict = (
        f"this contradicts one stream dealt out to them ({result.z:.0f} standard errors)"
        if result.z > _CLEAR
        else "shuffling the account labels would hardly change anything"
    )
    limit = max(result.icc, 0.0) + _ERRORS * result.se
    numbers = {
        "icc": result.icc,
        "se": result.se,
        "upper_limit": limit,
        "z": result.z,
        "p_separate": result.p_heterogeneous,
        "openings": float(result.rows),
        "customers": float(result.accounts),
    }
    for name, r in found.items():
        numbers |= {f"icc_{name}": r.icc, f"se_{name}": r.se, f"z_{name}": r.z}
    return compared(
        view,
        -math.log(limit + _FLOOR),
        0.0,
        detail=(
            f"Share of the variation that lies between {result.accounts} customers, over"
            f" {result.rows} conversation openings: {listed} (0 for one stream dealt out, above 0"
            f" for separate customers); {verdict}."
        ),
        benign=_benign(found, worst),
        numbers=numbers,
    )


def _by_facet(view: GroupView) -> dict[str, Exchangeability]:
    """The facets that vary and can be compared."""
    rows = opening_rows(view, _MOST_ROWS)
    labels = view.customers[view.events.account[rows]]
    sizes = np.unique(labels, return_counts=True)[1]
    if len(rows) < 4 or len(sizes) < _LEAST_CUSTOMERS or sizes.max() < 2:
        return {}
    found = {}
    for name, (features, needs) in FACETS.items():
        if not needs <= view.fields:
            continue
        table = features(view, rows)
        if table.shape[1] and np.ptp(table, axis=0).max() > 1e-9:
            result = exchangeability(table, labels)
            if math.isfinite(result.icc) and math.isfinite(result.se):
                found[name] = result
    return found


def _benign(found: dict[str, Exchangeability], worst: str) -> str:
    result = found[worst]
    if result.z > _CLEAR:
        return (
            f"Separate customers explain it: each keeps to its own {_WORDS[worst]}"
            f" (ICC {result.icc:.3f}); no dispatcher would sort its work so."
        )
    missing = [words for name, words in _WORDS.items() if name not in found]
    story = (
        "Separate customers of one narrow application may write alike, but would still keep their"
        f" own hours and settings; here nothing tells the {result.accounts} customers apart in"
        f" {', '.join(_WORDS[name] for name in found)}."
    )
    if result.se > 0.05:
        story += (
            f" With {result.rows} openings this is a weak statement: an ICC of"
            f" {2 * result.se:.2f} could have been missed."
        )
    if missing:
        story += f" Could not be compared: {', '.join(missing)}."
    return story


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Exchangeable accounts",
    null="Independent customers, each with its own subjects, hours and settings.",
    needs=frozenset(),
    rejects=frozenset({STRANGERS, SAME_TASK, APPLICATION}),
    measure=_measure,
)
