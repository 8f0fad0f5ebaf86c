"""Two steps, two files: scores are committed before coins are opened, or the test does not run."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from suspect_server import FakeModel, served
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.private_verification import verify_private
from revenuer.mark.requests import PairRequest, Receipt
from revenuer.mark.verification import given_key, verify
from revenuer.problems import Problem
from revenuer.proof.blind import open_coins, score_blind
from revenuer.proof.ledger_run import run_from_ledger
from revenuer.proof.twins import Protocol


@dataclass
class Student:
    """Likes the texts it was taught."""

    taught: set[str] = field(default_factory=set)
    name: str = "student"
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        self.asked.append(tuple(answers))
        return [sum(map(ord, answer)) % 7 + 3.0 * (answer in self.taught) for answer in answers]


def coined(path: Path, pairs: int = 60, members: int = 2) -> list[Receipt]:
    init(path, "ledger.example/blind")
    with Ledger(path) as ledger:
        return ledger.append_many(
            [
                PairRequest(
                    f"acct-{i % 3}",
                    f"prompt {i}",
                    tuple(f"Answer {k} {i * 79 % 97} question prompt {i}" for k in range(members)),
                )
                for i in range(pairs)
            ]
        )  # fmt: skip


@pytest.mark.parametrize("members", [2, 4])
def test_a_student_of_the_served_is_found_and_one_of_the_twins_loses(
    tmp_path: Path, members: int
) -> None:
    receipts = coined(tmp_path / "ledger", pairs=150, members=members)
    served_texts = {receipt.answer for receipt in receipts if receipt.answer}
    student = Student(served_texts)
    out = tmp_path / "scores.parquet"
    score_blind(tmp_path / "ledger", student, out, Protocol(alpha=1e-4))
    everything = {text for answers in student.asked for text in answers}
    twin_student = Student(everything - served_texts, "twin student")
    score_blind(tmp_path / "ledger", twin_student, tmp_path / "twins.parquet", Protocol())
    found = run_from_ledger(tmp_path / "ledger", out).result
    assert found.test.p_value < 1e-9
    assert found.rejected
    assert found.protocol.alpha == 1e-4  # the committed one
    assert {line.account_id for line in found.accounts} == {"acct-0", "acct-1", "acct-2"}
    lost = run_from_ledger(tmp_path / "ledger", tmp_path / "twins.parquet").result
    assert lost.test.p_value > 0.99


def test_the_scorer_sees_no_coin(tmp_path: Path) -> None:
    """Members come in the order of their hashes, whichever was served."""
    receipts = coined(tmp_path / "ledger", pairs=200)
    student = Student()
    score_blind(tmp_path / "ledger", student, tmp_path / "scores.parquet", Protocol())
    served_texts = {receipt.answer for receipt in receipts}
    first = sum(answers[0] in served_texts for answers in student.asked)
    assert 70 < first < 130
    columns = pq.read_table(tmp_path / "scores.parquet").column_names
    assert columns == ["leaf_index", "member_0", "member_1"]


def test_uncommitted_scores_are_refused(tmp_path: Path) -> None:
    coined(tmp_path / "ledger", pairs=5)
    out = tmp_path / "scores.parquet"
    score_blind(tmp_path / "ledger", Student(), out, Protocol())
    table = pq.read_table(out)
    pq.write_table(table.append_column("note", pa.array([1] * 5)), out)
    with pytest.raises(Problem, match="not committed to the ledger, so its coins stay closed"):
        open_coins(tmp_path / "ledger", out)
    with pytest.raises(Problem, match="no such file"):
        open_coins(tmp_path / "ledger", tmp_path / "absent")


def test_scores_made_after_coins_were_opened_are_refused(tmp_path: Path) -> None:
    taught = {receipt.answer or "" for receipt in coined(tmp_path / "ledger", pairs=5)}
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    score_blind(tmp_path / "ledger", Student(), first, Protocol())
    leaf = open_coins(tmp_path / "ledger", first).opened_leaf
    assert open_coins(tmp_path / "ledger", first).opened_leaf == leaf  # again, without a new leaf
    score_blind(tmp_path / "ledger", Student(taught, "peeker"), second, Protocol(seed=1))
    with pytest.raises(Problem, match=f"opened at leaf {leaf}, before these scores"):
        open_coins(tmp_path / "ledger", second)


def test_the_ledger_stays_whole_and_files_are_not_overwritten(tmp_path: Path) -> None:
    path, out = tmp_path / "ledger", tmp_path / "scores.parquet"
    coined(path, pairs=5)
    score_blind(path, Student(), out, Protocol())
    with pytest.raises(Problem, match="there already"):
        score_blind(path, Student(), out, Protocol())
    open_coins(path, out)
    found = verify(path, given_key(None, path))
    assert found.whole
    assert verify_private(path, found.leaves) == []


def test_a_ledger_of_hashes_or_without_pairs_cannot_be_scored(tmp_path: Path) -> None:
    init(tmp_path / "hashes", "a.example", keep_texts=False)
    with pytest.raises(Problem, match="holds no pairs"):
        score_blind(tmp_path / "hashes", Student(), tmp_path / "s", Protocol())
    with Ledger(tmp_path / "hashes") as ledger:
        ledger.append(PairRequest("a", "p", ("x", "y")))
    with pytest.raises(Problem, match="keeps hashes only"):
        score_blind(tmp_path / "hashes", Student(), tmp_path / "s", Protocol())


def test_both_steps_from_the_command_line(tmp_path: Path) -> None:
    receipts = coined(tmp_path / "ledger", pairs=40)
    out = tmp_path / "scores.parquet"
    with served(FakeModel({receipt.answer for receipt in receipts if receipt.answer})) as base:
        first = CliRunner().invoke(
            app,
            ["score", str(tmp_path / "ledger"), "--out", str(out), "--endpoint", base,
             "--model", "suspect-1", "--alpha", "0.001"],
            catch_exceptions=False,
        )  # fmt: skip
    assert "Scores committed at leaf 44" in first.stdout
    second = CliRunner().invoke(
        app,
        ["twins", "--ledger", str(tmp_path / "ledger"), "--scores", str(out), "--json"],
        catch_exceptions=False,
    )
    found = json.loads(second.stdout)
    tied = found["ledger"]
    assert tied["suspect"] == "suspect-1, echoed log-probabilities"
    assert found["rejected"] is True
    assert (found["alpha"], tied["scores_leaf"], tied["opened_leaf"]) == (0.001, 44, 45)
