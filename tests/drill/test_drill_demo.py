"""The demo log: same bytes for the same seed, complete truth, readable as LiteLLM's format."""

import gzip
import json
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from revenuer.drill import canonical, demo
from revenuer.drill.demo import DemoTruth
from revenuer.drill.dice import Dice
from revenuer.drill.log import accounts_table, assemble
from revenuer.drill.scenarios import DEMO, SCENARIOS
from revenuer.drill.world import World
from revenuer.ingest import plan, read
from revenuer.ingest.redact import redact
from revenuer.records import ACCOUNTS, EXCHANGES

SCALE = 0.02


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoTruth]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, demo.write(folder, seed=5, scale=SCALE)


@cache
def lines(folder: Path) -> list[bytes]:
    return gzip.decompress((folder / "traffic.jsonl.gz").read_bytes()).splitlines()


@cache
def payloads(folder: Path) -> list[dict]:
    out = []
    for line in lines(folder):
        try:
            out.append(orjson.loads(line))
        except orjson.JSONDecodeError:
            continue
    return out


def test_same_seed_same_bytes(written: tuple[Path, DemoTruth], tmp_path: Path) -> None:
    folder, _ = written
    demo.write(tmp_path, seed=5, scale=SCALE)
    for name in ("traffic.jsonl.gz", "accounts.csv", "truth.json", "truth.parquet"):
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_lines_add_up(written: tuple[Path, DemoTruth]) -> None:
    folder, truth = written
    found = lines(folder)
    assert len(found) == truth.exchanges + truth.duplicates + truth.broken_lines
    assert len(payloads(folder)) == truth.exchanges + truth.duplicates


def test_truth_covers_every_exchange_and_account(written: tuple[Path, DemoTruth]) -> None:
    folder, truth = written
    table = pq.read_table(truth.truth)
    seen = {p["id"]: p["metadata"]["user_api_key_user_id"] for p in payloads(folder)}
    ids, accounts = (table[name].to_pylist() for name in ("exchange_id", "account_id"))
    assert dict(zip(ids, accounts, strict=True)) == seen
    counts = Counter(table["scenario"].to_pylist())
    assert counts == {name: story["exchanges"] for name, story in truth.scenarios.items()}
    owner = json.loads((folder / "truth.json").read_text())["accounts"]
    assert set(owner) >= set(accounts)
    assert set(owner.values()) == set(truth.scenarios) == {s.name for s in DEMO}


def test_the_account_table_parses(written: tuple[Path, DemoTruth]) -> None:
    _, truth = written
    table = pa_csv.read_csv(truth.accounts)
    assert table.column_names == ACCOUNTS.names
    assert pc.count_distinct(table["account_id"]).as_py() == table.num_rows
    reasons = Counter(table["closed_reason"].to_pylist())
    assert reasons["ban"] > 10
    assert all(isinstance(value, datetime) for value in table["created_at"].to_pylist())


def test_lines_come_in_the_order_of_their_answers(written: tuple[Path, DemoTruth]) -> None:
    ends = [p["endTime"] for p in payloads(written[0])]
    assert ends == sorted(ends)
    assert all(p["startTime"] < p["endTime"] for p in payloads(written[0]))


def test_nothing_in_a_line_tells_the_scenario(written: tuple[Path, DemoTruth]) -> None:
    text = b"\n".join(lines(written[0]))
    for scenario in SCENARIOS:
        assert scenario.name.encode() not in text


def test_the_log_reads_back_as_the_exchanges_that_were_staged(
    written: tuple[Path, DemoTruth],
) -> None:
    world = World(5, SCALE)
    log = assemble(((s, s.stage(Dice(5, s.name), world)) for s in DEMO), world)
    got = {}
    for task in plan([str(written[1].log)], format="litellm").tasks:
        for parsed in read(task):
            got |= {row["exchange_id"]: row for row in parsed.batch.to_pylist()}
    staged = canonical.table(log.exchanges, log.names)
    assert staged.schema == EXCHANGES
    want, secrets = redact(staged.combine_chunks().to_batches()[0])
    assert secrets > 0
    assert set(got) == set(log.names)
    for row in want.to_pylist():
        seen = got[row["exchange_id"]]
        for name in EXCHANGES.names:
            expected, actual = row[name], seen[name]
            if name == "headers":
                expected, actual = sorted(expected or []), sorted(actual or [])
            assert actual == expected, (name, row["exchange_id"])
    assert accounts_table(log.accounts).schema == ACCOUNTS


def test_scale_and_seed_change_what_is_staged() -> None:
    scenario = SCENARIOS[0]
    small, large, other = (
        scenario.stage(Dice(seed, scenario.name), World(seed, scale))
        for seed, scale in ((5, 0.02), (5, 0.04), (6, 0.02))
    )
    assert (len(small.accounts), len(large.accounts)) == (29, 58)
    assert [a.account_id for a in small.accounts] != [a.account_id for a in other.accounts]
