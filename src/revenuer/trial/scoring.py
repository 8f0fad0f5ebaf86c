"""A detector's groups held against the truth: one row a scenario."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revenuer.trial.found import Found
from revenuer.trial.truth import Truth

Row = dict[str, Any]
_PLURALS = {"campaign": "campaigns", "pool": "pools", "watch": "watched"}


@dataclass(frozen=True, slots=True)
class Score:
    """`rows` one a scenario; `totals` of the whole log."""

    rows: list[Row]
    totals: Row


def score(found: Sequence[Found], truth: Truth) -> Score:
    """A group belongs to the scenario of most of its accounts. A campaign is found where groups
    called campaign that belong to it hold at least half of its accounts, a pool likewise. A group
    to watch counts as found nowhere, and as wrong where it is of innocent customers."""
    main = [_main(group, truth) for group in found]
    rows = [_row(name, found, main, truth) for name in sorted(truth.accounts)]
    return Score(rows, _totals(found, main, truth))


def _main(group: Found, truth: Truth) -> str:
    counts = Counter(truth.owner.get(account, "") for account in group.accounts)
    return max(sorted(counts), key=lambda name: counts[name]) if counts else ""


def _row(name: str, found: Sequence[Found], main: Sequence[str], truth: Truth) -> Row:
    story, own = truth.stories[name], truth.accounts[name]
    row: Row = {
        "scenario": name,
        "kind": story["kind"],
        "accounts": len(own),
        "exchanges": truth.exchanges.get(name, 0),
        "verdicts": sorted(g.verdict for g, m in zip(found, main, strict=True) if m == name),
    }
    taken = truth.harvest.get(name, frozenset())
    if story["kind"] in ("campaign", "pool"):
        mine = [
            g for g, m in zip(found, main, strict=True)
            if m == name and g.verdict == story["kind"]
        ]  # fmt: skip
        members = frozenset().union(*(g.accounts for g in mine))
        drawn = frozenset().union(*(g.exchanges for g in mine))
        recall = len(own & members) / len(own)
        row |= {
            "found": recall >= 0.5,
            "groups": len(mine),
            "account_recall": round(recall, 4),
            "account_precision": round(len(own & members) / len(members), 4) if members else None,
        }
        if taken:
            row["harvested"] = len(taken)
            recall = len(taken & drawn) / len(taken)
            row["exchange_recall"] = round(recall, 4) if drawn or not mine else None
            row["exchange_precision"] = round(len(taken & drawn) / len(drawn), 4) if drawn else None
    for verdict, plural in _PLURALS.items():
        row[f"in_{plural}"] = len(own & _named(found, verdict))
    return row


def _named(found: Sequence[Found], verdict: str) -> frozenset[str]:
    return frozenset().union(*(g.accounts for g in found if g.verdict == verdict))


def _totals(found: Sequence[Found], main: Sequence[str], truth: Truth) -> Row:
    innocent = truth.innocent
    totals: Row = {}
    for verdict, plural in _PLURALS.items():
        mine = [m for g, m in zip(found, main, strict=True) if g.verdict == verdict]
        owners = [truth.owner.get(account, "") for account in _named(found, verdict)]
        totals[plural] = len(mine)
        # a pool called campaign is an accusation too
        totals[f"wrong_{plural}"] = sum(
            m in innocent or (verdict == "campaign" and truth.stories[m]["kind"] == "pool")
            for m in mine
        )
        totals[f"innocent_accounts_in_{plural}"] = sum(owner in innocent for owner in owners)
        totals[f"accounts_in_{plural}"] = len(owners)
        totals[f"rightly_in_{plural}"] = sum(
            owner in truth.stories and truth.stories[owner]["kind"] == verdict for owner in owners
        )
    totals["expected_wrong_accounts"] = round(
        sum(g.expected_wrong for g in found if g.verdict == "campaign"), 2
    )
    return totals
