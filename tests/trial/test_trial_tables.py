"""Tables and pictures from made-up runs."""

from xml.etree import ElementTree

import pytest

from revenuer.problems import Problem
from revenuer.trial import SUITES, Injection, harvest_named, suite
from revenuer.trial.evasions import EVASIONS
from revenuer.trial.injecting import smallest
from revenuer.trial.pictures import (
    asking_picture,
    evasion_picture,
    evasion_signals_picture,
    found_picture,
    power_picture,
    rates_picture,
    views_picture,
)
from revenuer.trial.tables import power, tables_of


def run(seed: int, found: bool, wrong: int) -> dict[str, object]:
    totals = {"campaigns": found + wrong, "wrong_campaigns": wrong, "wrong_pools": 0,
              "innocent_accounts_in_campaigns": 7 * wrong, "innocent_accounts_in_pools": 3,
              "wrong_watched": 2,
              "expected_wrong_accounts": 0.5}  # fmt: skip
    rows = [
        {"scenario": "lab", "kind": "campaign", "accounts": 10, "exchanges": 100, "found": found,
         "groups": int(found), "account_recall": 1.0 * found,
         "account_precision": 1.0 if found else None,
         "harvested": 90, "exchange_recall": 0.5, "exchange_precision": 0.8, "verdicts": [],
         "in_campaigns": 10, "in_pools": 0, "in_watched": 0},
        {"scenario": "class", "kind": "look-alike", "accounts": 20, "exchanges": 50,
         "verdicts": ["campaign"] * wrong, "in_campaigns": 7 * wrong, "in_pools": 0,
         "in_watched": 1},
    ]  # fmt: skip
    return {"seed": seed, "view": "everything", "rows": rows, "totals": {"0.01": totals},
            "exchanges": 150, "accounts": 30, "seconds": 2.0, "mebibytes": 100}  # fmt: skip


def test_tables_say_what_the_runs_say() -> None:
    made = {t.name: t for t in tables_of({"runs": [run(1, True, 0), run(2, False, 1)]})}
    lab = made["found"].rows[0]
    assert (lab["logs"], lab["found"], lab["account_recall"]) == (2, 1, 0.5)
    assert (lab["lowest_recall"], lab["account_precision"]) == (0.0, 1.0)
    false = made["false-campaigns"].rows[0]
    assert (false["false_campaigns"], false["logs_with_one"]) == (1, 1)
    assert false["mean_false_share"] == 0.5
    assert (false["innocent_accounts"], false["innocent_in_pools"]) == (7, 6)
    assert false["wrongly_watched"] == 4
    assert made["innocents"].rows[0]["accounts_watched"] == 2
    assert made["innocents"].rows[0]["called_campaign"] == 1
    assert made["innocents"].rows[0]["accounts_in_campaigns"] == 7
    assert set(made) == {"found", "false-campaigns", "innocents", "cost"}
    assert all(len(row) == len(t.headings) for t in made.values() for row in t.cells())
    drawn = ElementTree.fromstring(found_picture(made["found"].rows))
    assert drawn.attrib["aria-label"] == "Campaigns and pools found"


ROWS = [
    {"accounts": 20, "each": 4.0, "mixed": 0.0, "tried": 0, "caught": None, "account_recall": None},
    {"accounts": 60, "each": 4.0, "mixed": 0.0, "tried": 2, "caught": 1, "account_recall": 0.9},
    {"accounts": 180, "each": 4.0, "mixed": 0.0, "tried": 2, "caught": 2, "account_recall": 1.0},
    {"accounts": 60, "each": 80.0, "mixed": 0.0, "tried": 2, "caught": 2, "account_recall": 1.0},
    {"accounts": 180, "each": 80.0, "mixed": 0.0, "tried": 2, "caught": 2, "account_recall": 1.0},
    {"accounts": 180, "each": 80.0, "mixed": 0.8, "tried": 2, "caught": 0, "account_recall": None},
]


def test_the_smallest_caught_is_caught_with_every_seed() -> None:
    told = {(s["each"], s["mixed"]): s["accounts"] for s in smallest(ROWS)}
    assert told == {(4.0, 0.0): 180, (80.0, 0.0): 60, (80.0, 0.8): None}


def test_the_power_curve_is_drawn_and_tabled() -> None:
    document = {"scenario": "<lab>", "fdr": 0.01, "rows": ROWS, "host_exchanges": 5000,
                "host_accounts": 70}  # fmt: skip
    assert len(power(document).rows) == len(ROWS)
    picture = power_picture(document)
    ElementTree.fromstring(picture)
    assert "<lab>" not in picture
    assert picture.count("<circle") == len(ROWS) - 1, "what was not tried is not drawn"


def test_evasions_are_drawn_against_none() -> None:
    rows = [{"evasion": name, "found": 1, "logs": 2, "harvest_an_account": n}
            for name, n in (("none", 70.0), ("everything", 9.0))]  # fmt: skip
    assert "13%" in evasion_picture(rows)


def test_agentic_harvests_are_drawn_by_what_they_are_called() -> None:
    rows = [
        {"scenario": f"agentic_asking_{n}", "found": n // 10, "logs": 2, "only_called_pool": 2}
        for n in (0, 5, 20)
    ]
    drawn = asking_picture(rows)
    assert all(told in drawn for told in ("campaign", "pool only", "20%"))


def test_evidence_left_is_a_grid_of_signals_and_evasions() -> None:
    rows = [{"signal": "rotation", "none": 2.7, "random_dispatch": None, "personas": -0.4}]
    drawn = ElementTree.fromstring(evasion_signals_picture(rows))
    told = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert told[1:] == ["none", "random dispatch", "personas", "rotation", "2.7"]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}rect"))) == 3


def test_false_campaigns_are_drawn_beside_the_rate_that_was_stated() -> None:
    rows = [
        {"stated_rate": rate, "logs": 100, "logs_with_one": n}
        for rate, n in (("0.01", 0), ("0.1", 1))
    ]
    drawn = rates_picture(rows)
    assert all(told in drawn for told in ("as stated", "measured", "at most, 95 %"))


def test_each_view_has_its_campaigns() -> None:
    row = {"scenario": "fixed_prompt", "kind": "campaign", "logs": 4, "found": 0}
    rows = [row | {"view": v, "only_called_pool": n} for v, n in (("no-text", 3), ("no-ip", 0))]
    drawn = views_picture([*rows, rows[0] | {"kind": "pool", "scenario": "reseller_pool"}])
    assert "75%" in drawn
    assert "no-ip" in drawn
    assert "reseller_pool" not in drawn


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(Problem) as told:
        suite("loud")
    assert str(told.value) == (
        "There is no suite 'loud'.\n  where: drill run\n  try:   one of standard, quiet, "
        "calibration, separation, four-requests, agentic, customers, missing-fields, languages, "
        "evasion, small"
    )
    with pytest.raises(Problem, match="There is no campaign 'x' to plant") as told:
        harvest_named("x")
    assert "fixed_prompt" in told.value.hint


def test_sizes_that_make_no_sense_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("none")
    for wrong in ({"mixed": (1.0,)}, {"mixed": (-0.1,)}, {"accounts": (0,)}, {"seeds": 0}):
        with pytest.raises(Problem):
            Injection(harvest_named("fixed_prompt"), ("x",), folder, **wrong)  # type: ignore[arg-type]


def test_suites_have_seeds_of_their_own_and_sound_casts() -> None:
    taken: set[int] = set()
    for one in SUITES:
        numbers = set(range(one.first_seed, one.first_seed + one.seeds))
        assert not taken & numbers
        taken |= numbers
        for seed in range(one.first_seed, one.first_seed + 6):
            names = [scenario.name for scenario in one.cast(seed)]
            assert len(set(names)) == len(names)
    assert not {s.kind for n in range(9) for s in suite("quiet").cast(n)} & {"campaign"}
    assert not {s.kind for n in range(9) for s in suite("calibration").cast(n)} & {"campaign"}
    assert {s.name for n in range(len(EVASIONS)) for s in suite("evasion").cast(n)} > {
        f"evasion_{e.name}" for e in EVASIONS
    }
