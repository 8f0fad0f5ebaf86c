"""What the exchanges of an example ask, of which model, and how they end."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import F64, I64, Events

SKETCH_NOISE = 20.0
"""Within-account standard deviation of each sketch coordinate, before rounding to int8."""


def draw_content(
    rng: np.random.Generator,
    *,
    ts: I64,
    account: NDArray[np.int32],
    conversation: NDArray[np.int64],
    turn: NDArray[np.int32],
    accounts: int,
    dealt: bool,
    centres: F64,
    concentration: float,
    languages: int,
    params: int,
    models: int,
    reacts: float,
    payload_pool: int | None,
    intents: Mapping[str, float],
    error_share: float,
    core_share: float,
    tools: float,
) -> Events:
    n = len(ts)

    def mixture(choices: int, alpha: float) -> NDArray[np.int32]:
        """A choice an exchange: from the account's own mixture, or the stream's if dealt."""
        weights = rng.dirichlet(np.full(choices, alpha), 1 if dealt else accounts)
        cumulative = np.cumsum(weights, axis=1)[0 if dealt else account]
        return np.minimum(
            (rng.random(n)[:, None] > cumulative).sum(axis=1), choices - 1
        ).astype(np.int32)  # fmt: skip

    topic = mixture(len(centres), concentration)
    length = np.zeros(accounts) if dealt else rng.normal(0, 0.7, accounts)
    chars = np.exp(5 + length[account] + rng.normal(0, 0.6, n)).astype(np.int32) + 1
    pool = n if payload_pool is None else payload_pool
    draw = np.arange(n) if payload_pool is None else rng.integers(0, pool, n)
    bits = np.zeros(n, np.uint64)
    for i, share in enumerate(intents.values()):
        bits |= np.left_shift((rng.random(n) < share).astype(np.uint64), np.uint64(i))
    failed = rng.random(n) < error_share
    unset = np.full(n, -1, np.int32)
    return Events(
        ts=ts,
        account=account,
        opening=turn == 1,
        conversation=conversation.astype(np.uint64) + np.uint64(1),
        payload=(draw.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15),
        family=np.where(rng.random(n) < core_share, 0, -1).astype(np.int32),
        model=mixture(models, 0.5),
        language=mixture(languages, 0.3),
        chars=chars,
        input_tokens=chars // 4 + 50,
        output_tokens=rng.integers(20, 800, n).astype(np.int32),
        status=np.where(failed, 429, 200).astype(np.int32),
        intents=bits,
        reacts=(turn > 1) & (rng.random(n) < reacts),
        offers_tools=(worked := rng.random(n) < tools),
        tool_result=worked & (turn > 1),
        turn=turn,
        params=mixture(params, 0.3),
        ip=unset,
        user_agent=unset,
        headers=unset,
        tls=unset,
        country=unset,
        end_user=np.zeros(n, np.uint64),
        sketch=np.clip(
            np.rint(centres[topic] + rng.normal(0, SKETCH_NOISE, (n, 64))), -127, 127
        ).astype(np.int8),
    )
