"""Groups that the tests of extraction signals look at."""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import Events, GroupView
from revenuer.signals.examples import build_view

HARVEST = {
    "trace_coercion": 0.6,
    "chain_of_thought": 0.8,
    "rubric_grading": 0.3,
    "task_generation": 0.3,
    "synthetic_dialogue": 0.1,
    "reasoning_cleanup": 0.3,
    "safe_rewriting": 0.2,
    "coding": 0.3,
    "mathematics": 0.4,
    "logic": 0.3,
    "agentic_tools": 0.2,
    "data_analysis": 0.2,
}
EVERYDAY = dict.fromkeys(HARVEST, 0.0) | {"chain_of_thought": 0.02, "coding": 0.1}
DATA_MAKING = ({"temperature": 1.0, "n": 8, "logprobs": True, "stream": False, "seed": 3},)


def harvest(seed: int = 0, accounts: int = 60, each: float = 20.0) -> GroupView:
    return build_view(
        np.random.default_rng(seed),
        accounts=accounts,
        events_per_account=each,
        dealt=True,
        topics=40,
        intents=HARVEST,
        params=DATA_MAKING,
        tools=0.2,
    )


def people(seed: int = 0, accounts: int = 60, each: float = 20.0) -> GroupView:
    return build_view(
        np.random.default_rng(seed),
        accounts=accounts,
        events_per_account=each,
        turns=4.0,
        intents=EVERYDAY,
        payload_pool=400,
        params=({}, {"temperature": 0.7, "stream": True}, {"stream": True}),
        tools=0.05,
    )


def part(view: GroupView, rows: NDArray[np.int64]) -> GroupView:
    """The group with only these of its events."""
    kept = {f.name: getattr(view.events, f.name)[rows] for f in fields(Events)}
    return replace(view, events=Events(**kept))


def mixed(view: GroupView, other: GroupView, share: float) -> GroupView:
    """`other`'s events added to `view`'s, as `share` of all; accounts of both side by side."""
    wanted = int(share / (1 - share) * len(view.events.ts))
    rows = np.arange(min(wanted, len(other.events.ts)))
    joined = {
        f.name: np.concatenate([getattr(view.events, f.name), getattr(other.events, f.name)[rows]])
        for f in fields(Events)
    }
    joined["conversation"][len(view.events.ts) :] += np.uint64(1 << 40)
    joined["payload"][len(view.events.ts) :] ^= np.uint64(0x5555)
    order = np.argsort(joined["ts"], kind="stable")
    return replace(view, events=Events(**{k: v[order] for k, v in joined.items()}))
