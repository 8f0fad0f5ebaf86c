"""The whole log after the flows: what candidate groups are drawn from and judged against."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.fingerprint.languages import LANGUAGES
from revenuer.flows.accounts import UNKNOWN_TIME, AccountTable
from revenuer.flows.continuations import AccountChanges
from revenuer.flows.events import EventTable
from revenuer.flows.flows import Flows
from revenuer.groups.view import Background

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Traffic:
    """Events, accounts, flows and account changes of one scan, with the background they make.

    `reacting` marks turns that take up the answer before; `intents` names the intent bits;
    `family_grams[f]` is how many fingerprints the fixed text of family f has, a measure of its
    length; `fields` is the vocabulary of `GroupView.fields`.
    """

    events: EventTable
    accounts: AccountTable
    flows: Flows
    changes: AccountChanges
    reacting: NDArray[np.bool_]
    intents: tuple[str, ...]
    family_grams: NDArray[np.int32]
    background: Background
    fields: frozenset[str]

    def conversations(self, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Conversation key of each event row: its session, else its chain of turns; 0 for none."""
        session = self.events["session"][rows]
        return np.where(session != 0, session, self.events["conversation"][rows])


def assemble(
    events: EventTable,
    accounts: AccountTable,
    flows: Flows,
    changes: AccountChanges,
    reacting: NDArray[np.bool_],
    intents: tuple[str, ...],
    family_grams: NDArray[np.int32],
) -> Traffic:
    """Join the parts and compute the background once."""
    return Traffic(
        events,
        accounts,
        flows,
        changes,
        reacting,
        intents,
        family_grams,
        _background(events, accounts, flows, intents),
        _fields(events, accounts),
    )


def _fields(events: EventTable, accounts: AccountTable) -> frozenset[str]:
    kinds = np.bincount(events["text_kind"], minlength=3)
    least = max(1, len(events) // 100)
    present = {
        "text": kinds[2] >= least,
        "text_hashes": kinds[1] + kinds[2] >= least,
        "conversation": bool((events["conversation"] != 0).any() or events["session"].any()),
        "session": bool(events["session"].any()),
        "account_table": accounts.given,
        "created_at": bool((accounts.created_at != UNKNOWN_TIME).any()),
        "closed_at": bool((accounts.closed_at != UNKNOWN_TIME).any()),
        "headers": bool(events["headers"].any()),
        "status": bool((events["status"] >= 0).any()),
        "tokens": bool((events["output_tokens"] >= 0).any()),
        "tools": bool((events["offers_tools"] | events["tool_result"]).any()),
    }
    for name, column in (
        ("ip", "ip"),
        ("user_agent", "user_agent"),
        ("tls", "tls_fingerprint"),
        ("params", "params"),
        ("country", "country"),
    ):
        present[name] = bool((events[f"code:{column}"] >= 0).any())
    for name, column in (
        ("org", "org_id"),
        ("plan", "plan"),
        ("payment", "payment_fingerprint"),
        ("email_domain", "email_domain"),
        ("signup_ip", "signup_ip"),
        ("device", "device_id"),
    ):
        present[name] = bool((accounts.codes[column] >= 0).any())
    return frozenset(name for name, there in present.items() if there)


def _background(
    events: EventTable, accounts: AccountTable, flows: Flows, intents: tuple[str, ...]
) -> Background:
    ts, model = events["ts"], events["code:model"]
    start, end = (int(ts.min()), int(ts.max())) if len(ts) else (0, 0)
    models = events.names["model"]
    day = (ts - start) // _DAY
    known = model >= 0
    shape = (int(day.max()) + 1 if len(ts) else 1, max(1, len(models)))
    daily = np.bincount(
        day[known] * shape[1] + model[known], minlength=shape[0] * shape[1]
    ).reshape(shape)
    first_of_model = np.full(len(models), np.iinfo(np.int64).max)
    np.minimum.at(first_of_model, model[known], ts[known])
    mean, whitening = within_account_whitening(events)
    asked = flows.intents.sum(axis=0) / max(1, len(events))
    banned = accounts.closed_at[accounts.banned]
    return Background(
        start=start,
        end=end,
        accounts=len(accounts.ids),
        exchanges=len(events),
        models=models,
        model_first_seen=first_of_model,
        languages=LANGUAGES,
        intents=intents,
        params=events.params,
        plans=accounts.names["plan"],
        programs=accounts.names["program"],
        account_first_seen=accounts.first_seen,
        account_last_seen=accounts.last_seen,
        account_created=accounts.created_at,
        account_total=accounts.total,
        account_plan=accounts.codes["plan"],
        account_openings=accounts.openings,
        bans=np.sort(banned[banned != UNKNOWN_TIME]),
        hourly=np.bincount(ts // _HOUR - start // _HOUR) if len(ts) else np.zeros(1, np.int64),
        model_daily=daily,
        intent_share=asked,
        key_accounts=_key_accounts(events, accounts, flows),
        sketch_whitening=whitening,
        sketch_mean=mean,
    )


def distinct_pairs(
    account: NDArray[np.int32], code: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Distinct (account, code) pairs with a known code, ordered by code, then account."""
    known = code >= 0
    key = code[known].astype(np.int64) << 32 | account[known]
    key.sort()
    if len(key):
        key = key[np.append(True, key[1:] != key[:-1])]
    return (key & 0xFFFFFFFF).astype(np.int32), (key >> 32).astype(np.int32)


def event_key(events: EventTable, name: str) -> NDArray[np.int32]:
    """Codes of an event-level identifier; header sets, which are hashes, are numbered here."""
    if name != "headers":
        return events[f"code:{'tls_fingerprint' if name == 'tls' else name}"]
    values, code = np.unique(events["headers"], return_inverse=True)
    if len(values) and values[0] == 0:
        code = code - 1
    return code.astype(np.int32)


EVENT_KEYS = ("ip", "user_agent", "headers", "tls", "country")
ACCOUNT_KEYS = {
    "payment": "payment_fingerprint",
    "email_domain": "email_domain",
    "signup_ip": "signup_ip",
    "device": "device_id",
    "org": "org_id",
}


def _key_accounts(
    events: EventTable, accounts: AccountTable, flows: Flows
) -> dict[str, NDArray[np.int64]]:
    owner = events["code:account_id"]
    counts = {
        name: np.bincount(distinct_pairs(owner, event_key(events, name))[1]).astype(np.int64)
        for name in EVENT_KEYS
    }
    for name, column in ACCOUNT_KEYS.items():
        code = accounts.codes[column]
        counts[name] = np.bincount(code[code >= 0]).astype(np.int64)
    family = flows.family
    counts["family"] = np.bincount(family[family >= 0]).astype(np.int64)
    return counts


def within_account_whitening(
    events: EventTable,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean of the sketch over opening turns, and W so that (x - mean) @ W has unit covariance
    within accounts. Estimated on an even subsample of at most 200,000 openings; (0,) and (0, 0)
    where fewer than 500 openings have text."""
    rows = np.flatnonzero(events["opening"] & (events["text_kind"] == 2))
    if len(rows) < 500:
        return np.zeros(0), np.zeros((0, 0))
    rows = rows[:: max(1, len(rows) // _SAMPLE)]
    x = events.sketch[rows].astype(np.float64)
    mean = x.mean(axis=0)
    x -= mean
    # Rows are ordered by account, so every account's rows are a run.
    starts = np.flatnonzero(np.diff(events["code:account_id"][rows], prepend=-1))
    sizes = np.diff(np.append(starts, len(rows)))
    repeated = np.repeat(sizes > 1, sizes)
    if repeated.sum() < 500:
        return mean, _whitening(x.T @ x / len(x))
    runs = sizes[sizes > 1]
    x = x[repeated]
    sums = np.add.reduceat(x, np.append(0, np.cumsum(runs)[:-1]), axis=0)
    x -= np.repeat(sums / runs[:, None], runs, axis=0)
    return mean, _whitening(x.T @ x / max(1, len(x) - len(runs)))


def _whitening(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(covariance)
    floor = max(1e-6, 0.02 * float(values.mean()))
    return np.asarray(vectors / np.sqrt(np.maximum(values, floor)))
