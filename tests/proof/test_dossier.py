"""The dossier: it opens offline, escapes what it shows, and is run again byte for byte."""

import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_blind import Student, coined
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.problems import Problem
from revenuer.proof.blind import score_blind
from revenuer.proof.dossier import write_dossier
from revenuer.proof.ledger_run import run_from_ledger
from revenuer.proof.twins import Protocol
from revenuer.proof.wording import one_in, power_of_ten, power_of_ten_html, support


def scores(path: Path, shift: float, seed: int = 1) -> Path:
    rng = np.random.default_rng(seed)
    table = {
        "pair_id": [f"p{i}" for i in range(200)],
        "served": rng.normal(shift, 1, 200),
        "twin": rng.normal(0, 1, 200),
        "account_id": ["<script>alert(1)</script>", "b"] * 100,
    }
    pq.write_table(pa.table(table), path)
    return path


def written(folder: Path, shift: float, *extra: str) -> str:
    arguments = ["twins", "--scores", str(scores(folder / "in.parquet", shift)), "--dossier"]
    outcome = CliRunner().invoke(app, [*arguments, str(folder / "out"), *extra])
    assert outcome.exception is None
    return (folder / "out" / "dossier.html").read_text("utf-8")


class Outside(HTMLParser):
    """Collects everything a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ("script", "link", "iframe", "img") else []
        self.found += [name for name, _ in attrs if name in ("src", "href") or name[:2] == "on"]


@pytest.mark.parametrize("shift", [0.0, 0.6])
def test_it_fetches_and_runs_nothing(tmp_path: Path, shift: float) -> None:
    page = written(tmp_path, shift)
    outside = Outside()
    outside.feed(page)
    assert outside.found == []
    assert "&lt;script&gt;alert(1)" in page


def test_guilty_and_innocent_read_differently(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    guilty, innocent = written(tmp_path / "a", 0.6), written(tmp_path / "b", 0.0)
    assert "The suspect's scores depend on which answers were served." in guilty
    assert "No dependence on the served answers was shown." in innocent
    assert "Not rejecting is no acquittal" in innocent
    assert "prosecutor" in guilty


def test_the_command_in_it_prints_the_result_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = written(tmp_path, 0.3, "--alpha", "0.001", "--seed", "7")
    found = re.search(r"<pre>(revenuer prove twins [^<]*)</pre>", page)
    assert found is not None
    monkeypatch.chdir(tmp_path / "out")
    again = CliRunner().invoke(app, shlex.split(found[1])[2:])
    assert again.stdout_bytes == (tmp_path / "out" / "result.json").read_bytes()


def test_controls_are_run_and_shown(tmp_path: Path) -> None:
    control = scores(tmp_path / "base model.parquet", 0.0, seed=5)
    assert "base model.parquet" in written(tmp_path, 0.6, "--control", str(control))


def test_a_positive_control_must_be_found(tmp_path: Path) -> None:
    taught = scores(tmp_path / "own student.parquet", 0.8, seed=6)
    page = written(tmp_path, 0.0, "--positive-control", str(taught))
    row = page[page.index("own student.parquet") :]
    assert "<td>be found</td>" in row[:120]
    assert "No positive control was given" not in page


def test_the_same_input_gives_the_same_page(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert written(tmp_path / "a", 0.2) == written(tmp_path / "b", 0.2)


def test_it_does_not_write_over_anything(tmp_path: Path) -> None:
    written(tmp_path, 0.0)
    arguments = ["twins", "--scores", str(tmp_path / "in.parquet"), "--dossier"]
    outcome = CliRunner().invoke(app, [*arguments, str(tmp_path / "out")])
    assert isinstance(outcome.exception, Problem)


def test_a_dossier_from_a_ledger_names_its_leaves(tmp_path: Path) -> None:
    path, out = tmp_path / "ledger", tmp_path / "scores.parquet"
    taught = {receipt.answer or "" for receipt in coined(path)}
    score_blind(path, Student(taught), out, Protocol(alpha=1e-4))
    CliRunner().invoke(
        app,
        ["twins", "--ledger", str(path), "--scores", str(out), "--dossier", str(tmp_path / "d")],
        catch_exceptions=False,
    )
    page = (tmp_path / "d" / "dossier.html").read_text("utf-8")
    assert "ledger.example/blind; scores and protocol committed at leaf" in page
    assert "this is its only test" in page
    assert "revenuer ledger verify LEDGER" in page


def test_further_scores_of_the_ledger_are_told(tmp_path: Path) -> None:
    """Many suspects tried until one is found is what a dossier must not hide."""
    path = tmp_path / "ledger"
    texts = [receipt.answer or "" for receipt in coined(path)]
    for taught, name in enumerate(("first", "second", "third")):
        student = Student(set(texts[:taught]), name)
        score_blind(path, student, tmp_path / f"{name}.parquet", Protocol())
    found = run_from_ledger(path, tmp_path / "second.parquet")
    assert found.provenance.others == ("first", "third")
    out = tmp_path / "d"
    write_dossier(out, found.scores(), Protocol(), provenance=found.provenance, controls={})
    page = (out / "dossier.html").read_text("utf-8")
    assert "2 further\nfiles of scores" in page
    assert "first; third" in page


@pytest.mark.parametrize(
    ("log10", "words"), [(-1, "no support for the first"), (0, "no support"), (0.5, "weak"),
                         (2.5, "moderately strong"), (5, "very strong"), (300, "extremely")]
)  # fmt: skip
def test_the_verbal_scale(log10: float, words: str) -> None:
    assert words in support(log10)


def test_numbers_of_any_size_can_be_written() -> None:
    assert power_of_ten_html(-12.71) == "1.95 × 10<sup>−13</sup>"
    assert power_of_ten_html(-2) == "0.01"
    assert (one_in(1e-6), one_in(0.05), one_in(0.3)) == ("one in 1,000,000", "one in 20", "0.3")
    assert power_of_ten(-12.71) == "1.95e-13"
    assert power_of_ten(-1000.5) == "3.16e-1001"
    assert power_of_ten(-2) == "0.01"
