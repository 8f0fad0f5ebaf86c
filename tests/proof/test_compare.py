"""Many suspects: adjusted over all, said how many, innocent ones not taken along."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.problems import Problem
from revenuer.proof.compare import compare, named_files
from revenuer.proof.twins import Protocol


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {}
    for number, shift in enumerate([0.5, 0.0, 0.0, 0.0, 0.3]):
        rng = np.random.default_rng(number + 1)
        table = {
            "pair_id": list(range(300)),
            "served": rng.normal(shift, 1, 300),
            "twin": rng.normal(0, 1, 300),
        }
        made[f"model-{number}"] = tmp_path / f"{number}.parquet"
        pq.write_table(pa.table(table), made[f"model-{number}"])
    return made


def test_only_students_are_accused(files: dict[str, Path]) -> None:
    found = compare(files, Protocol(alpha=0.01))
    assert [one.accused for one in found] == [True, False, False, False, True]
    assert [one.screened for one in found] == [True, False, False, False, True]
    assert found[0].p_holm == pytest.approx(5 * found[0].result.test.p_value)
    assert all(one.e_holm >= 1 / one.result.wealth.e_value * 0.999 for one in found[:1])


def test_the_command_says_how_many_were_tested(files: dict[str, Path]) -> None:
    arguments = [f"{name}={path}" for name, path in files.items()]
    outcome = CliRunner().invoke(app, ["compare", *arguments, "--json", "--alpha", "0.01"])
    told = json.loads(outcome.stdout)
    assert told["tested"] == 5
    assert [row["name"] for row in told["tests"] if row["accused"]] == ["model-0", "model-4"]
    text = CliRunner().invoke(app, ["compare", *arguments, "--alpha", "0.01"]).stdout
    assert text.startswith("5 tests; adjusted over all of them; level 0.01.")
    assert "model-1: not rejected" in text


@pytest.mark.parametrize("arguments", [["a.parquet"], ["=a"], ["a="], ["a=x", "a=y"]])
def test_suspects_need_names_of_their_own(arguments: list[str]) -> None:
    with pytest.raises(Problem):
        named_files(arguments)
    with pytest.raises(Problem, match="nothing to compare"):
        compare({}, Protocol())
