"""The lab's verbs: from a teacher's answers to a served student; and what is said without torch."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from small_models import exchanges, small
from typer.testing import CliRunner

from revenuer.cli.lab import app
from revenuer.lab.models import plain, save
from revenuer.mark.pair_lines import pair_requests
from revenuer.problems import Problem
from revenuer.proof.weights import load

RUNNER = CliRunner()


def told(*words: str) -> str:
    return RUNNER.invoke(app, list(words), catch_exceptions=False).stdout


def refused(*words: str) -> str:
    found = RUNNER.invoke(app, list(words))
    assert isinstance(found.exception, Problem)
    return str(found.exception)


@pytest.fixture
def teacher(tmp_path: Path) -> str:
    save(small(plain), tmp_path / "teacher")
    return str(tmp_path / "teacher")


def test_from_answers_to_a_shrunk_student(teacher: str, tmp_path: Path) -> None:
    prompts, data = tmp_path / "prompts.jsonl", tmp_path / "data.jsonl"
    prompts.write_text("".join(json.dumps({"prompt": e.prompt}) + "\n" for e in exchanges(3)))
    lines = told("answer", teacher, "--prompts", str(prompts), "--answers", "2")
    found = list(pair_requests(lines.encode().splitlines(), "lines"))
    assert [request.prompt for request in found] == [e.prompt for e in exchanges(3)]
    assert lines == told("answer", teacher, "--prompts", str(prompts), "--answers", "2")
    data.write_text(
        "".join(json.dumps({"prompt": e.prompt, "answer": e.answer}) + "\n" for e in exchanges(8))
    )
    out = {name: str(tmp_path / name) for name in ("sft", "logits", "small", "merged")}
    words = ["train", teacher, "--data", str(data), "--rate", "1e-3"]
    assert told(*words, "--out", out["sft"]).startswith("8 answers, last loss")
    assert told(*words, "--out", out["logits"], "--logits-of", teacher).startswith("8 answers")
    told("shrink", out["sft"], "--out", out["small"], "--prune", "0.5", "--bits", "8")
    told("merge", out["sft"], teacher, "--out", out["merged"])
    weights = {name: load(path).network.lm_head.weight.detach() for name, path in out.items()}
    assert not np.array_equal(weights["sft"], weights["small"])
    assert json.loads(told("evaluate", out["small"], "--asked", "2"))["asked"] == 2


def test_what_is_wrong_is_named(teacher: str, tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text('{"prompt": "a"}\n')
    assert "line 1" in refused("train", teacher, "--data", str(data), "--out", str(tmp_path / "x"))
    data.write_text("no json\n")
    assert "not JSON" in refused("train", teacher, "--data", str(data), "--out", f"{tmp_path}/x")
    assert "already" in refused("shrink", teacher, "--out", teacher)
    assert "8 or 4 bits" in refused("shrink", teacher, "--out", f"{tmp_path}/x", "--bits", "3")
    assert "has not made" in refused("dossiers", str(tmp_path), "--out", f"{tmp_path}/d")
    assert "no saved results" in refused("curves", str(tmp_path), "--out", str(tmp_path))


def test_without_the_extra_the_way_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    without = lambda name: None if name == "torch" else find_spec(name)  # noqa: E731
    monkeypatch.setattr("revenuer.proof.weights.find_spec", without)
    assert refused("evaluate", "somewhere") == (
        "Models with weights need torch, which are not installed.\n"
        "  try:   pip install 'revenuer[lab]'"
    )
