"""Scores, separation and calibration on made-up answers whose figures are known."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.trial.calibration import best_group, null_p_values, rates
from revenuer.trial.found import Found
from revenuer.trial.scoring import score
from revenuer.trial.separation import adjusted_rand, separated
from revenuer.trial.truth import Truth

LAB = [f"lab{i}" for i in range(10)]


def told() -> Truth:
    kinds = {"lab": "campaign", "shop": "pool", "class": "look-alike", "people": "ordinary"}
    accounts = {name: frozenset(f"{name}{i}" for i in range(10)) for name in kinds}
    harvest = frozenset(f"x{i}" for i in range(20))
    return Truth(
        stories={name: {"kind": kind} for name, kind in kinds.items()},
        owner={a: name for name, own in accounts.items() for a in own},
        accounts=accounts,
        harvest={"lab": harvest},
        role={e: "lab a" if int(e[1:]) < 10 else "lab b" for e in harvest},
        exchanges=dict.fromkeys(kinds, 40),
    )


def row(found: list[Found], name: str) -> dict[str, object]:
    return next(r for r in score(found, told()).rows if r["scenario"] == name)


def test_a_campaign_found_in_two_parts_counts_once() -> None:
    parts = [
        Found("campaign", frozenset(LAB[:5]), frozenset(f"x{i}" for i in range(8))),
        Found("campaign", frozenset([*LAB[5:9], "people1"]), frozenset(["x9", "y"])),
    ]  # fmt: skip
    lab = row(parts, "lab")
    assert (lab["found"], lab["groups"]) == (True, 2)
    assert (lab["account_recall"], lab["account_precision"]) == (0.9, 0.9)
    assert (lab["exchange_recall"], lab["exchange_precision"]) == (0.45, 0.9)
    totals = score(parts, told()).totals
    assert totals["wrong_campaigns"] == 0
    assert totals["innocent_accounts_in_campaigns"] == 1
    assert row(parts, "people")["in_campaigns"] == 1


def test_a_pool_called_campaign_is_an_accusation_and_not_found() -> None:
    found = [Found("campaign", told().accounts["shop"])]
    assert row(found, "shop")["found"] is False
    assert score(found, told()).totals["wrong_campaigns"] == 1
    right = [Found("pool", told().accounts["shop"])]
    assert row(right, "shop")["found"] is True
    assert score(right, told()).totals["wrong_campaigns"] == 0


def test_a_look_alike_accused_is_counted_under_its_name() -> None:
    found = [Found("campaign", told().accounts["class"]), Found("watch", told().accounts["people"])]
    totals = score(found, told()).totals
    assert (totals["wrong_campaigns"], totals["innocent_accounts_in_campaigns"]) == (1, 10)
    assert row(found, "class")["verdicts"] == ["campaign"]
    assert row(found, "people")["verdicts"] == ["watch"]


def test_less_than_half_of_the_accounts_is_not_found() -> None:
    some = Found("campaign", frozenset(f"lab{i}" for i in range(4)))
    assert row([some], "lab")["found"] is False
    assert row([], "lab")["account_precision"] is None


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60))
def test_rand_of_the_same_partition_is_one(labels: list[int]) -> None:
    renamed = [f"group {label * 7}" for label in labels]
    assert adjusted_rand(labels, renamed) == pytest.approx(1.0)


def test_rand_of_independent_labels_is_about_nothing() -> None:
    chance = random.Random(4)
    values = [
        adjusted_rand(chance.choices("abc", k=300), chance.choices("wxyz", k=300))
        for _ in range(40)
    ]  # fmt: skip
    assert abs(float(np.mean(values))) < 0.01


def test_rand_equals_a_count_over_pairs() -> None:
    a, b = [0, 0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 2, 2]
    pairs = [(i, j) for i in range(7) for j in range(i)]
    both = sum(a[i] == a[j] and b[i] == b[j] for i, j in pairs)
    first, second = (sum(x[i] == x[j] for i, j in pairs) for x in (a, b))
    chance = first * second / len(pairs)
    expected = (both - chance) / ((first + second) / 2 - chance)
    assert adjusted_rand(a, b) == pytest.approx(expected)


def test_february_is_apart_or_not() -> None:
    accounts = {f"february_{k}": frozenset(f"{k}{i}" for i in range(8)) for k in ("x", "y", "z")}
    owner = {a: name for name, own in accounts.items() for a in own}
    truth = Truth({name: {"kind": "campaign"} for name in accounts}, owner, accounts, {}, {}, {})
    apart = [Found("campaign", own) for own in accounts.values()]
    assert separated(apart, truth)["february_rand"] == 1.0
    assert separated([Found("campaign", frozenset(owner))], truth)["february_rand"] == 0.0
    assert separated([], truth)["february_rand"] == 0.0
    pools = separated([Found("pool", own) for own in accounts.values()], truth)
    assert pools["february_rand"] == 0.0
    assert pools["february_rand_operators"] == 1.0


def weighed() -> list[dict[str, object]]:
    def group(accounts: list[str], customers: int, p: float, e: float) -> dict[str, object]:
        findings = [
            {"signal": "rotation", "axis": "coordination", "p": p, "e": e},
            {"signal": "sweep", "axis": "extraction", "p": p / 2, "e": e},
        ]
        return {"accounts": accounts, "customers": customers, "findings": findings,
                "coordination": e, "extraction": e / 2}  # fmt: skip

    lab = [f"lab{i}" for i in range(10)]
    return [
        group(["people1", "people2"], 2, 0.4, 1.0),
        group(["class1", "people2"], 2, 0.02, 1.0),
        group(["class1", "class2"], 1, 0.001, 1.0),
        group(["shop1", "people1"], 2, 0.0001, 1.0),
        group(lab, 10, 0.0001, 50.0),
        group([*lab, "people1"], 11, 0.0001, 90.0),
        group(lab[:3], 3, 0.0001, 900.0),
    ]


def test_null_p_values_leave_out_who_is_guilty_or_one_customer() -> None:
    ordinary = null_p_values(weighed(), told(), ("ordinary",))
    assert ordinary == {"rotation": [0.4], "sweep": [0.2]}
    innocent = null_p_values(weighed(), told(), ("ordinary", "look-alike"))
    assert innocent["rotation"] == [0.4, 0.02]
    assert innocent["sweep"] == [0.2, 0.01, 0.0005]
    assert rates(innocent["sweep"]) == {"0.01": 0.6667, "0.05": 0.6667, "0.1": 0.6667}


def test_the_best_group_holds_at_least_half() -> None:
    best = best_group(weighed(), told().accounts["lab"])
    assert best is not None
    assert best["coordination"] == 90.0
    assert best_group(weighed()[:4], told().accounts["lab"]) is None
