"""A whole lab in miniature: teachers, coins, students, tests, results, pictures, dossiers.

Its models are too small to learn much, so nothing is asked of its power; what holds at any size
is asked: who lost, who is told apart, that files say what was computed.
"""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from revenuer.cli.lab import app
from revenuer.cli.ledger import app as ledger_app
from revenuer.cli.prove import app as prove_app
from revenuer.lab.scale import MINIATURE
from revenuer.lab.students import students

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    small = ["--size", "miniature"]
    words = ["run", str(folder / "lab"), *small, "--workers", "1"]
    found = RUNNER.invoke(app, words, catch_exceptions=False)
    assert "plain-20-e3 is done." in found.stdout
    words = ["save", str(folder / "lab"), *small, "--out", str(folder / "results")]
    RUNNER.invoke(app, words, catch_exceptions=False)
    return folder


def rows_of(lab: Path) -> list[dict[str, object]]:
    return list(json.loads((lab / "results" / "lab" / "rows.json").read_bytes())["rows"])


def test_every_student_has_its_rows(lab: Path) -> None:
    rows = rows_of(lab)
    assert {row["student"] for row in rows} == {s.name for s in students(MINIATURE)}
    changed = {row["change"] for row in rows if row["student"] == "plain-20-e3"}
    assert {"none", "int8", "int4", "pruned 50 %", "pruned 70 %"} < changed


def test_a_taught_student_prefers_what_it_was_taught(lab: Path) -> None:
    effects = {
        (row["student"], row["score"]): row["effect"]
        for row in rows_of(lab)
        if row["change"] == "none"
    }
    score = "log-probabilities less references"
    assert effects["plain-20-e3", score] > effects["base-plain", score]
    assert effects["twins-0", score] < effects["base-plain", score]


def test_saved_scores_are_what_the_command_tests(lab: Path) -> None:
    file = lab / "lab" / "scores" / "plain-20-e3--log-probabilities.parquet"
    words = ["twins", "--scores", str(file), "--json", "--draws", "20000"]
    told = json.loads(RUNNER.invoke(prove_app, words).stdout)
    (row,) = [
        row for row in rows_of(lab)
        if (row["student"], row["score"], row["change"])
        == ("plain-20-e3", "log-probabilities", "none")
    ]  # fmt: skip
    assert told["log10_p"] == row["log10_p"]
    assert told["n"] == row["n"] <= MINIATURE.pairs


def test_what_is_done_is_not_done_again(lab: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (lab / "lab").rglob("*.json")}
    words = ["run", str(lab / "lab"), "--size", "miniature", "--workers", "1"]
    found = RUNNER.invoke(app, words, catch_exceptions=False)
    assert "is done" not in found.stdout
    assert {p: p.stat().st_mtime_ns for p in (lab / "lab").rglob("*.json")} == before


def test_results_become_tables_and_pictures(lab: Path) -> None:
    for name in ("lab-power.json", "lab-changes.json", "lab-controls.json", "lab-nulls.json"):
        saved = json.loads((lab / "results" / name).read_bytes())
        assert saved["rows"], name
    out = lab / "pictures"
    out.mkdir()
    RUNNER.invoke(app, ["curves", str(lab / "results"), "--out", str(out)], catch_exceptions=False)
    for name in ("lab-pairs.svg", "lab-changes.svg"):
        assert (out / name).read_text().startswith("<svg")


def test_two_dossiers_from_ledger_to_page(lab: Path) -> None:
    out = lab / "dossiers"
    words = ["dossiers", str(lab / "lab"), "--out", str(out), "--size", "miniature"]
    RUNNER.invoke(app, words, catch_exceptions=False)
    whole = RUNNER.invoke(ledger_app, ["verify", str(out / "ledger"), "--json"])
    assert json.loads(whole.stdout)["whole"]
    for name in ("guilty", "innocent"):
        page = (out / name / "dossier.html").read_text()
        assert "a model before it was taught" in page
        assert "2 other models explain of the scores" in " ".join(page.split())
        told = json.loads((out / name / "result.json").read_bytes())
        scores = pq.read_table(out / name / "scores.parquet")
        assert 10 < told["n"] == scores.num_rows <= MINIATURE.pairs
    served = np.array(pq.read_table(out / "guilty" / "scores.parquet")["served"])
    assert np.isfinite(served).all()
