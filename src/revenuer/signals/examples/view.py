"""A synthetic group from its keywords."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import GroupView
from revenuer.signals.examples.arrivals import draw_openings, draw_turns
from revenuer.signals.examples.content import SKETCH_NOISE, draw_content
from revenuer.signals.examples.surroundings import (
    EVENT_KEYS,
    draw_accounts,
    draw_background,
    draw_handovers,
    draw_keys,
)

ALL_FIELDS = frozenset(
    {
        "text",
        "text_hashes",
        "account_table",
        "created_at",
        "closed_at",
        "ip",
        "user_agent",
        "headers",
        "tls",
        "org",
        "plan",
        "payment",
        "email_domain",
        "signup_ip",
        "device",
        "status",
        "tokens",
        "params",
        "session",
        "conversation",
        "tools",
        "country",
    }
)

PARAMS: tuple[dict[str, Any], ...] = (
    {},
    {"temperature": 0.7},
    {"temperature": 0.0, "max_tokens": 1024},
    {"temperature": 1.0, "n": 4},
)


def build_view(
    rng: np.random.Generator,
    *,
    accounts: int = 40,
    events_per_account: float = 12.0,
    dealt: bool = False,
    lru: bool = False,
    starts: tuple[NDArray[Any], NDArray[Any]] | None = None,
    turns: float = 1.0,
    days: int = 14,
    topics: int = 12,
    concentration: float = 0.5,
    topic_scale: float = 1.0,
    rate_spread: float = 1.0,
    burst: float = 3.0,
    languages: tuple[str, ...] = ("en", "de", "zh"),
    params: tuple[dict[str, Any], ...] = PARAMS,
    models: int = 3,
    reacts: float = 0.6,
    payload_pool: int | None = None,
    intents: Mapping[str, float] | None = None,
    intent_background: float = 0.01,
    error_share: float = 0.02,
    handovers: int = 0,
    handovers_after_error: int = 0,
    core: bool = True,
    core_share: float = 1.0,
    tools: float = 0.0,
    elsewhere: int = 0,
    sharing: Mapping[str, int] | None = None,
    customers: int | None = None,
    background_accounts: int = 2000,
    fields: frozenset[str] = ALL_FIELDS,
) -> GroupView:
    """A group of `accounts` accounts with about `events_per_account` conversations each.

    `starts` gives times (microseconds) and accounts of all conversations in place of drawn ones;
    `turns` is the mean length of a conversation; `topics` sketch centres, of which an own account
    uses a Dirichlet(`concentration`) mixture and a dealt stream one mixture for all; `rate_spread`
    the log-sd of own accounts' rates; `burst` the mean number of conversations an own account
    opens within an hour or so; `reacts` the chance that a later turn takes up the answer;
    `payload_pool` the number of payloads to draw from with replacement (None: no repeat);
    `intents` the share of exchanges in which each named intent is recognised; `tools` the share
    that offer tools, whose later turns are tools' results; `elsewhere` the
    accounts outside that carry the core family; `sharing` maps a key kind ("payment", "ip"…) to
    the number of accounts outside that carry the one value which the whole group then shares;
    `customers` the number of declared organisations the accounts fall into (None: one each).
    """
    if starts is None:
        start, account = draw_openings(
            rng, accounts, events_per_account, dealt or lru, lru, days, rate_spread, burst
        )
    else:
        order = np.argsort(starts[0], kind="stable")
        start = starts[0][order].astype(np.int64)
        account = starts[1][order].astype(np.int32)
    opening_of, turn, ts = draw_turns(rng, start, turns)
    events = draw_content(
        rng,
        ts=ts,
        account=account[opening_of],
        conversation=opening_of,
        turn=turn,
        accounts=accounts,
        dealt=dealt,
        centres=rng.normal(0, topic_scale * SKETCH_NOISE, (topics, 64)),
        concentration=concentration,
        languages=len(languages),
        params=len(params),
        models=models,
        reacts=reacts,
        payload_pool=payload_pool,
        intents=intents or {},
        error_share=error_share,
        core_share=core_share if core else 0.0,
        tools=tools,
    )
    codes, key_accounts = draw_keys(rng, accounts, background_accounts, sharing or {})
    key_accounts["family"] = np.array([accounts + elsewhere], np.int64)
    customer = np.arange(accounts) if customers is None else np.arange(accounts) % customers
    if customers is not None:
        codes["org"] = customer.astype(np.int32)
        key_accounts["org"] = np.bincount(customer).astype(np.int64)
    carried: dict[str, Any] = {kind: codes[kind][events.account] for kind in EVENT_KEYS}
    events = replace(events, **carried)
    table = draw_accounts(rng, events, accounts, codes, days)
    return GroupView(
        id="example",
        origin="family",
        found_by=frozenset(),
        core=0 if core else -1,
        accounts=table,
        events=events,
        handovers=draw_handovers(rng, events, handovers, handovers_after_error),
        customers=customer.astype(np.int32),
        background=draw_background(
            rng, table, events, background_accounts, days, languages, params, models,
            tuple(intents or {}), intent_background, key_accounts,
        ),
        fields=fields,
    )  # fmt: skip


def changed(
    view: GroupView,
    *,
    events: Mapping[str, Any] | None = None,
    accounts: Mapping[str, Any] | None = None,
    background: Mapping[str, Any] | None = None,
    **top: Any,
) -> GroupView:
    """The view with single arrays replaced; events must stay in time order."""
    return replace(
        view,
        events=replace(view.events, **(events or {})),
        accounts=replace(view.accounts, **(accounts or {})),
        background=replace(view.background, **(background or {})),
        **top,
    )
