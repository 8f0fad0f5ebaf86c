"""How rare outside is the fixed text that the group shares?

Null hypothesis: the text is common property (a framework's default, a published prompt), carried by
unrelated customers in the group and outside it alike.
Assumptions: none on rates or times. Every declared customer counts once, so that one firm's service
accounts do not make a text look either shared or rare; accounts outside the group count one each,
which can only make the text look more common.
Selection: groups are often *found* by their text, so that the share of the group which carries it
proves nothing. The weight is therefore the rarity over all customers, in and outside together (as
if the group had been drawn from its carriers), never the number of carriers within. Nor does it
grow with the log: it is that in a log of at most 3,000 customers.
No p-value: how often strangers come to share a rare text is not a law of chance; the statistic is
ranked among control groups.
Source: logarithmic down-weighting of popular columns, FRAUDAR (Hooi et al., KDD 2016).
"""

import math

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import (
    customer_count,
    lacking,
    too_few_customers,
)
from revenuer.signals.signal import STRANGERS, Measurement, Signal

NAME = "shared_text"
_NEEDS = frozenset({"text"})
_CUSTOMERS = 3_000
"""Customers beyond which a log makes no text rarer: a class is as large in a log of thousands as in
one of millions, and control groups come from logs of about so many."""


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, _NEEDS) or too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    if view.core < 0:
        return CannotAssess(NAME, "the accounts share no fixed prompt text")
    carriers = view.background.key_accounts.get("family", np.empty(0, np.int64))
    if view.core >= len(carriers):
        return CannotAssess(NAME, "it is not known how many accounts carry the shared text")
    m, events = len(view.accounts.ids), view.events
    carries = events.family == view.core
    own = np.bincount(events.account, minlength=m)
    with_text = np.bincount(events.account[carries], minlength=m)
    accounts_inside = int(np.count_nonzero(with_text))
    if accounts_inside == 0:
        return CannotAssess(NAME, "no exchange of the group carries the shared text")
    inside = len(np.unique(view.customers[with_text > 0]))
    outside = max(0, int(carriers[view.core]) - accounts_inside)
    population = max(view.background.accounts - m, outside) + customer_count(view)
    bearers = inside + outside
    compared_with = min(population, max(_CUSTOMERS, 2 * bearers))
    rarity = math.log((compared_with - bearers + 0.5) / (bearers + 0.5))
    active = own > 0
    containment = float((with_text[active] / own[active]).mean())
    whole_life = float(carries.sum()) / max(1.0, float(view.accounts.total.sum()))
    return Measurement(
        statistic=rarity * containment,
        se=0.0,
        p_value=None,
        e_value=None,
        size=m,
        volume=len(events.ts),
        detail=(
            f"{inside} unrelated customers in the group send the same fixed text; of the"
            f" {max(view.background.accounts - m, 0)} accounts outside, {outside}. It stands in"
            f" {containment:.0%} of an average member's exchanges in the group."
        ),
        benign=_benign(view, inside, outside, accounts_inside),
        numbers={
            "customers_inside": float(inside),
            "accounts_inside": float(accounts_inside),
            "accounts_outside": float(outside),
            "customers_in_log": float(population),
            "rarity": rarity,
            "containment": containment,
            "share_of_all_traffic": whole_life,
        },
    )


def _benign(view: GroupView, inside: int, outside: int, carriers: int) -> str:
    if outside >= inside:
        return (
            "A published prompt or a framework's default explains it: others send the same text too"
            f" (accounts outside the group: {outside})."
        )
    programs = view.accounts.program
    enrolled = int(np.count_nonzero(programs >= 0))
    domains = view.accounts.email_domain
    known = domains[domains >= 0]
    largest = int(np.bincount(known).max()) if len(known) else 0
    return (
        "A class, a hackathon starter kit or one application's template is also shared by its users"
        f" alone: {enrolled} of {carriers} carriers are in an education, research or start-up"
        f" programme, and the largest common mail domain holds {largest} of the group's accounts."
        " Rarity alone does not tell these from one operator."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Shared rare text",
    null="The fixed text is common property, carried by unrelated customers everywhere.",
    needs=_NEEDS,
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
