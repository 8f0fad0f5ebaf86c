"""Weighs the evidence of every candidate group, in a pool of processes."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from threadpoolctl import threadpool_limits

from revenuer.campaigns.judged import Judged, judge_group
from revenuer.campaigns.reference import Reference
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.scan import shared_memory
from revenuer.scan.analyse import TRAFFIC
from revenuer.scan.worker_pool import worker_pool

_FEW = 16


def judge(
    traffic: Traffic,
    candidates: Sequence[Candidate],
    reference: Reference,
    folder: Path,
    workers: int,
    most_events: int,
    tick: Callable[[], None],
) -> list[Judged]:
    """Every candidate with its findings, in order; signals see at most `most_events` events. Worker
    processes map the traffic from the `folder` in which it was built. Linear algebra runs on one
    thread a process: groups are small and many."""
    if workers < 2 or len(candidates) < _FEW:
        builder = ViewBuilder(traffic, most_events)
        with threadpool_limits(1):
            return [
                _ticking(judge_group(c, builder.view(n, c), reference), tick)
                for n, c in enumerate(candidates)
            ]
    results: list[Judged | None] = [None] * len(candidates)
    order = sorted(range(len(candidates)), key=lambda n: -len(candidates[n].accounts))
    stored, against = folder / TRAFFIC, folder / "judging.bin"
    shared_memory.store((reference, most_events), against)
    with worker_pool(workers) as pool:
        jobs = ((stored, against, n, candidates[n]) for n in order)
        for number, judged in zip(order, pool.map(_job, jobs, chunksize=2), strict=True):
            results[number] = _ticking(judged, tick)
    return [judged for judged in results if judged is not None]


def _ticking(judged: Judged, tick: Callable[[], None]) -> Judged:
    tick()
    return judged


@lru_cache(maxsize=1)
def _attached(stored: Path, against: Path) -> tuple[ViewBuilder, Reference]:
    threadpool_limits(1)  # for good: the process does nothing else
    reference, most_events = cast(tuple[Reference, int], shared_memory.load(against))
    return ViewBuilder(cast(Traffic, shared_memory.load(stored)), most_events), reference


def _job(job: tuple[Path, Path, int, Candidate]) -> Judged:
    stored, against, number, candidate = job
    builder, reference = _attached(stored, against)
    return judge_group(candidate, builder.view(number, candidate), reference)
