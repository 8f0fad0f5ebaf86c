"""The generator for measuring: right schema, right sizes, conversations that continue."""

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from revenuer.drill import volume
from revenuer.drill.mixing import hex_names, mix
from revenuer.drill.world import World
from revenuer.records import ACCOUNTS, EXCHANGES

ROWS = 70_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("volume")
    volume.write(out, ROWS, seed=2)
    return out


@pytest.fixture(scope="module")
def table(folder: Path) -> pa.Table:
    return pq.read_table(folder / "traffic")


def test_schema_rows_and_row_groups(folder: Path, table: pa.Table) -> None:
    file = pq.ParquetFile(folder / "traffic" / "part-00000.parquet")
    assert file.schema_arrow == EXCHANGES
    assert [file.metadata.row_group(i).num_rows for i in range(2)] == [65_536, ROWS - 65_536]
    assert table.num_rows == ROWS
    assert pc.count_distinct(table["exchange_id"]).as_py() == ROWS
    for field in EXCHANGES:
        assert field.nullable or table[field.name].null_count == 0


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    volume.write(tmp_path, ROWS, seed=2)
    for path in sorted(folder.rglob("*.parquet")):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes()


def test_times_fill_the_fortnight(table: pa.Table) -> None:
    world = World(2)
    seconds = table["ts"].cast(pa.int64()).to_numpy() / 1e6
    assert world.start <= seconds.min() < world.start + 3600
    assert world.end - 3600 < seconds.max() < world.end


def test_about_440_characters_of_prompt_an_exchange(table: pa.Table) -> None:
    messages = table["messages"].combine_chunks()
    last = messages.offsets.to_numpy()[1:] - 1
    content = messages.values.field("content").take(pa.array(last))
    new = pc.sum(pc.utf8_length(content)).as_py()
    system = pc.sum(pc.utf8_length(table["system"])).as_py()
    assert 370 < (new + system) / ROWS < 510


def test_accounts_are_known_and_uneven(folder: Path, table: pa.Table) -> None:
    accounts = pq.read_table(folder / "accounts.parquet")
    assert accounts.schema == ACCOUNTS
    assert ROWS / 90 < accounts.num_rows < ROWS / 45
    known = set(accounts["account_id"].to_pylist())
    counts = Counter(table["account_id"].to_pylist())
    assert set(counts) <= known
    assert max(counts.values()) > 20 * np.median(list(counts.values()))


def test_later_turns_continue_an_earlier_request(table: pa.Table) -> None:
    sent = defaultdict(list)
    rows = table.select(["account_id", "messages"]).slice(0, 20_000).to_pylist()
    for row in rows:
        sent[row["account_id"]].append([m["content"] for m in row["messages"]])
    later = continued = 0
    for talks in sent.values():
        opened = {tuple(talk) for talk in talks}
        for talk in talks:
            if len(talk) > 1:
                later += 1
                continued += tuple(talk[:-2]) in opened
    assert later > 1000
    assert continued > 0.9 * later


def test_campaign_requests_go_round_their_accounts(table: pa.Table) -> None:
    forced = [
        account
        for account, messages in zip(
            table["account_id"].to_pylist(), table["messages"].to_pylist(), strict=True
        )
        if messages[0]["content"].startswith("Before anything else, open a <scratch> block")
    ]
    counts = np.array(list(Counter(forced).values()))
    assert 0.03 < len(forced) / ROWS < 0.06
    assert len(counts) > 10
    assert counts.std() < 0.5 * counts.mean()


def test_mixing_is_a_bijection_on_a_range_and_names_are_hexadecimal() -> None:
    values = mix(np.arange(100_000, dtype=np.uint64), 3)
    assert len(np.unique(values)) == 100_000
    assert hex_names(np.array([255], dtype=np.uint64)).to_pylist() == ["ff00000000000000"]


def test_an_odd_size_is_written_exactly(tmp_path: Path) -> None:
    volume.write(tmp_path, 1234, seed=3)
    assert pq.read_table(tmp_path / "traffic").num_rows == 1234
