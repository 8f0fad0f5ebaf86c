"""Fetches the text of a few exchanges by reading their tasks again: no copy of a log is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from revenuer.campaigns.exhibits import Text
from revenuer.flows.events import EventTable
from revenuer.ingest import Task, read

_TASKS = 8
"""Tasks read again for one campaign's exhibits at the most."""


def limit_tasks(rows: Sequence[int], events: EventTable) -> list[int]:
    """Of the wanted rows, those in the few tasks that hold most of them."""
    parts = events.part[np.asarray(rows, np.int64)] if rows else np.empty(0, np.int32)
    values, counts = np.unique(parts, return_counts=True)
    chosen = values[np.argsort(-counts, kind="stable")[:_TASKS]]
    return [r for r, p in zip(rows, parts, strict=True) if p in chosen]


def fetch_texts(rows: Iterable[int], events: EventTable, tasks: Sequence[Task]) -> dict[int, Text]:
    """Redacted texts of event rows; every task that holds one is read once."""
    wanted: dict[int, dict[int, int]] = {}
    for row in rows:
        wanted.setdefault(int(events.part[row]), {})[int(events.row[row])] = row
    found: dict[int, Text] = {}
    for part, lines in sorted(wanted.items()):
        start = 0
        for parsed in read(tasks[part]):
            stop = start + parsed.batch.num_rows
            inside = [line for line in lines if start <= line < stop]
            if inside:
                taken = parsed.batch.take([line - start for line in inside]).to_pylist()
                found |= {lines[i]: _text(r) for i, r in zip(inside, taken, strict=True)}
            start = stop
            if start > max(lines):
                break
    return found


def _text(record: Mapping[str, Any]) -> Text:
    messages = record["messages"] or []
    system = record["system"] or "\n".join(
        m["content"] or "" for m in messages if m["role"] in ("system", "developer")
    )
    turns = [m for m in messages if m["role"] not in ("system", "developer", "assistant")]
    return Text(
        exchange_id=record["exchange_id"],
        system=system,
        prompt=(turns[-1]["content"] or "") if turns else "",
        response=record["response"] or "",
    )
