"""Real texts and real arrival shapes, read from a folder of public data sets.

The folder's own MANIFEST.csv says what each file is and its licence. Nothing read here may be
stored in this repository.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow.parquet as pq
from scipy import sparse

from revenuer.drill.dice import Dice
from revenuer.drill.world import DAY, World

FORTNIGHT = 14 * DAY
WINDOW = 600.0
Pair = tuple[str, str]
"""(prompt, response); the response may be empty."""


@dataclass(frozen=True)
class Source:
    """The data folder. Every reader returns its rows in the file's order."""

    folder: Path

    def rows(self, name: str) -> list[dict[str, str | int | None]]:
        """All rows of `<name>.parquet`, wherever under the folder it stands."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise SystemExit(f"{path} is missing: point --data at the folder with MANIFEST.csv")
        return pq.read_table(path).to_pylist()

    def pairs(self, name: str, *, least: int = 1) -> list[Pair]:
        """(prompt, response) of every row whose prompt has at least `least` characters."""
        return [
            (text(row["prompt"]), text(row["response"]))
            for row in self.rows(name)
            if len(text(row["prompt"])) >= least
        ]

    def grouped(self, name: str, key: str) -> dict[str, list[Pair]]:
        """(prompt, response) by the value of a column, in order."""
        out: dict[str, list[Pair]] = defaultdict(list)
        for row in self.rows(name):
            if text(row["prompt"]).strip():
                out[text(row[key])].append((text(row["prompt"]), text(row["response"])))
        return dict(out)

    def arrivals(self) -> list[np.ndarray]:
        """Request rates of real applications in 2,016 windows of ten minutes, scaled to sum 1."""
        table = pq.read_table(self.folder / "permissive/servegen/arrivals.parquet")
        category = np.array(table["category"].to_pylist())
        client, ts, rate = (table[c].to_numpy() for c in ("client", "ts", "rate"))
        slot = (ts // WINDOW).astype(int)
        out = []
        for kind in ("language/m-small", "language/m-large"):
            for number in np.unique(client[category == kind]):
                own = (category == kind) & (client == number)
                shape = np.bincount(slot[own], weights=rate[own], minlength=2016)[:2016]
                if np.count_nonzero(shape) >= 100:
                    out.append(shape / shape.sum())
        return out

    def habits(self) -> list[np.ndarray]:
        """Seconds into a fortnight (Monday first) of real small accounts' requests, local time."""
        table = pq.read_table(self.folder / "noncommercial/alibaba_gentd26/lora_requests.parquet")
        monday = datetime(2024, 11, 18, tzinfo=UTC).timestamp()
        by_account: dict[str, list[float]] = defaultdict(list)
        for group, moment in zip(
            table["groupId"].to_pylist(), table["gmt_create"].to_pylist(), strict=True
        ):
            stamp = datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).timestamp()
            by_account[str(group)].append((stamp - monday) % FORTNIGHT)
        return [np.sort(np.array(v)) for v in by_account.values()]


def text(value: object) -> str:
    """A column's value as text, "" for null."""
    return "" if value is None else str(value)


def served_times(dice: Dice, world: World, shape: np.ndarray, n: int) -> list[float]:
    """n moments of an application with this arrival shape."""
    counts = dice.rng.multinomial(n, shape)
    moments = np.repeat(np.arange(len(shape)) * WINDOW, counts) + dice.rng.random(n) * WINDOW
    return [float(t) for t in np.sort(world.start + moments)]


def lived_times(
    dice: Dice, world: World, habit: np.ndarray, zone: float, n: int, begin: float
) -> list[float]:
    """n moments of somebody with this habit: their real hours, moved by half an hour or so."""
    stamps = habit[dice.rng.integers(0, len(habit), n)] + dice.rng.normal(0, 1800, n)
    moments = world.start + (stamps - zone * 3600) % FORTNIGHT
    if begin > world.start:
        span = world.end - begin
        moments = begin + (moments - world.start) % span
    return [float(t) for t in np.sort(moments)]


def subjects(documents: list[str], clusters: int, seed: int) -> np.ndarray:
    """A subject number for each document: spherical k-means on hashed tf-idf words.

    People come back to their own subjects; dealing unrelated conversations to one account would
    make an honest account look like a share of a stream.
    """
    rows, columns = [], []
    for i, document in enumerate(documents):
        words = document.lower().split() if document.isascii() else list(document)
        for word in words[:300]:
            rows.append(i)
            columns.append(crc32(word.encode()) % 8192)
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(documents), 8192))
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(documents)) / (1 + frequency))
    weights = counts.copy()
    weights.data = 1 + np.log(weights.data)
    weights = sparse.csr_matrix(weights.multiply(idf))
    norms = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel()) + 1e-9
    unit = sparse.diags(1 / norms) @ weights
    rng = np.random.default_rng(seed)
    centres = unit[rng.choice(len(documents), clusters, replace=False)].toarray()
    label = np.zeros(len(documents), dtype=int)
    for _ in range(12):
        label = np.asarray(unit @ centres.T).argmax(axis=1)
        member = sparse.csr_matrix(
            (np.ones(len(label)), (label, np.arange(len(label)))), shape=(clusters, len(label))
        )
        centres = np.asarray((member @ unit).todense())
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    return label


def in_turn(items: list[Pair], dice: Dice) -> Iterator[Pair]:
    """Each item once, in random order."""
    yield from dice.shuffled(items)
