"""The folder in which the documentation's commands are run: what their reader would have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from revenuer.ingest import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(
    r"(?:^<!-- (?P<note>(?:file|not run): [^>]+?) -->\n)?"
    r"^```(?P<kind>[a-z]*)\n(?P<body>.*?)^```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Block:
    """A fenced block with the comment right before it."""

    kind: str
    body: str
    file: str
    skip: str


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page, in order."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        what, _, rest = (found["note"] or "").partition(": ")
        yield Block(
            found["kind"],
            found["body"],
            file=rest if what == "file" else "",
            skip=rest if what == "not run" else "",
        )


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
