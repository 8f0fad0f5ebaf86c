"""Conversations that go on: which exchange continues which, and when the account changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.flows.events import EventTable

_MOST_HOLDERS = 50
"""A session id used by more accounts than this is a constant, not a session."""
_STICKY = 3_600_000_000
"""Microseconds within which a session goes on that no text vouches for."""


@dataclass(frozen=True, slots=True)
class AccountChanges:
    """Entries of the event table: `source[i]` was continued by `target[i]` under another account.
    `continued` marks every entry that continues an earlier one, of whatever account."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    continued: NDArray[np.bool_]


def find_account_changes(events: EventTable) -> AccountChanges:
    """Match each conversation prefix with the exchange that ended in it, or the session.

    A prefix that ended under two or more accounts is an accident of short texts ("hi") and names
    nobody; neither does a session id that dozens of accounts use, nor one (a date, a "default")
    under which each account holds its own conversation, or resumes after more than an hour.
    """
    account = events["code:account_id"]
    continued, missing = _within_account(events)
    source, target = _by_prefix(events, missing)
    by_session = _by_session(events)
    pairs = np.unique(
        np.stack([np.append(source, by_session[0]), np.append(target, by_session[1])], 1), axis=0
    )
    continued[pairs[:, 1]] = True
    ts = events["ts"]
    good = (ts[pairs[:, 0]] <= ts[pairs[:, 1]]) & (account[pairs[:, 0]] != account[pairs[:, 1]])
    pairs = pairs[good]
    pairs = pairs[np.argsort(ts[pairs[:, 1]], kind="stable")]
    return AccountChanges(pairs[:, 0], pairs[:, 1], continued)


def _within_account(events: EventTable) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Turns that continue the account's previous exchange; turns whose origin is still unknown."""
    before, after, account = events["before"], events["after"], events["code:account_id"]
    continued = np.zeros(len(events), np.bool_)
    if len(events) > 1:
        same = (before[1:] == after[:-1]) & (before[1:] != 0) & (account[1:] == account[:-1])
        continued[1:] = same
    return continued, np.flatnonzero((before != 0) & ~continued)


def _by_prefix(
    events: EventTable, missing: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    nothing = np.empty(0, np.int64)
    if not len(missing):
        return nothing, nothing
    before, after, account = events["before"], events["after"], events["code:account_id"]
    wanted = np.unique(before[missing])
    holders = np.flatnonzero(np.isin(after, wanted))
    holders = holders[np.argsort(after[holders], kind="stable")]
    values = after[holders]
    left = np.searchsorted(values, before[missing], "left")
    right = np.searchsorted(values, before[missing], "right")
    found = right > left
    left, right, turns = left[found], right[found], missing[found]
    owner = account[holders]
    change = np.concatenate([[0], np.cumsum(owner[1:] != owner[:-1])]) if len(owner) else owner
    single = change[right - 1] == change[left]
    return holders[left[single]], turns[single]


def _by_session(events: EventTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    session, account = events["session"], events["code:account_id"]
    rows = np.flatnonzero(session != 0)
    rows = rows[np.lexsort((events["ts"][rows], session[rows]))]
    if len(rows) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    key = session[rows].astype(np.uint64)
    pair = np.unique(np.stack([key, account[rows].astype(np.uint64)], 1), axis=0)
    ids, holders = np.unique(pair[:, 0], return_counts=True)
    shared = ids[(holders > 1) & (holders <= _MOST_HOLDERS)]
    step = (session[rows][1:] == session[rows][:-1]) & (account[rows][1:] != account[rows][:-1])
    step &= np.isin(session[rows][1:], shared)
    source, target = rows[:-1][step], rows[1:][step]
    good = _one_conversation(events, source, target)
    return source[good], target[good]


def _one_conversation(
    events: EventTable, source: NDArray[np.int64], target: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether text says that it is one conversation; where it says nothing (none is logged, or the
    first turn got no answer and was sent again), whether the session went on within the hour."""
    talk, status = events["conversation"], events["status"]
    known = (talk[source] != 0) & (talk[target] != 0) & ~(status[source] >= 400)
    soon = events["ts"][target] - events["ts"][source] <= _STICKY
    return np.where(known, talk[source] == talk[target], soon)
