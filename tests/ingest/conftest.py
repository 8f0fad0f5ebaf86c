from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from revenuer.ingest import Plan, plan, read
from revenuer.records import EXCHANGES, Quarantined


@dataclass(frozen=True)
class Result:
    plan: Plan
    table: pa.Table
    quarantined: list[Quarantined]
    rows_in: int
    secrets: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows without their nulls; times as microseconds, messages as pairs."""
        ticks = self.table["ts"].cast(pa.int64()).to_pylist()
        rows = []
        for row, ts in zip(self.table.drop_columns("ts").to_pylist(), ticks, strict=True):
            if row["messages"] is not None:
                row["messages"] = [(turn["role"], turn["content"]) for turn in row["messages"]]
            rows.append({"ts": ts, **{k: v for k, v in row.items() if v is not None}})
        return rows

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(entry.line, entry.reason) for entry in self.quarantined]


def ingest_all(sources: list[str], **options: Any) -> Result:
    """Plans and reads, holding every batch to what the reader promises."""
    batch_rows = options.pop("batch_rows", 65536)
    made = plan(sources, **options)
    batches, quarantined, rows_in, secrets = [], [], 0, 0
    for task in made.tasks:
        for parsed in read(task, batch_rows=batch_rows):
            parsed.batch.validate(full=True)
            assert parsed.batch.schema == EXCHANGES
            assert parsed.rows_in == parsed.batch.num_rows + len(parsed.quarantined)
            for name in ("exchange_id", "ts", "account_id"):
                assert parsed.batch.column(name).null_count == 0
            batches.append(parsed.batch)
            quarantined.extend(parsed.quarantined)
            rows_in += parsed.rows_in
            secrets += parsed.secrets_redacted
    table = pa.Table.from_batches(batches, schema=EXCHANGES)
    return Result(made, table, quarantined, rows_in, secrets)


Ingest = Callable[..., Result]


@pytest.fixture
def ingest_content(tmp_path: Path) -> Ingest:
    """Reads content given as bytes or text, under a file name."""

    def run(content: bytes | str, name: str = "log.jsonl", **options: Any) -> Result:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ingest_all([str(path)], **options)

    return run


@pytest.fixture
def ingest_paths() -> Ingest:
    """Reads sources."""
    return ingest_all
