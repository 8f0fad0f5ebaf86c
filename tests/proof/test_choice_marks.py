"""The test of choice marks: finds a student of marked text, and no key nobody used."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from scipy.stats import binom
from typer.testing import CliRunner

from revenuer.cli.mark import app as mark_app
from revenuer.cli.prove import app as prove_app
from revenuer.mark.choices import CHOICES, mark
from revenuer.problems import Problem
from revenuer.proof.choice_marks import marks_test

KEY = hashlib.sha256(b"used").digest()
SUBJECTS = ["boats", "gulls", "tides", "nets", "ropes", "sailors", "maps", "winds", "ports", "fish"]
VERBS = ["turn", "rest", "drift", "return", "wait", "move", "change", "break"]


def output(texts: int, seed: int, marked: float) -> list[str]:
    """A suspect's output: each text written by its own habits, or as the key prefers."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(texts):
        sentences = []
        for _ in range(6):
            choice = CHOICES[rng.integers(0, 14)]
            side = choice.second if rng.random() < 0.3 else choice.first
            one, two = rng.choice(SUBJECTS, 2)
            sentences.append(f"The {one} and {two} {side} {rng.choice(VERBS)}.")
        text = " ".join(sentences)
        found.append(mark(text, KEY, CHOICES) if rng.random() < marked else text)
    return found


def test_a_student_of_marked_text_is_found() -> None:
    found = marks_test(output(300, 1, 0.5), KEY)
    assert found.p_value < 1e-6
    assert found.agreement is not None
    assert found.agreement > 0.55
    assert found.rank == 0
    assert found.e_value > 1e3


def test_the_error_rate_holds_for_keys_nobody_used() -> None:
    texts = output(40, 2, 0.5)  # marked, but with another key
    p_values = np.array(
        [
            marks_test(texts, hashlib.sha256(b"%d" % i).digest(), draws=200, keys=10).p_value
            for i in range(300)
        ]
    )
    count = int((p_values <= 0.05).sum())
    assert binom.sf(count - 1, 300, 0.05) > 1e-3
    assert binom.cdf(count, 300, 0.05) > 1e-3


def test_p_value_and_random_keys_agree() -> None:
    found = marks_test(output(60, 3, 0.1), KEY, keys=4000)
    assert found.rank / found.keys == pytest.approx(found.p_value, abs=0.03)


def test_repeating_a_text_adds_nothing() -> None:
    texts = output(50, 4, 0.3)
    assert marks_test(texts * 3, KEY) == marks_test(texts, KEY)


def test_texts_without_choices_are_refused() -> None:
    with pytest.raises(Problem, match="no wording that could be a mark"):
        marks_test(["The sea is blue."], KEY)


def test_the_commands_mark_and_find(tmp_path: Path) -> None:
    secret = tmp_path / "secret.key"
    secret.write_text("ab" * 32 + "\n")
    source = tmp_path / "texts.jsonl"
    plain = output(250, 5, 0.0)
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in plain))
    base = ["choices", str(source), "--secret", str(secret), "--account", "acct-1"]
    marked = [json.loads(line)["text"] for line in run(mark_app, *base).splitlines()]
    told = json.loads(run(mark_app, *base, "--measure"))
    assert told["texts"] == 250
    assert told["changed"] == sum(a != b for a, b in zip(plain, marked, strict=True))
    assert 0.9 < told["after"] / told["before"] < 1.1
    path = tmp_path / "output.parquet"
    pq.write_table(pa.table({"text": marked}), path)
    arguments = ["marks", "--texts", str(path), "--secret", str(secret)]
    found = json.loads(run(prove_app, *arguments, "--account", "acct-1", "--account", "acct-2"))
    assert [row["rejected"] for row in found["accounts"]] == [True, False]
    for wrong in (["--column", "other"], ["--secret", str(path)]):
        outcome = CliRunner().invoke(prove_app, [*arguments, "--account", "a", *wrong])
        assert isinstance(outcome.exception, Problem)


def run(app: typer.Typer, *arguments: str) -> str:
    outcome = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.stdout
