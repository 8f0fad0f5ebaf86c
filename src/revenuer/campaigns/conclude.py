"""From weighed groups to the campaigns that are told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.decide import decide
from revenuer.campaigns.describe import describe
from revenuer.campaigns.gather import Accounts
from revenuer.campaigns.judged import Judged, judge_group
from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import Merged, merge
from revenuer.campaigns.reference import Reference
from revenuer.campaigns.strands import strands
from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.records import Campaign


@dataclass(frozen=True, slots=True)
class Concluded:
    """A campaign with the events behind it."""

    merged: Merged
    campaign: Campaign


def conclude(
    groups: Sequence[Judged], traffic: Traffic, reference: Reference, fdr: float, most_events: int
) -> list[Concluded]:
    """Campaigns, pools and what to watch at this false discovery rate, most serious first.
    Operations of which fewer than two accounts are sure are left out; one that works for several
    comes in parts, with the same evidence and other exchanges."""
    builder = ViewBuilder(traffic, most_events)

    def judge(candidate: Candidate) -> Judged:
        return judge_group(candidate, builder.view(len(groups), candidate), reference)

    def extraction(accounts: Accounts, rows: NDArray[np.int64]) -> float:
        rest = Candidate("what else a campaign's accounts send", accounts)
        return judge_group(rest, builder.view(len(groups), rest, rows), reference).extraction

    found: list[Concluded] = []
    for merged in merge(decide(groups, fdr, judge), groups, traffic, builder, extraction):
        settled = settle(merged, groups, traffic)
        if settled is None:
            continue
        sure, membership = settled
        for part in strands(sure, traffic):
            own = membership[np.searchsorted(sure.accounts, part.accounts)]
            found.append(Concluded(part, describe(part, own, groups, traffic, INTENTS)))
    return found
