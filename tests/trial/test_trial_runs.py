"""The small suite end to end, the views, and a planted campaign."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from revenuer.problems import Problem
from revenuer.scan import ScanRequest, scan
from revenuer.trial import Injection, Trial, harvest_named, inject, run, suite
from revenuer.trial.hiding import EVERYTHING, HIDDEN
from revenuer.trial.host import read_host
from revenuer.trial.planting import Size, plant
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


def test_planting_adds_what_the_log_could_hold_and_moves_customers(small_log: StagedLog) -> None:
    host = read_host([str(small_log.exchanges)], small_log.accounts)
    before = len(host.exchanges)
    planted = plant(host, harvest_named("fixed_prompt"), Size(10, 12.0, 0.5), seed=3)
    own = planted.truth.accounts["fixed_prompt"]
    assert len(own) == 10
    taken = planted.truth.harvest["fixed_prompt"]
    assert len(planted.exchanges) == before + len(taken)
    assert planted.exchanges.schema.equals(host.exchanges.schema)
    mine = planted.exchanges.filter(pc.is_in(planted.exchanges["account_id"], pa.array(own)))
    moved = [e for e in mine["exchange_id"].to_pylist() if e not in taken]
    assert 0.3 < len(moved) / len(mine) < 0.8
    assert set(moved) <= set(host.exchanges["exchange_id"].to_pylist())
    bounds = pc.min_max(mine["ts"]).as_py()
    assert host.begin <= bounds["min"].timestamp()
    assert bounds["max"].timestamp() <= host.end + 60
    assert set(mine["model"].to_pylist()) <= set(host.exchanges["model"].to_pylist())
    # nothing is told that this log never has
    assert planted.exchanges["tls_fingerprint"].null_count == len(planted.exchanges)
    again = plant(host, harvest_named("fixed_prompt"), Size(10, 12.0, 0.5), seed=3)
    assert again.exchanges.equals(planted.exchanges)
    known = planted.accounts
    assert known is not None
    assert own <= set(known["account_id"].to_pylist())


def test_a_log_of_hours_is_too_short(small_log: StagedLog, tmp_path: Path) -> None:
    table = pq.read_table(small_log.exchanges).sort_by("ts").slice(0, 20)
    pq.write_table(table, tmp_path / "short.parquet")
    with pytest.raises(Problem, match="spans less than a day"):
        read_host([str(tmp_path / "short.parquet")], None)


def test_injection_ends_with_the_smallest_caught(quiet_log: StagedLog, tmp_path: Path) -> None:
    ticks: list[str] = []
    injection = Injection(
        harvest_named("fixed_prompt"), (str(quiet_log.exchanges),), tmp_path / "out",
        account_table=quiet_log.accounts, accounts=(40,), each=(30.0,),
        mixed=(0.0,), seeds=1, workers=1,
    )  # fmt: skip
    document = inject(injection, ticks.append)
    assert len(ticks) == 1
    assert document["rows"][0]["caught"] == 1
    assert document["smallest"] == [{"each": 30.0, "mixed": 0.0, "accounts": 40}]
    assert json.loads((tmp_path / "out" / "power.json").read_text()) == document
