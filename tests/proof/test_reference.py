"""Reference scores: they sharpen the test and cannot break it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.requests import PairRequest
from revenuer.problems import Problem
from revenuer.proof.blind import open_coins, score_blind
from revenuer.proof.ledger_run import run_from_ledger
from revenuer.proof.reference import less_reference_files, without_references
from revenuer.proof.twins import Protocol
from revenuer.stats.signflip import advantages, choice_test


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_what_is_left_moves_with_the_members(n: int, m: int, k: int, seed: int) -> None:
    """Exchanging members of any set exchanges what is left: no outcome of the coins is special."""
    rng = np.random.default_rng(seed)
    members, references = rng.normal(size=(n, m + 1)), rng.normal(size=(k, n, m + 1))
    order = np.argsort(rng.random((n, m + 1)), axis=1)
    left = without_references(members, references)
    moved = without_references(
        np.take_along_axis(members, order, 1),
        np.stack([np.take_along_axis(one, order, 1) for one in references]),
    )
    np.testing.assert_allclose(moved, np.take_along_axis(left, order, 1), atol=1e-9)


def test_a_model_explained_wholly_by_a_reference_leaves_nothing() -> None:
    rng = np.random.default_rng(1)
    reference = rng.normal(size=(1, 30, 3))
    level = rng.normal(size=(30, 1))  # of the whole set: which prompt is hard says nothing
    left = without_references(level + 2.5 * reference[0], reference)
    np.testing.assert_allclose(left, 0, atol=1e-12)


def test_rows_without_a_score_are_passed_over() -> None:
    rng = np.random.default_rng(2)
    members, references = rng.normal(size=(20, 2)), rng.normal(size=(2, 20, 2))
    members[3, 0], references[1, 7, 1] = np.nan, np.inf
    left = without_references(members, references)
    assert np.isnan(left).all(axis=1).tolist() == [i in (3, 7) for i in range(20)]


def scores_with_noise(n: int, effect: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of which most is what any model finds, and a reference that shares it."""
    rng = np.random.default_rng(seed)
    common = rng.normal(0, 1, (n, 2))
    members = common + rng.normal(0, 0.3, (n, 2))
    members[:, 0] += effect
    return members, (0.8 * common + rng.normal(0, 0.1, (n, 2)))[None]


def test_references_sharpen_the_test() -> None:
    members, references = scores_with_noise(300, 0.15, 3)
    plain = choice_test(advantages(members[:, 0], members[:, 1:]), draws=4000, seed=0)
    left = without_references(members, references)
    sharp = choice_test(advantages(left[:, 0], left[:, 1:]), draws=4000, seed=0)
    assert sharp.log10_p < plain.log10_p - 3


def test_error_rates_stay_nominal_where_nothing_was_learned() -> None:
    p_values = []
    for seed in range(400):
        members, references = scores_with_noise(60, 0.0, 100 + seed)
        left = without_references(members, references)
        test = choice_test(advantages(left[:, 0], left[:, 1:]), draws=199, seed=seed)
        p_values.append(test.p_value)
    found = np.array(p_values)
    assert (found <= 0.05).sum() <= 36  # 20 expected; 36 is four standard deviations above
    assert 0.42 < found.mean() < 0.58


def scores_file(path: Path, members: np.ndarray, ids: Sequence[str] | None = None) -> Path:
    names = ids or [f"p{i}" for i in range(len(members))]
    table = {"pair_id": list(names), "served": members[:, 0], "twin": members[:, 1]}
    pq.write_table(pa.table(table), path)
    return path


def test_reference_files_are_joined_by_pair_and_the_dossier_runs_again(tmp_path: Path) -> None:
    members, references = scores_with_noise(120, 0.2, 4)
    scores = scores_file(tmp_path / "scores.parquet", members)
    back = [f"p{i}" for i in reversed(range(119))]  # p119 is missing, the rest in another order
    reference = scores_file(tmp_path / "reference.parquet", references[0][:119][::-1], back)
    arguments = ["twins", "--scores", str(scores), "--json", "--draws", "2000"]
    plain = json.loads(CliRunner().invoke(app, arguments).stdout)
    with_it = [*arguments, "--reference-scores", str(reference)]
    told = json.loads(CliRunner().invoke(app, [*with_it, "--dossier", str(tmp_path / "d")]).stdout)
    assert told["n"] == 119
    assert told["dropped_reasons"] == {"a score is missing": 1}
    assert told["p_value"] < plain["p_value"] / 100
    again = ["twins", "--scores", str(tmp_path / "d" / "scores.parquet"), "--json"]
    repeated = CliRunner().invoke(app, [*again, "--draws", "2000"]).stdout
    assert repeated == (tmp_path / "d" / "result.json").read_text()
    assert "1 other model" in " ".join((tmp_path / "d" / "dossier.html").read_text().split())


def test_references_of_other_pairs_are_refused(tmp_path: Path) -> None:
    members, references = scores_with_noise(10, 0.0, 5)
    scores = scores_file(tmp_path / "scores.parquet", members)
    twice = scores_file(tmp_path / "twice.parquet", references[0], ["p1"] * 10)
    with pytest.raises(Problem, match="more than once"):
        less_reference_files(scores, [twice])
    table = pq.read_table(scores).rename_columns(["pair_id", "served", "twin_1"])
    pq.write_table(table, tmp_path / "other.parquet")
    with pytest.raises(Problem, match="other columns of twins"):
        less_reference_files(scores, [tmp_path / "other.parquet"])


@dataclass
class Suspect:
    """Scores by the letters of a text, and likes what it was taught."""

    name: str
    taught: frozenset[str] = frozenset()

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        return [sum(map(ord, a)) % 97 / 10 + 0.8 * (a in self.taught) for a in answers]


def coined(path: Path, pairs: int) -> frozenset[str]:
    """A ledger of pairs; returns what was served."""
    init(path, "ledger.example/reference")
    asked = [
        PairRequest(f"acct-{i % 3}", f"prompt {i}", tuple(f"Answer {k} of {i}" for k in "ab"))
        for i in range(pairs)
    ]
    with Ledger(path) as ledger:
        return frozenset(str(receipt.answer) for receipt in ledger.append_many(asked))


def test_blind_references_are_fixed_with_the_scores(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    served = coined(ledger, 80)
    reference, out = tmp_path / "reference.parquet", tmp_path / "scores.parquet"
    score_blind(ledger, Suspect("reference"), reference, Protocol())
    score_blind(ledger, Suspect("suspect", served), out, Protocol(alpha=1e-4), [reference])
    with pytest.raises(Problem, match="committed with 1 files of reference scores"):
        open_coins(ledger, out)
    run = run_from_ledger(ledger, out, [reference])
    assert run.result.rejected
    assert run.provenance.references == 1
    assert run.result.test.log10_p < -15  # all noise was the reference's too


def test_references_chosen_afterwards_are_refused(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    coined(ledger, 20)
    reference, out = tmp_path / "reference.parquet", tmp_path / "scores.parquet"
    score_blind(ledger, Suspect("suspect"), out, Protocol())
    score_blind(ledger, Suspect("reference"), reference, Protocol())
    with pytest.raises(Problem, match="committed with 0 files"):
        open_coins(ledger, out, [reference])


def test_references_must_be_committed_by_themselves(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    served = coined(ledger, 20)
    first = tmp_path / "first.parquet"
    score_blind(ledger, Suspect("first"), first, Protocol())
    late = tmp_path / "late.parquet"
    table = pq.read_table(first).set_column(1, "member_0", pa.array([1.0] * 20))
    pq.write_table(table, late)  # never committed by itself
    out = tmp_path / "scores.parquet"
    score_blind(ledger, Suspect("suspect", served), out, Protocol(), [late])
    with pytest.raises(Problem, match="not committed"):
        open_coins(ledger, out, [late])
