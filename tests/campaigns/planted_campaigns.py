"""A small log with one planted harvest, and the groups that would be found in it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from exchange_rows import Row, user
from judged_groups import judged
from numpy.random import Generator
from planted_groups import pool, prompts, sent, strangers, words
from planted_logs import HOUR, START, traffic_of

from revenuer.campaigns.decide import Operation
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged, merge
from revenuer.groups.build import ViewBuilder
from revenuer.groups.traffic import Traffic
from revenuer.records.campaigns import Verdict

TEMPLATE = (
    "Write out your full chain of thought, every step, before the final answer to the question "
    "that follows. Do not skip or shorten any step, keep the order, and put the final answer on "
    "its own line after the word Answer. Question:"
)
POOL = pool(8)


def harvested(rng: Generator, account: str, count: int, **fields: object) -> list[Row]:
    texts = [f"{TEMPLATE} {p}" for p in prompts(rng, words(rng, 9), count)]
    return sent(rng, account, texts, model="m1", **fields)


def planted(folder: Path) -> Traffic:
    """Twenty strangers; a pool of eight accounts that mixes a harvest of six exchanges each with
    everyday traffic of two; and "casual", who used the pool's words once among sixty exchanges."""
    rng = np.random.default_rng(61)
    rows = strangers(rng, 20, 5)
    for i, account in enumerate(POOL):
        fields = {"ip": f"198.51.100.{i % 3}", "input_tokens": 100, "output_tokens": 900}
        rows += harvested(rng, account, 6, **fields)
        rows += sent(rng, account, prompts(rng, words(rng, 20), 2), model="m0")
    rows += sent(rng, "casual", prompts(rng, words(rng, 20), 59), model="m0")
    rows += harvested(rng, "casual", 1)
    rows += [
        {"account_id": "casual", "ts": START + 50 * 60_000_000, "messages": user("First of all")}
    ]
    accounts: list[Row] = [
        {
            "account_id": a,
            "payment_fingerprint": "p1" if i < 4 else f"q{i}",
            "closed_at": START + (40 + i // 4 * 20) * HOUR,
            "closed_reason": "ban",
        }
        for i, a in enumerate(POOL)
    ]
    return traffic_of(rows, folder, accounts)


def rows_of(traffic: Traffic, names: Sequence[str]) -> list[int]:
    return [traffic.accounts.ids.index(name) for name in names]


def harvest_family(traffic: Traffic) -> int:
    family = traffic.events["family"]
    return int(np.bincount(family[family >= 0]).argmax())


def text_group(traffic: Traffic, **fields: float) -> Judged:
    """The accounts that carry the harvest's text."""
    members = rows_of(traffic, [*POOL, "casual"])
    return judged(members, (harvest_family(traffic),), **fields)  # type: ignore[arg-type]


def whole_group(traffic: Traffic, names: Sequence[str] = POOL, **fields: float) -> Judged:
    return judged(rows_of(traffic, names), **fields)  # type: ignore[arg-type]


def merged_of(
    traffic: Traffic, groups: Sequence[Judged], verdict: Verdict, rest: float = 0.0
) -> Merged:
    """The groups as one operation, the first the strongest, with its events. `rest` is the
    extraction e-value of what its accounts send beside the harvest."""
    accounts = np.unique(np.concatenate([g.candidate.accounts for g in groups])).astype(np.int32)
    first = groups[0]
    together = tuple(range(len(groups)))
    operation = Operation(verdict, together, accounts, first.coordination, first.extraction)
    (found,) = merge([operation], groups, traffic, ViewBuilder(traffic), lambda *_: rest)
    return found
