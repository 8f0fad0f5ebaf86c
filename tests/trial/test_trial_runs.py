"""The small suite end to end, the views, and a planted campaign."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from revenuer.problems import Problem
from revenuer.scan import ScanRequest, scan
from revenuer.trial import Trial, run, suite
from revenuer.trial.evasions import EVASIONS
from revenuer.trial.hiding import EVERYTHING, HIDDEN
from revenuer.trial.staging import StagedLog, seen_through
from revenuer.trial.truth import read_truth
from revenuer.trial.weighing import weigh

VIEWS = {view.name: view for view in HIDDEN}


def test_the_small_suite_finds_its_campaign_and_is_taken_up_again(tmp_path: Path) -> None:
    small = replace(suite("small"), seeds=1)
    trial = Trial(small, tmp_path / "out", scale=0.05, first_seed=90_102, workers=1)
    heard: list[str] = []
    document = run(trial, heard.append)
    assert heard == ["seed 90102"]
    rows = {row["scenario"]: row for row in document["runs"][0]["rows"]}
    assert rows["fixed_prompt"]["found"]
    assert rows["fixed_prompt"]["account_recall"] > 0.8
    assert document["runs"][0]["totals"]["0.01"]["wrong_campaigns"] == 0
    assert document["runs"][0]["seconds"] > 0
    assert {b["name"] for b in document["runs"][0]["baselines"]} > {"SynchroTrap style"}
    assert document["settings"]["fdr"] == 0.01
    assert json.loads((tmp_path / "out" / "results.json").read_text()) == document
    assert not list((tmp_path / "out" / "logs").iterdir())

    kept = tmp_path / "out" / "seeds" / "90102-everything.json"
    before = kept.stat().st_mtime_ns
    assert run(trial, heard.append) == document
    assert kept.stat().st_mtime_ns == before
    with pytest.raises(Problem, match="seeds of another suite, scale or version"):
        run(replace(trial, scale=0.06), heard.append)


def test_weighing_gives_the_verdicts_of_the_scan(small_log: StagedLog, tmp_path: Path) -> None:
    told = weigh(small_log.exchanges, small_log.accounts, (0.01, 0.1), workers=1)
    request = ScanRequest(
        (str(small_log.exchanges),), tmp_path / "scan", accounts=small_log.accounts, quiet=True,
        workers=1,
    )  # fmt: skip
    scanned = scan(request).campaigns
    assert scanned
    weighed = told["verdicts"]["0.01"]
    assert [(c["verdict"], {a["account_id"] for a in c["accounts"]}) for c in weighed] == [
        (c.verdict, {a.account_id for a in c.accounts}) for c in scanned
    ]
    assert [c["coordination"]["e_value"] for c in weighed] == [
        c.coordination.e_value for c in scanned
    ]
    assert len(told["verdicts"]["0.1"]) >= 1
    assert all(group["findings"] for group in told["groups"])


def test_staging_is_reproducible_and_the_truth_fits(small_log: StagedLog) -> None:
    truth = read_truth(small_log.truth)
    table = pq.read_table(small_log.exchanges)
    assert sum(truth.exchanges.values()) == len(table)
    assert set(truth.owner) == set(table["account_id"].to_pylist())
    assert set(truth.harvest) == {"fixed_prompt"}
    assert truth.innocent == {"private_people", "applications", "university_class"}


def test_views_hide_what_they_say(small_log: StagedLog, tmp_path: Path) -> None:
    whole = pq.read_table(small_log.exchanges)

    def seen(name: str) -> tuple[pa.Table, Path | None]:
        log = seen_through(small_log, VIEWS[name], tmp_path / name)
        return pq.read_table(log.exchanges), log.accounts

    texts, _ = seen("no-text")
    for column in ("system", "messages", "response"):
        assert texts[column].null_count == len(texts)
    assert texts["ip"].equals(whole["ip"])
    hashed, _ = seen("hashes-only")
    assert hashed["messages"].null_count == 0
    plain = [turns[-1]["content"] for turns in whole["messages"].to_pylist()]
    digests = [turns[-1]["content"] for turns in hashed["messages"].to_pylist()]
    assert len(set(digests)) == len(set(plain))
    assert not set(digests) & set(plain)
    addresses, accounts = seen("no-addresses")
    assert addresses["ip"].null_count == len(addresses)
    assert accounts is not None
    assert pq.read_table(accounts)["signup_ip"].null_count == pq.read_table(accounts).num_rows
    assert seen("no-accounts")[1] is None
    assert EVERYTHING.hide(whole, None)[0] is whole


@pytest.mark.parametrize(
    "changes",
    [
        {"seeds": 0}, {"seeds": -1}, {"scale": 0.0}, {"scale": -1.0}, {"scale": math.nan},
        {"first_seed": -5}, {"workers": -1},
    ],
)  # fmt: skip
def test_numbers_that_mean_nothing_are_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(Problem):
        replace(Trial(suite("small"), tmp_path), **changes)  # type: ignore[arg-type]


def test_a_broken_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "5-everything.json").write_text('{"seed": 5, ')
    with pytest.raises(Problem, match="finished part is broken"):
        run(Trial(suite("small"), tmp_path, seeds=1, first_seed=5), lambda _: None)


def test_the_window_test_meets_every_cast() -> None:
    """Seeds on which it runs, and casts of a suite, have no common period."""
    casts = {"quiet": 5, "calibration": 2, "four-requests": 5, "agentic": 5, "customers": 4,
             "evasion": len(EVASIONS)}  # fmt: skip
    for name, count in casts.items():
        every = suite(name).windows_every
        met = {seed % count for seed in range(0, every * count, every)}
        assert len(met) == count, name
