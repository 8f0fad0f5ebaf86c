"""A campaign planted into somebody's own traffic."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from revenuer.problems import Interrupted, Problem
from revenuer.trial import Injection, harvest_named, inject, injecting
from revenuer.trial.host import Host, read_host
from revenuer.trial.moving import movable
from revenuer.trial.planting import Size, no_room, plant
from revenuer.trial.staging import StagedLog

FIXED = harvest_named("fixed_prompt")
FOUR = harvest_named("four_each")


@pytest.fixture(scope="module")
def host(small_log: StagedLog) -> Host:
    return read_host([str(small_log.exchanges)], small_log.accounts)


def test_planting_adds_what_the_log_could_hold_and_moves_customers(host: Host) -> None:
    before = len(host.exchanges)
    planted = plant(host, FIXED, Size(10, 12.0, 0.5), seed=3)
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
    again = plant(host, FIXED, Size(10, 12.0, 0.5), seed=3)
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
        FIXED, (str(quiet_log.exchanges),), tmp_path / "out",
        account_table=quiet_log.accounts, accounts=(40,), each=(30.0,),
        mixed=(0.0,), seeds=1, workers=1,
    )  # fmt: skip
    document = inject(injection, ticks.append)
    assert len(ticks) == 1
    assert document["rows"][0]["caught"] == 1
    assert document["smallest"] == [{"each": 30.0, "mixed": 0.0, "accounts": 40}]
    assert json.loads((tmp_path / "out" / "power.json").read_text()) == document
    assert document["rows"][0]["planted"] >= 40 * 30 * 0.8
    assert document["rows"][0]["customers"] == 0.0


def days_of(host: Host, days: float) -> Host:
    """The first days of the log."""
    last = host.begin + days * 86_400
    moments = pc.divide(host.exchanges["ts"].cast(pa.int64()), 1_000_000)
    early = host.exchanges.filter(pc.less(moments, int(last)))
    return replace(host, exchanges=early, end=last)


@pytest.mark.parametrize("days", [2.0, 7.0, 13.5])
def test_a_campaign_of_two_days_is_planted_whole_in_a_log_of_any_length(
    host: Host, days: float
) -> None:
    planted = plant(days_of(host, days), FOUR, Size(60, 4.0, 0.0), seed=1)
    assert planted.harvested >= 0.8 * 240
    used = planted.exchanges.filter(
        pc.is_in(planted.exchanges["exchange_id"], pa.array(planted.truth.harvest["four_each"]))
    )
    assert len(used["account_id"].unique()) >= 48


def test_a_campaign_that_does_not_fit_is_refused(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("revenuer.drill.world.World.inside", lambda *_: False)
    with pytest.raises(Problem, match="Only 0 exchanges of 0 accounts of four_each fit"):
        plant(host, FOUR, Size(60, 4.0, 0.0), seed=1)


def test_customers_are_moved_up_to_a_fifth_of_the_log(host: Host) -> None:
    there = movable(host.exchanges)
    assert 0 < there <= 0.2 * len(host.exchanges)
    assert no_room(host, Size(10, 10.0, 0.0)) is None
    assert no_room(host, Size(10, there / 10, 0.5)) is None
    assert no_room(host, Size(11, there / 10, 0.5)) == (
        f"{round(1.1 * there):,} customers' exchanges wanted, {there:,} to be had"
    )


def test_planted_accounts_tell_no_more_than_the_table(host: Host) -> None:
    assert host.accounts is not None
    table = host.accounts
    cut = [i % 2 == 0 for i in range(len(table))]
    for name, kept in (("country", [False] * len(table)), ("plan", cut)):
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        values = pc.if_else(pa.array(kept), table[name], pa.nulls(len(table), field.type))
        table = table.set_column(at, field, values)
    planted = plant(replace(host, accounts=table), FIXED, Size(200, 5.0, 0.0), seed=2)
    assert planted.accounts is not None
    rows = planted.accounts.slice(len(table))
    assert len(rows) == 200
    assert rows["country"].null_count == 200
    assert 60 < rows["plan"].null_count < 140, "half of the log's accounts have a plan"
    assert rows["account_id"].null_count == 0


def test_moved_customers_are_shown_as_the_planted_accounts_are(host: Host) -> None:
    planted = plant(host, FIXED, Size(10, 12.0, 0.5), seed=3)
    own = planted.truth.accounts["fixed_prompt"]
    mine = planted.exchanges.filter(pc.is_in(planted.exchanges["account_id"], pa.array(own)))
    assert planted.customers == len(mine) - planted.harvested > 0
    shown: dict[str, set[tuple[object, ...]]] = {}
    for row in mine.select(["account_id", "org_id", "asn", "country"]).to_pylist():
        shown.setdefault(row.pop("account_id"), set()).add(tuple(row.values()))
    assert all(len(one) == 1 for one in shown.values())


def small(log: StagedLog, out: Path, **changes: object) -> Injection:
    injection = Injection(
        FIXED, (str(log.exchanges),), out, accounts=(12, 24), each=(5.0,), mixed=(0.0,), seeds=1,
        workers=1,
    )  # fmt: skip
    return replace(injection, **changes)  # type: ignore[arg-type]


def test_what_is_finished_is_kept_and_a_copy_of_the_log_is_not(
    quiet_log: StagedLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned = injecting.measured

    def stopped(command: list[str], said: Path) -> object:
        if "12x5" in str(said):
            raise KeyboardInterrupt
        return scanned(command, said)

    monkeypatch.setattr(injecting, "measured", stopped)
    job = small(quiet_log, tmp_path, descend=False)
    with pytest.raises(Interrupted, match="interrupted"):
        inject(job, lambda _: None)
    assert [p.name for p in (tmp_path / "sizes").iterdir()] == ["24x5-0-1.json"]
    assert not list((tmp_path / "logs").iterdir())
    monkeypatch.setattr(injecting, "measured", scanned)
    before = (tmp_path / "sizes" / "24x5-0-1.json").stat().st_mtime_ns
    document = inject(job, lambda _: None)
    assert (tmp_path / "sizes" / "24x5-0-1.json").stat().st_mtime_ns == before
    assert [row["tried"] for row in document["rows"]] == [1, 1]
    assert document["versions"]["source"]
    assert document["seeds"] == [1]
    with pytest.raises(Problem, match="sizes of another campaign, log, rate or version"):
        inject(replace(job, fdr=0.05), lambda _: None)


def test_a_size_without_room_is_not_tried_and_says_why(
    quiet_log: StagedLog, tmp_path: Path
) -> None:
    ticks: list[str] = []
    job = small(quiet_log, tmp_path, accounts=(100,), each=(900.0,), mixed=(0.9,), seeds=2)
    (row,) = inject(job, ticks.append)["rows"]
    assert (row["tried"], row["caught"], len(ticks)) == (0, None, 2)
    assert row["not_tried"].startswith("810,000 customers' exchanges wanted, ")


@pytest.mark.parametrize(
    "changes",
    [
        {"accounts": (0,)}, {"each": (math.nan,)}, {"each": (math.inf,)}, {"each": (0.5,)},
        {"mixed": (1.0,)}, {"mixed": (math.nan,)}, {"seeds": 0}, {"fdr": 2.0}, {"workers": -1},
    ],
)  # fmt: skip
def test_numbers_that_mean_nothing_are_refused_at_once(
    quiet_log: StagedLog, tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(Problem):
        small(quiet_log, tmp_path, **changes)


def test_a_folder_that_cannot_be_made_is_a_problem(quiet_log: StagedLog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="output folder cannot be used") as told:
        inject(small(quiet_log, tmp_path / "file" / "out"), lambda _: None)
    assert told.value.where == str(tmp_path / "file" / "out")
