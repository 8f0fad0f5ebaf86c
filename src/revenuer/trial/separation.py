"""Operators told apart: agreement between who acted and which campaign was named."""

from collections.abc import Hashable, Sequence

import numpy as np

from revenuer.drill.scenarios.separation import TWO_LABS, TWO_POOLS
from revenuer.trial.found import Found
from revenuer.trial.scoring import Row
from revenuer.trial.truth import Truth


def adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Adjusted Rand index of two labellings of the same things (Hubert & Arabie 1985): 1 for the
    same partition, 0 expected of independent ones."""
    if len(first) != len(second):
        raise ValueError("two labellings of different things")
    _, a = np.unique(np.array([str(x) for x in first]), return_inverse=True)
    _, b = np.unique(np.array([str(x) for x in second]), return_inverse=True)
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)

    def pairs(n: np.ndarray) -> float:
        return float((n * (n - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(1)), pairs(table.sum(0))
    total = len(first) * (len(first) - 1) / 2
    expected = rows * columns / total
    largest = (rows + columns) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def separated(found: Sequence[Found], truth: Truth) -> Row:
    """Adjusted Rand of the February operators over accounts (not found is a label of its own) and
    of the two labs over their exchanges; share of both pools' accounts in one campaign. Operators
    can be told apart without being accused of a harvest: both are also given for whatever was
    named, as `..._operators` and `..._operation`."""
    named = [g for g in found if g.verdict == "campaign"]
    anybody = [g for g in found if g.verdict != "watch"]
    row: Row = {}
    february = {a: s for a, s in truth.owner.items() if s.startswith("february_")}
    if february:
        for name, groups in (("february_rand", named), ("february_rand_operators", anybody)):
            labels = [_label(a, [g.accounts for g in groups]) for a in february]
            row[name] = round(adjusted_rand(list(february.values()), labels), 4)
    if taken := truth.harvest.get(TWO_LABS):
        ordered = sorted(taken)
        labels = [_label(e, [g.exchanges for g in named]) for e in ordered]
        row["labs_rand"] = round(adjusted_rand([truth.role[e] for e in ordered], labels), 4)
        told = [i for i, label in enumerate(labels) if label >= 0]
        if told:
            roles = [truth.role[ordered[i]] for i in told]
            row["labs_rand_of_found"] = round(adjusted_rand(roles, [labels[i] for i in told]), 4)
    if pools := truth.accounts.get(TWO_POOLS):
        for name, groups in (("two_pools_in_one", named), ("two_pools_in_one_operation", anybody)):
            largest = max((len(pools & g.accounts) for g in groups), default=0)
            row[name] = round(largest / len(pools), 4)
    return row


def _label(thing: str, groups: Sequence[frozenset[str]]) -> int:
    return next((i for i, group in enumerate(groups) if thing in group), -1)
