"""What a signal sees of a candidate group: its accounts, its own events, and the background."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
I32 = NDArray[np.int32]
U64 = NDArray[np.uint64]
Bool = NDArray[np.bool_]
F64 = NDArray[np.float64]

UNKNOWN_TIME = np.iinfo(np.int64).min
"""Stands for a time that the log does not give."""


@dataclass(frozen=True, slots=True)
class Events:
    """A group's exchanges in time order. All arrays have the same length n.

    Integer codes are -1 and hashes 0 where the log does not say.
    """

    ts: I64
    """Microseconds since 1970, UTC, ascending."""
    account: I32
    """Index into the group's accounts."""
    opening: Bool
    """First turn of a conversation."""
    conversation: U64
    """Conversation key (session id, or the chain of turns)."""
    payload: U64
    """Hash of the normalised new turn."""
    family: I32
    """Prompt family (shared fixed text) in the whole log."""
    model: I32
    """Index into `Background.models`."""
    language: I32
    """Index into `Background.languages`."""
    chars: I32
    """Characters of the new turn."""
    input_tokens: I32
    output_tokens: I32
    status: I32
    """HTTP status."""
    intents: U64
    """Bit i set where `Background.intents[i]` was recognised."""
    reacts: Bool
    """The turn takes up the previous answer (cue words, or words of that answer)."""
    offers_tools: Bool
    """The request lets the model call tools."""
    tool_result: Bool
    """The new turn is what a tool returned, and nobody's words."""
    turn: I32
    """1 for a conversation's first user turn, 2 for the second…"""
    params: I32
    """Index into `Background.params`."""
    ip: I32
    user_agent: I32
    headers: I32
    """Code of the frozen client header set."""
    tls: I32
    country: I32
    end_user: U64
    sketch: NDArray[np.int8]
    """(n, 64) topic sketch of the new turn; (n, 0) where the log has no text."""


@dataclass(frozen=True, slots=True)
class GroupAccounts:
    """The group's accounts, m of them. Times are microseconds or UNKNOWN_TIME, codes -1 unknown."""

    ids: tuple[str, ...]
    index: I32
    """Row in the scan's account table."""
    created_at: I64
    closed_at: I64
    banned: Bool
    first_seen: I64
    """First and last exchange of the account in the whole log."""
    last_seen: I64
    total: I64
    """Exchanges of the account in the whole log, inside and outside the group."""
    org: I32
    plan: I32
    program: I32
    country: I32
    email_domain: I32
    payment: I32
    signup_ip: I32
    device: I32
    verified: NDArray[np.int8]
    """1 yes, 0 no, -1 unknown."""


@dataclass(frozen=True, slots=True)
class Background:
    """The traffic a group is judged against. Same object for every group of a scan."""

    start: int
    end: int
    """First and last exchange, microseconds."""
    accounts: int
    exchanges: int
    models: tuple[str, ...]
    model_first_seen: I64
    """First exchange of each model, microseconds."""
    languages: tuple[str, ...]
    intents: tuple[str, ...]
    params: tuple[dict[str, Any], ...]
    plans: tuple[str, ...]
    programs: tuple[str, ...]
    account_first_seen: I64
    """(accounts,) first exchange of every account of the log."""
    account_last_seen: I64
    account_created: I64
    account_total: I64
    account_plan: I32
    account_openings: I64
    """(accounts,) conversations opened by every account."""
    bans: I64
    """Sorted ban times of all accounts, microseconds."""
    hourly: I64
    """Exchanges in each hour of the clock (UTC) from that of `start` on, all traffic."""
    model_daily: NDArray[np.int64]
    """(days, models) exchanges of all traffic."""
    intent_share: F64
    """(intents,) share of all exchanges in which each intent was recognised."""
    key_accounts: dict[str, I64]
    """For each key kind ("ip", "user_agent", "headers", "tls", "payment", "email_domain",
    "signup_ip", "device", "org", "country", "family"): accounts of the whole log that carry each
    code."""
    sketch_whitening: F64
    """(64, 64) matrix W with (x − mean) @ W having unit within-account covariance; (0, 0) where
    the log has no text."""
    sketch_mean: F64


@dataclass(frozen=True, slots=True)
class Handovers:
    """Conversations of the group that continue under another account, in time order."""

    ts: I64
    source: I32
    """Group account index that held the conversation before."""
    target: I32
    after_error: Bool
    """The turn before ended in 403/429/5xx, or the source account was closed by then."""
    continuations: int
    """All continued turns in the group, the same account included."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """One candidate group.

    `core` is the family the group shares, or -1. `fields` names what the log has: "text",
    "text_hashes", "account_table", "created_at", "closed_at", "ip", "user_agent", "headers", "tls",
    "org", "plan", "payment", "email_domain", "signup_ip", "device", "status", "tokens", "params",
    "session", "conversation" (turns of a conversation can be told), "tools", "country".
    `found_by` is that of the candidate.
    `customers[i]` is the declared customer (organisation) of account i, as an index; accounts
    without one stand each for themselves.
    """

    id: str
    origin: str
    found_by: frozenset[str]
    core: int
    accounts: GroupAccounts
    events: Events
    handovers: Handovers
    customers: I32
    background: Background
    fields: frozenset[str]
