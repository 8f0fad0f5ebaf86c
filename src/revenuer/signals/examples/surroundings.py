"""The account table, hand-overs and background around the exchanges of an example."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import (
    I64,
    UNKNOWN_TIME,
    Background,
    Events,
    GroupAccounts,
    Handovers,
)
from revenuer.signals.examples.clock import DAY, HOUR, START
from revenuer.signals.examples.content import SKETCH_NOISE

ACCOUNT_KEYS = ("payment", "email_domain", "signup_ip", "device", "country", "org")
EVENT_KEYS = ("ip", "user_agent", "headers", "tls")
COMMON_KEYS = frozenset({"user_agent", "headers", "tls", "email_domain", "country"})
"""Kinds of which strangers carry a few common values (a browser, a mail provider)."""


def draw_keys(
    rng: np.random.Generator, m: int, background: int, sharing: Mapping[str, int]
) -> tuple[dict[str, NDArray[np.int32]], dict[str, I64]]:
    """A code an account for every kind of identifier, and how many accounts carry each code."""
    codes: dict[str, NDArray[np.int32]] = {}
    carriers: dict[str, I64] = {}
    for kind in (*ACCOUNT_KEYS, *EVENT_KEYS):
        if kind in sharing:
            codes[kind] = np.zeros(m, np.int32)
            carriers[kind] = np.array([m + sharing[kind]], np.int64)
        elif kind in COMMON_KEYS:
            weights = 1 / np.arange(1, 21)
            everyone = rng.choice(20, m + background, p=weights / weights.sum())
            codes[kind] = everyone[:m].astype(np.int32)
            carriers[kind] = np.bincount(everyone, minlength=20).astype(np.int64)
        else:
            codes[kind] = np.arange(m, dtype=np.int32)
            carriers[kind] = np.ones(m + background, np.int64)
        rest = m + background - carriers[kind].sum()
        carriers[kind] = np.append(carriers[kind], np.ones(max(0, rest), np.int64))
    return codes, carriers


def draw_accounts(
    rng: np.random.Generator,
    events: Events,
    m: int,
    codes: Mapping[str, NDArray[np.int32]],
    days: int,
) -> GroupAccounts:
    first = np.full(m, START + days * DAY, np.int64)
    last = np.full(m, START, np.int64)
    np.minimum.at(first, events.account, events.ts)
    np.maximum.at(last, events.account, events.ts)
    return GroupAccounts(
        ids=tuple(f"account-{i}" for i in range(m)),
        index=np.arange(m, dtype=np.int32),
        created_at=first - rng.integers(HOUR, 400 * DAY, m),
        closed_at=np.full(m, UNKNOWN_TIME),
        banned=np.zeros(m, bool),
        first_seen=first,
        last_seen=last,
        total=np.bincount(events.account, minlength=m).astype(np.int64),
        org=codes["org"],
        plan=rng.integers(0, 2, m).astype(np.int32),
        program=np.full(m, -1, np.int32),
        country=codes["country"],
        email_domain=codes["email_domain"],
        payment=codes["payment"],
        signup_ip=codes["signup_ip"],
        device=codes["device"],
        verified=np.zeros(m, np.int8),
    )


def draw_handovers(rng: np.random.Generator, events: Events, count: int, errors: int) -> Handovers:
    """`count` later turns made to come from another account, `errors` of them after an error."""
    continued = int((~events.opening).sum())
    m = int(events.account.max(initial=0)) + 1
    at = np.sort(rng.choice(len(events.ts), count, replace=len(events.ts) < count))
    source = events.account[at]
    after_error = np.zeros(count, bool)
    after_error[rng.permutation(count)[:errors]] = True
    step = rng.integers(1, max(2, m), count)
    return Handovers(
        ts=events.ts[at],
        source=source,
        target=((source + step) % m).astype(np.int32),
        after_error=after_error,
        continuations=continued + count,
    )


def draw_background(
    rng: np.random.Generator,
    table: GroupAccounts,
    events: Events,
    others: int,
    days: int,
    languages: tuple[str, ...],
    params: tuple[dict[str, Any], ...],
    models: int,
    intents: tuple[str, ...],
    intent_share: float,
    key_accounts: dict[str, I64],
) -> Background:
    """Traffic of `others` strangers around the group (whose accounts come first in its arrays)."""
    total = np.maximum(1, np.exp(rng.normal(3, 1.2, others))).astype(np.int64)
    first = START + rng.integers(0, days * DAY // 2, others)
    last = first + (rng.random(others) * (START + days * DAY - first)).astype(np.int64)
    hour = np.arange(days * 24)
    rhythm = 1 + 0.5 * np.sin(2 * np.pi * hour / 24)
    volume = int(total.sum()) + len(events.ts)
    openings = np.bincount(events.account[events.opening], minlength=len(table.ids))
    return Background(
        start=START,
        end=START + days * DAY - 1,
        accounts=len(table.ids) + others,
        exchanges=volume,
        models=tuple(f"model-{i}" for i in range(models)),
        model_first_seen=np.full(models, START, np.int64),
        languages=languages,
        intents=intents,
        params=params,
        plans=("starter", "pro"),
        programs=("education", "research", "startup"),
        account_first_seen=np.concatenate([table.first_seen, first]),
        account_last_seen=np.concatenate([table.last_seen, last]),
        account_created=np.concatenate([table.created_at, first - HOUR]),
        account_total=np.concatenate([table.total, total]),
        account_plan=np.concatenate([table.plan, rng.integers(0, 2, others)]).astype(np.int32),
        account_openings=np.concatenate([openings, np.maximum(1, total // 2)]).astype(np.int64),
        bans=np.sort(START + rng.integers(0, days * DAY, 5)).astype(np.int64),
        hourly=rng.poisson(volume / len(hour) * rhythm).astype(np.int64),
        model_daily=rng.poisson(volume / days / models, (days, models)).astype(np.int64),
        intent_share=np.full(len(intents), intent_share),
        key_accounts=key_accounts,
        sketch_whitening=np.eye(64) / SKETCH_NOISE,
        sketch_mean=np.zeros(64),
    )
