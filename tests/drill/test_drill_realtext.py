"""The real-text log: one set of exchanges in two formats. Needs the public data sets."""

import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from revenuer.ingest import plan, read
from revenuer.ingest.redact import redact
from revenuer.records import ACCOUNTS, EXCHANGES

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (DATA / "MANIFEST.csv").exists():
        pytest.skip(f"the public data sets are not in {DATA.name} beside the repository")
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        from realtext import main
    finally:
        sys.path.pop(0)
    out = tmp_path_factory.mktemp("realtext")
    main(["--data", str(DATA), "--out", str(out), "--share", "0.02"])
    return out


def test_both_formats_hold_the_same_exchanges(folder: Path) -> None:
    staged = pq.read_table(folder / "canonical" / "traffic.parquet")
    assert staged.schema == EXCHANGES
    want = redact(staged.combine_chunks().to_batches()[0])[0]
    got = {}
    for task in plan([str(folder / "litellm" / "traffic.jsonl.gz")]).tasks:
        for parsed in read(task):
            got |= {row["exchange_id"]: row for row in parsed.batch.to_pylist()}
    assert len(got) == staged.num_rows
    for row in want.to_pylist():
        seen = got[row["exchange_id"]]
        for name in EXCHANGES.names:
            expected, actual = row[name], seen[name]
            if name == "headers":
                expected, actual = sorted(expected or []), sorted(actual or [])
            assert actual == expected, (name, row["exchange_id"])


def test_truth_covers_it_and_campaigns_are_inside(folder: Path) -> None:
    truth = pq.read_table(folder / "truth.parquet")
    staged = pq.read_table(folder / "canonical" / "traffic.parquet")
    assert truth["exchange_id"].to_pylist() == staged["exchange_id"].to_pylist()
    harvest = truth.filter(truth["harvest"])
    assert set(harvest["scenario"].to_pylist()) == {"forced_reasoning", "four_each", "grading_pool"}
    assert 0.03 < harvest.num_rows / truth.num_rows < 0.6
    accounts = pq.read_table(folder / "canonical" / "accounts.parquet")
    assert accounts.schema == ACCOUNTS
    known = pc.is_in(staged["account_id"], value_set=accounts["account_id"].combine_chunks())
    assert pc.all(known).as_py()
