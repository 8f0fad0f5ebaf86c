"""What the store answers with: small frozen records, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from revenuer.cases.states import State


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as the queue shows it; numbers are those of the latest scan that saw it.

    Moments are ISO 8601 text in UTC. `accounts_before` is None until a second scan sees the case;
    `merged_into` names the case that took this one over, `dismissed_before` a dismissed case that
    this one is or resembles (empty: none); `coordination` and `extraction` are e-values;
    `expected_wrong` is the expected number of accounts named wrongly.
    """

    id: str
    number: int
    state: State
    revision: int
    assignee: str
    opened_at: str
    updated_at: str
    verdict: str
    campaign_id: str
    scan_number: int
    accounts: int
    accounts_before: int | None
    exchanges: int
    input_tokens: int
    output_tokens: int
    first_seen: str
    last_seen: str
    models: tuple[str, ...]
    targets: tuple[str, ...]
    coordination: float
    extraction: float
    expected_wrong: float
    merged_into: str | None
    dismissed_before: str
    indicator_matches: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the queue. `total` counts all cases that match; `by_state` and `by_verdict` count
    those that match everything but the filter on state or verdict."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    size: int
    by_state: Mapping[str, int]
    by_verdict: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement as it was given. `revision` is that of the case before it."""

    number: int
    case_id: str
    revision: int
    at: str
    actor: str
    before: State
    after: State
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a case."""

    number: int
    case_id: str
    at: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A case as one scan saw it. `change` is new, same, grew, shrank, moved, split or merged."""

    scan_number: int
    scan_id: str
    campaign_id: str
    verdict: str
    change: str
    accounts: int
    accounts_known: int
    exchanges: int
    output_tokens: int
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Link:
    """Kinship with another case, `child` being the younger. `kind` is split, merged, same wording
    or same infrastructure; `why` says it in words."""

    child: str
    parent: str
    kind: str
    scan_number: int
    shared_accounts: int
    why: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a case. `current` where the latest scan named it; `exchanges` are all of the
    account's in the log, 0 where unknown."""

    account_id: str
    membership: float
    exchanges: int
    first_scan: int
    last_scan: int
    current: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of a case's accounts, surest first."""

    rows: tuple[Account, ...]
    total: int
    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Scan:
    """An imported scan. `scan`, `cannot_assess` and `manifest` are as the scan wrote them."""

    number: int
    id: str
    imported_at: str
    imported_by: str
    folder: str
    document_sha256: str
    first_seen: str
    last_seen: str
    exchanges: int
    accounts: int
    campaigns: int
    scan: Mapping[str, Any]
    cannot_assess: tuple[Mapping[str, Any], ...]
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything of a case but its accounts and its exhibit, which have queries of their own.

    `campaign` is the record of `campaigns.json` without its accounts, as the latest scan wrote it:
    log text in it is untrusted.
    """

    row: CaseRow
    campaign: Mapping[str, Any]
    sightings: tuple[Sighting, ...]
    links: tuple[Link, ...]
    judgements: tuple[Judgement, ...]
    notes: tuple[Note, ...]
    allowed: tuple[State, ...]
    """States a person may move it to now."""
