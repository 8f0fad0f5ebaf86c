"""`revenuer prove twins`: what it prints, what it refuses, and what it leaves out and says so."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.problems import Problem
from revenuer.proof.pairs import read_pairs

Columns = dict[str, Any]


def write(folder: Path, columns: Columns) -> Path:
    path = folder / "scores.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def run(path: Path, *extra: str) -> dict[str, Any]:
    outcome = CliRunner().invoke(
        app, ["twins", "--scores", str(path), "--json", *extra], catch_exceptions=False
    )
    assert outcome.exit_code == 0
    assert outcome.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(
        outcome.stdout, parse_constant=lambda name: pytest.fail(name)
    )
    return found


def normal(n: int, m: int, shift: float, seed: int = 1) -> Columns:
    rng = np.random.default_rng(seed)
    columns: Columns = {
        "pair_id": [f"p{i}" for i in range(n)],
        "served": rng.normal(shift, 1, n),
    }
    for j in range(m):
        columns["twin" if m == 1 else f"twin_{j + 1}"] = rng.normal(0, 1, n)
    return columns


@pytest.mark.parametrize("m", [1, 4])
def test_a_student_is_found(tmp_path: Path, m: int) -> None:
    found = run(write(tmp_path, normal(1000, m, 0.4)))
    assert found["n"] == 1000
    assert found["p_value"] < 1e-6
    assert found["e_value"] > 1e3
    assert found["rejected"] is True
    assert found["interval"][0] < found["effect"] < found["interval"][1]
    assert found["win_rate_interval"][0] < found["win_rate"] < found["win_rate_interval"][1]
    assert found["side"] == "greater"
    assert found["permutation"]["b"] == 0
    assert found["warnings"] == []


def test_an_innocent_model_is_not(tmp_path: Path) -> None:
    found = run(write(tmp_path, normal(1000, 1, 0.0)))
    assert found["p_value"] > 1e-3
    assert found["rejected"] is False
    assert found["power"]["smallest_effect"] == pytest.approx(0.177, abs=0.001)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, normal(200, 2, 0.1))
    outputs = {
        CliRunner().invoke(app, ["twins", "--scores", str(path), "--json"]).stdout for _ in "ab"
    }
    assert len(outputs) == 1


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    columns = normal(300, 1, 0.2)
    first = run(write(tmp_path, columns))
    order = np.random.default_rng(3).permutation(300)
    second = run(write(tmp_path, {k: np.asarray(v)[order] for k, v in columns.items()}))
    for key in ("p_value", "e_value", "effect", "win_rate"):
        assert first[key] == pytest.approx(second[key], rel=1e-9)


def test_a_handful_of_pairs_is_enumerated(tmp_path: Path) -> None:
    found = run(write(tmp_path, {"pair_id": [1, 2, 3], "served": [3, 2, 5], "twin": [1, 1, 1]}))
    assert found["p_value"] == 1 / 8
    assert found["method"] == "enumeration"


def test_rows_that_cannot_be_used_are_left_out_and_counted(tmp_path: Path) -> None:
    columns = {
        "pair_id": ["a", "b", "c", "d", "e", "e", "f", "f", None, "g"],
        "served": [1.0, float("nan"), float("inf"), 1.0, 2.0, 2.0, 3.0, 4.0, 1.0, 2.0],
        "twin": [0.0, 0.0, 0.0, None, 1.0, 1.0, 1.0, 1.0, 0.0, 2.0],
    }
    found = run(write(tmp_path, columns))
    assert (found["n"], found["rows"], found["dropped"]) == (3, 10, 7)
    assert found["dropped_reasons"] == {
        "a score is infinite or beyond 1e290": 1,
        "a score is missing": 2,
        "exact repeat of an earlier row": 1,
        "no pair_id": 1,
        "pair_id given more than once with different rows": 2,
    }
    assert found["ties"] == 1
    assert found["dropped_rows"] == [2, 3, 4, 6, 7, 8, 9]


def test_accounts_have_a_table_adjusted_over_all(tmp_path: Path) -> None:
    columns = normal(600, 1, 0.0)
    guilty = np.arange(600) % 3 == 0
    columns["served"] = columns["served"] + guilty
    columns["account_id"] = [("guilty", "b", "c")[i % 3] for i in range(600)]
    lines = {line["account_id"]: line for line in run(write(tmp_path, columns))["accounts"]}
    assert lines["guilty"]["p_holm"] < 1e-6 < lines["b"]["p_holm"]
    assert lines["guilty"]["p_holm"] >= 3 * lines["guilty"]["p_value"] * 0.999
    assert lines["guilty"]["n"] == 200


def test_leaf_index_fixes_the_order_of_bets(tmp_path: Path) -> None:
    columns = normal(50, 1, 0.2)
    columns["leaf_index"] = list(range(50, 0, -1))
    assert read_pairs(write(tmp_path, columns)).pair_ids[0] == "p49"
    columns["leaf_index"] = [1] * 50
    with pytest.raises(Problem, match="leaf_index"):
        read_pairs(write(tmp_path, columns))


def test_a_scorer_that_loses_only_served_answers_is_warned_of(tmp_path: Path) -> None:
    columns = normal(400, 1, 0.3)
    columns["served"][:60] = np.nan
    assert "may have known the coins" in run(write(tmp_path, columns))["warnings"][0]


def test_one_exchange_given_many_times_is_warned_of(tmp_path: Path) -> None:
    columns = normal(100, 1, 0.3)
    for name in ("served", "twin"):
        columns[name] = np.repeat(columns[name][:50], 2)
    assert "50 pairs repeat" in run(write(tmp_path, columns))["warnings"][0]


def test_heavy_tails_are_warned_of(tmp_path: Path) -> None:
    columns = normal(100, 1, 0.0)
    columns["served"][0] = 1e6
    assert "carries" in run(write(tmp_path, columns))["warnings"][0]


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ({"served": [1.0], "twin": [0.0]}, "The column pair_id is missing."),
        ({"pair_id": ["a"], "twin": [0.0]}, "The column served is missing."),
        ({"pair_id": ["a"], "served": [0.0]}, "There is no column of twins."),
        (
            {"pair_id": ["a"], "served": [0.0], "twin_1": [0.0], "twin_3": [0.0]},
            "The columns of twins are twin_1, twin_3.",
        ),
        (
            {"pair_id": ["a"], "served": [0.0], "twin": [0.0], "twin_1": [0.0]},
            "The columns of twins are twin, twin_1.",
        ),
        (
            {"pair_id": ["a"], "served": ["high"], "twin": [0.0]},
            "The column served holds string, not numbers.",
        ),
        (
            {"pair_id": [["a"]], "served": [1.0], "twin": [0.0]},
            "The column pair_id holds list<element: string>, not text or whole numbers.",
        ),
        (
            {"pair_id": ["a"], "served": [float("nan")], "twin": [0.0]},
            "No usable pair is left: a score is missing (1).",
        ),
        (
            {"pair_id": pa.array([], pa.string()), "served": pa.array([], pa.float64()),
             "twin": pa.array([], pa.float64())},
            "No usable pair is left: the file has no rows.",
        ),
    ],
)  # fmt: skip
def test_unusable_files_are_refused_in_words(tmp_path: Path, columns: Columns, text: str) -> None:
    path = write(tmp_path, columns)
    with pytest.raises(Problem) as caught:
        read_pairs(path)
    assert caught.value.what == text
    assert caught.value.where == str(path)
    assert caught.value.hint
    assert caught.value.exit_status == 2


def test_what_is_not_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scores.parquet"
    path.write_text("pair_id,served,twin\n")
    for bad in (path, tmp_path, tmp_path / "absent"):
        with pytest.raises(Problem):
            read_pairs(bad)


@pytest.mark.parametrize("argument", ["--alpha=0", "--alpha=2", "--seed=-1", "--draws=0"])
def test_bad_settings_are_refused(tmp_path: Path, argument: str) -> None:
    path = write(tmp_path, normal(5, 1, 0.0))
    outcome = CliRunner().invoke(app, ["twins", "--scores", str(path), argument])
    assert isinstance(outcome.exception, Problem)


def test_the_text_says_what_is_and_is_not_shown(tmp_path: Path) -> None:
    path = write(tmp_path, normal(100, 1, 0.0))
    text = CliRunner().invoke(app, ["twins", "--scores", str(path)]).stdout
    assert "H0 not rejected" in text
    assert "Not rejecting is no acquittal" in text
    assert "not even all of the coined exchanges" in text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", "d", None]),
            st.floats(width=32),
            st.floats(width=32),
        ),
        max_size=12,
    )
)
def test_every_row_is_used_or_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, float, float]]
) -> None:
    path = write(
        tmp_path_factory.mktemp("rows"),
        {
            "pair_id": pa.array([row[0] for row in rows], pa.string()),
            "served": pa.array([row[1] for row in rows], pa.float64()),
            "twin": pa.array([row[2] for row in rows], pa.float64()),
        },
    )
    try:
        pairs = read_pairs(path)
    except Problem:
        with pytest.raises(Problem, match="No usable pair"):
            read_pairs(path)
        return
    assert len(pairs.pair_ids) + len(pairs.quarantined) == len(rows) == pairs.rows
    assert np.isfinite(pairs.served).all()
    assert len(set(pairs.pair_ids)) == len(pairs.pair_ids)


@pytest.mark.parametrize("scale", [5e-324, 1e-200, 1e-12, 1e200, 1e289])
def test_the_unit_of_scores_does_not_matter(tmp_path: Path, scale: float) -> None:
    columns = {"pair_id": list(range(40)), "served": [scale] * 30 + [0.0] * 10}
    columns["twin"] = [0.0] * 30 + [scale] * 10
    found = run(write(tmp_path, columns))
    assert found["p_value"] == pytest.approx(0.00111, rel=0.1)
    assert found["e_value"] == pytest.approx(22.8, rel=0.3)


def test_scores_near_overflow_are_left_out(tmp_path: Path) -> None:
    columns = {"pair_id": [1, 2], "served": [1e308, 1.0], "twin": [-1e308, 0.0]}
    assert run(write(tmp_path, columns))["dropped_reasons"] == {
        "a score is infinite or beyond 1e290": 1
    }


def test_the_sign_test_is_recovered_from_unit_differences(tmp_path: Path) -> None:
    served = np.repeat([1.0, 0.0], [60, 40])
    found = run(
        write(tmp_path, {"pair_id": list(range(100)), "served": served, "twin": 1.0 - served})
    )
    exact = binomtest(60, 100, alternative="greater").pvalue
    assert found["p_value"] == pytest.approx(exact, rel=0.05)
