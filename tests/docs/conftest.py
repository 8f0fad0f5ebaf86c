"""The folder in which the documentation's commands are run: what their reader would have."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from revenuer.ingest import FORMATS


@pytest.fixture
def readers_folder(tmp_path: Path) -> Path:
    """`logs` and `accounts.csv` as a LiteLLM user has them, and a suspect's `scores.parquet`."""
    (tmp_path / "logs").mkdir()
    litellm = next(form for form in FORMATS if form.name == "litellm")
    log = "".join(example + "\n" for example in litellm.examples)
    (tmp_path / "logs" / "monday.jsonl").write_text(log, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(
        "account_id,created_at,plan,closed_at,closed_reason\nuser-17,2026-01-02T10:00:00Z,free,,\n"
    )
    chance = np.random.default_rng(5)
    pairs = {"pair_id": [f"p{i}" for i in range(60)]}
    scores = {name: chance.normal(size=60) for name in ("served", "twin")}
    pq.write_table(pa.table({**pairs, **scores}), tmp_path / "scores.parquet")
    return tmp_path
