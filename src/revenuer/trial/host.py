"""A user's own traffic as the stage for a planted campaign."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill.world import DAY, World
from revenuer.ingest import plan, read, read_accounts
from revenuer.problems import Problem
from revenuer.records import EXCHANGES

_LEAST_DAYS = 1.0


@dataclass(frozen=True, slots=True)
class Host:
    """The exchanges as EXCHANGES, the account table if given, first and last moment (POSIX), and
    how many lines were no exchange."""

    exchanges: pa.Table
    accounts: pa.Table | None
    begin: float
    end: float
    unread: int

    def world(self, seed: int) -> World:
        """The log's span as a stage: its start, its length, its commonest models; a release after
        six tenths of it, a ban wave after seven."""
        span = self.end - self.begin
        models = _commonest(self.exchanges["model"])
        return World(
            seed=seed,
            start=self.begin,
            days=max(1, math.floor(span / DAY)),
            release=self.begin + 0.6 * span,
            ban_wave=self.begin + 0.7 * span,
            flagship=models[0],
            successor=models[1],
            everyday=models[2],
            smallest=models[3],
        )


def read_host(
    sources: Sequence[str],
    accounts: Path | None,
    log_format: str = "auto",
    mapping: Path | None = None,
) -> Host:
    """Read a log of any supported format. Raises `Problem` where it spans less than a day or
    holds no exchange."""
    work = plan(list(sources), format=log_format, mapping=mapping)
    parts = [parsed for task in work.tasks for parsed in read(task)]
    table = pa.Table.from_batches([part.batch for part in parts], schema=EXCHANGES)
    if not len(table):
        raise Problem("No line of the log became an exchange.", where=", ".join(sources))
    bounds = pc.min_max(table["ts"]).as_py()
    begin, end = (_posix(bounds[name]) for name in ("min", "max"))
    if end - begin < _LEAST_DAYS * DAY:
        raise Problem(
            "The log spans less than a day: too short to plant a campaign in.",
            where=", ".join(sources),
            hint="give a week or more",
        )
    unread = sum(len(part.quarantined) for part in parts)
    return Host(table, read_accounts(accounts) if accounts else None, begin, end, unread)


def _posix(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


def _commonest(models: pa.ChunkedArray) -> list[str]:
    """Four model names, commonest first, the last repeated where there are fewer."""
    counts = pc.value_counts(models.drop_null()).to_pylist()
    names = [c["values"] for c in sorted(counts, key=lambda c: (-c["counts"], c["values"]))]
    names = names or ["unknown"]
    return (names + names[-1:] * 4)[:4]
