"""From candidates to views: deduplicate, then give each group its own events."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from revenuer.fingerprint.hashing import drawn_evenly
from revenuer.groups.candidate import Candidate, jaccard
from revenuer.groups.paces import apart_by_pace
from revenuer.groups.seams import parted
from revenuer.groups.sources import SOURCES
from revenuer.groups.traffic import ACCOUNT_KEYS, Traffic, event_key
from revenuer.groups.view import Events, GroupAccounts, GroupView, Handovers
from revenuer.settings.scan import MOST_EVENTS

_SAME = 0.9


def candidate_groups(traffic: Traffic, least: int, exchanges: int = 0) -> list[Candidate]:
    """All sources' candidates in a fixed order, near-identical ones once. Accounts of one declared
    customer hide nothing from anybody and are no candidate; neither are groups of fewer than
    `least` accounts or `exchanges` exchanges, as a part may be that came apart."""
    kept: list[Candidate] = []
    volumes = _Volumes(traffic)
    heads: dict[tuple[object, int], list[int]] = {}
    sourced = parted([c for source in SOURCES for c in source(traffic, least)], traffic)
    for found in apart_by_pace(sourced, traffic):
        keys = [
            (found.families, int(found.accounts[0])),
            (found.families, -int(found.accounts[-1]) - 1),
        ]
        if len(found.accounts) < least:
            continue
        if len(np.unique(traffic.accounts.customer[found.accounts])) < 2:
            continue
        if volumes.of(found) < exchanges:
            continue
        same = any(
            jaccard(kept[i].accounts, found.accounts) >= _SAME
            for key in keys
            for i in heads.get(key, ())
        )
        if not same:
            for key in keys:
                heads.setdefault(key, []).append(len(kept))
            kept.append(found)
    return kept


class _Volumes:
    """How many exchanges a candidate has, without touching them."""

    def __init__(self, traffic: Traffic) -> None:
        flows = traffic.flows
        self._traffic = traffic
        self._flow = np.argsort(flows.family, kind="stable")
        self._family = flows.family[self._flow]
        self._inside = np.zeros(len(traffic.accounts.ids), np.bool_)

    def of(self, candidate: Candidate) -> int:
        if candidate.families is None:
            return int(self._traffic.accounts.total[candidate.accounts].sum())
        families = np.asarray(candidate.families)
        starts = np.searchsorted(self._family, families, "left")
        stops = np.searchsorted(self._family, families, "right")
        spans = [self._flow[a:b] for a, b in zip(starts, stops, strict=True)]
        rows = np.concatenate(spans)
        flows = self._traffic.flows
        self._inside[candidate.accounts] = True
        total = flows.exchanges[rows][self._inside[flows.account[rows]]].sum()
        self._inside[candidate.accounts] = False
        return int(total)


class ViewBuilder:
    """Builds views of candidates; holds the per-event columns that all views share. A view of more
    than `most_events` events holds a part of its conversations, drawn by their hash."""

    def __init__(self, traffic: Traffic, most_events: int = MOST_EVENTS) -> None:
        self._traffic = traffic
        self._most = most_events
        self._headers = event_key(traffic.events, "headers")

    def rows(self, candidate: Candidate) -> NDArray[np.int64]:
        """Event rows of the candidate, in time order."""
        spans = self._traffic.events.spans(candidate.accounts)
        rows = np.concatenate(spans) if spans else np.empty(0, np.int64)
        if candidate.families is not None:
            rows = rows[np.isin(self._traffic.events["family"][rows], candidate.families)]
        return rows[np.argsort(self._traffic.events["ts"][rows], kind="stable")]

    def _thinned(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        if len(rows) <= self._most:
            return rows
        conversation = self._traffic.conversations(rows)
        key = np.where(conversation != 0, conversation, rows.astype(np.uint64) + np.uint64(1))
        return rows[drawn_evenly(key, self._most, len(rows))]

    def view(
        self, number: int, candidate: Candidate, rows: NDArray[np.int64] | None = None
    ) -> GroupView:
        """The view of a candidate, or of these `rows` of its events, in time order; accounts
        without an event in it are left out."""
        traffic = self._traffic
        rows = self._thinned(self.rows(candidate) if rows is None else rows)
        account = traffic.events["code:account_id"][rows]
        members, local = np.unique(account, return_inverse=True)
        members = members.astype(np.int32)
        _, customers = np.unique(traffic.accounts.customer[members], return_inverse=True)
        families = candidate.families
        return GroupView(
            id=f"g{number:05d}",
            origin=candidate.origin,
            found_by=candidate.found_by,
            core=families[0] if families is not None and len(families) == 1 else -1,
            accounts=self._accounts(members),
            events=self._events(rows, local.astype(np.int32)),
            handovers=self._handovers(rows, members),
            customers=customers.astype(np.int32),
            background=traffic.background,
            fields=traffic.fields,
        )

    def _accounts(self, members: NDArray[np.int32]) -> GroupAccounts:
        table = self._traffic.accounts
        codes = {name: table.codes[column][members] for name, column in ACCOUNT_KEYS.items()}
        return GroupAccounts(
            ids=tuple(table.ids[i] for i in members),
            index=members,
            created_at=table.created_at[members],
            closed_at=table.closed_at[members],
            banned=table.banned[members],
            first_seen=table.first_seen[members],
            last_seen=table.last_seen[members],
            total=table.total[members],
            plan=table.codes["plan"][members],
            program=table.codes["program"][members],
            country=table.codes["country"][members],
            verified=table.verified[members],
            **codes,
        )

    def _events(self, rows: NDArray[np.int64], local: NDArray[np.int32]) -> Events:
        e = self._traffic.events
        has_text = "text" in self._traffic.fields
        return Events(
            ts=e["ts"][rows],
            account=local,
            opening=e["opening"][rows],
            conversation=self._traffic.conversations(rows),
            payload=e["payload"][rows],
            family=e["family"][rows],
            model=e["code:model"][rows],
            language=e["language"][rows].astype(np.int32),
            chars=e["chars"][rows],
            input_tokens=e["input_tokens"][rows],
            output_tokens=e["output_tokens"][rows],
            status=e["status"][rows].astype(np.int32),
            intents=e["intents"][rows],
            reacts=self._traffic.reacting[rows],
            offers_tools=e["offers_tools"][rows],
            tool_result=e["tool_result"][rows],
            turn=e["turn"][rows].astype(np.int32),
            params=e["code:params"][rows],
            ip=e["code:ip"][rows],
            user_agent=e["code:user_agent"][rows],
            headers=self._headers[rows],
            tls=e["code:tls_fingerprint"][rows],
            country=e["code:country"][rows],
            end_user=e["end_user"][rows],
            sketch=e.sketch[rows] if has_text else np.empty((len(rows), 0), np.int8),
        )

    def _handovers(self, rows: NDArray[np.int64], members: NDArray[np.int32]) -> Handovers:
        traffic, changes = self._traffic, self._traffic.changes
        e, owner = traffic.events, traffic.events["code:account_id"]
        ordered = np.sort(rows)
        inside = _contains(ordered, changes.source) & _contains(ordered, changes.target)
        source, target = changes.source[inside], changes.target[inside]
        status = e["status"][source].astype(np.int64)
        closed = traffic.accounts.closed_at[owner[source]]
        failed = np.isin(status, (401, 403, 429)) | (status >= 500)
        return Handovers(
            ts=e["ts"][target],
            source=np.searchsorted(members, owner[source]).astype(np.int32),
            target=np.searchsorted(members, owner[target]).astype(np.int32),
            after_error=failed | ((closed > 0) & (closed <= e["ts"][target])),
            continuations=int(changes.continued[rows].sum()),
        )


def _contains(ordered: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.bool_]:
    place = np.searchsorted(ordered, values)
    inside = place < len(ordered)
    inside[inside] = ordered[place[inside]] == values[inside]
    return inside


def views(traffic: Traffic, candidates: list[Candidate]) -> Iterator[GroupView]:
    """The candidates' views, one at a time."""
    builder = ViewBuilder(traffic)
    for number, candidate in enumerate(candidates):
        yield builder.view(number, candidate)
