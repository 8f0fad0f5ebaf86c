"""The parsed `campaigns.json` read into what the pages show.

The one gate through which its text comes: every string is made `visible` here. A key of "scan" may
be missing; a group that lacks what the schema promises is a Problem.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from revenuer.problems import Problem
from revenuer.report import moments
from revenuer.report.logged_text import excerpt, identifier, one_line

_SURE = 0.9
_LIKELY = 0.5
_ACRONYMS = frozenset(("api", "asn", "fdr", "id", "ip", "tls", "url"))
_VERDICTS = ("campaign", "pool", "watch")


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One signal's finding, in words."""

    name: str
    statistic: float | None
    p_value: float | None
    e_value: float | None
    detail: str
    benign: str


@dataclass(frozen=True, slots=True)
class AxisShown:
    """The combined e-value of one axis and its findings, weightiest first."""

    e_value: float | None
    findings: tuple[FindingShown, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A signal that could not be assessed, and why."""

    signal: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of "campaigns": a campaign, a pool or a group on watch."""

    rank: int
    id: str
    name: str
    """The id as shown."""
    verdict: str
    account_ids: tuple[str, ...]
    members: tuple[tuple[str, float], ...]
    """(account as shown, membership), surest first."""
    exchanges: int
    first: datetime | None
    last: datetime | None
    models: tuple[str, ...]
    targets: tuple[str, ...]
    tokens_in: int
    tokens_out: int
    coordination: AxisShown
    extraction: AxisShown
    wrong: float | None
    cannot_assess: tuple[Gap, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    def membership_bands(self) -> tuple[int, int, int]:
        """Accounts with membership at least 0.9, from 0.5, and below."""
        sure = sum(membership >= _SURE for _, membership in self.members)
        likely = sum(_LIKELY <= membership < _SURE for _, membership in self.members)
        return sure, likely, self.size - sure - likely


@dataclass(frozen=True, slots=True)
class Source:
    """One input file."""

    name: str
    format: str
    why: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read and how it was judged. Everything may be missing."""

    version: str
    exchanges: int | None
    accounts: int | None
    first: datetime | None
    last: datetime | None
    fdr: float | None
    groups_tested: int | None
    sources: tuple[Source, ...]
    lines: int | None
    rows: int | None
    duplicates: int | None
    quarantined: int | None
    fields: tuple[tuple[str, float | str], ...]
    """Name and share of exchanges that have it, or a word where it is no share."""
    fields_named: tuple[str, ...]
    """Where the document only names the fields that the log has."""
    secrets_redacted: int | None
    reference: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole document."""

    scan: Scan
    groups: tuple[Group, ...]
    cannot_assess: tuple[Gap, ...]

    def of(self, verdict: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.verdict == verdict)


def read(document: Mapping[str, Any]) -> Reading:
    """Raises Problem where the document is not what `campaigns.json` promises."""
    return Reading(
        scan=_scan(_mapping(document.get("scan"))),
        groups=tuple(
            _group(rank, entry) for rank, entry in enumerate(_list(document.get("campaigns")), 1)
        ),
        cannot_assess=_gaps(document.get("cannot_assess")),
    )


def plain_name(value: object) -> str:
    """A signal's or field's name as words: "too_even-balance" becomes "Too even balance"."""
    spaced = one_line(value, 60).replace("_", " ").replace("-", " ").split()
    words = " ".join(word.upper() if word in _ACRONYMS else word for word in spaced)
    return words[:1].upper() + words[1:] if words else "Unnamed"


def _group(rank: int, entry: object) -> Group:
    where = f"campaigns[{rank - 1}]"
    group = _mapping(entry)
    for key in ("id", "verdict", "accounts", "coordination", "extraction"):
        if key not in group:
            raise Problem(f'A campaign lacks "{key}".', where=where)
    if group["verdict"] not in _VERDICTS:
        raise Problem(
            f"The verdict is {one_line(group['verdict'], 40)!r}.",
            where=where,
            hint=f"It is one of {', '.join(_VERDICTS)}.",
        )
    members = [
        (str(member.get("account_id")), _number(member.get("membership")) or 0.0)
        for member in map(_mapping, _list(group["accounts"]))
    ]
    members.sort(key=lambda member: (-member[1], member[0]))
    tokens = _mapping(group.get("tokens"))
    return Group(
        rank=rank,
        id=str(group["id"]),
        name=identifier(group["id"], 36),
        verdict=group["verdict"],
        account_ids=tuple(account for account, _ in members),
        members=tuple((identifier(account), membership) for account, membership in members),
        exchanges=_whole(group.get("exchange_count")) or 0,
        first=moments.parse(group.get("first_seen")),
        last=moments.parse(group.get("last_seen")),
        models=tuple(one_line(model, 48) for model in _list(group.get("models"))),
        targets=tuple(one_line(target, 80) for target in _list(group.get("targets"))),
        tokens_in=_whole(tokens.get("input")) or 0,
        tokens_out=_whole(tokens.get("output")) or 0,
        coordination=_axis(group["coordination"]),
        extraction=_axis(group["extraction"]),
        wrong=_number(group.get("expected_wrong_accounts")),
        cannot_assess=_gaps(group.get("cannot_assess")),
    )


def _axis(entry: object) -> AxisShown:
    axis = _mapping(entry)
    findings = [_finding(_mapping(finding)) for finding in _list(axis.get("findings"))]
    findings.sort(key=_weight, reverse=True)
    return AxisShown(_number(axis.get("e_value")), tuple(findings))


def _weight(finding: FindingShown) -> float:
    """For the order alone: the e-value, or what a p-value is worth as one (1/√p − 1, a calibrator
    of Shafer et al., Test martingales, Bayes factors and p-values, 2011)."""
    if finding.e_value is not None:
        return finding.e_value
    if finding.p_value is None:
        return -1.0
    return 1 / math.sqrt(max(finding.p_value, 1e-300)) - 1


def _finding(entry: Mapping[str, Any]) -> FindingShown:
    return FindingShown(
        name=plain_name(entry.get("signal")),
        statistic=_number(entry.get("statistic")),
        p_value=_number(entry.get("p_value")),
        e_value=_number(entry.get("e_value")),
        detail=excerpt(entry.get("detail"), 900),
        benign=excerpt(entry.get("benign_explanation"), 900),
    )


def _scan(scan: Mapping[str, Any]) -> Scan:
    counts = _mapping(scan.get("counts"))
    return Scan(
        version=one_line(scan.get("version"), 24),
        exchanges=_whole(scan.get("exchanges")),
        accounts=_whole(scan.get("accounts")),
        first=moments.parse(scan.get("first_seen")),
        last=moments.parse(scan.get("last_seen")),
        fdr=_number(scan.get("fdr")),
        groups_tested=_whole(scan.get("groups_tested")),
        sources=tuple(_source(_mapping(entry)) for entry in _list(scan.get("inputs"))),
        lines=_whole(counts.get("in")),
        rows=_whole(counts.get("rows")),
        duplicates=_whole(counts.get("duplicates")),
        quarantined=_whole(counts.get("quarantined")),
        fields=tuple(
            (plain_name(name), _coverage(value))
            for name, value in _mapping(scan.get("fields")).items()
        ),
        fields_named=tuple(plain_name(name) for name in _list(scan.get("fields"))),
        secrets_redacted=_whole(scan.get("secrets_redacted")),
        reference=_pairs(scan.get("reference")),
        settings=_pairs(scan.get("settings")),
    )


def _source(entry: Mapping[str, Any]) -> Source:
    return Source(
        name=identifier(entry.get("source"), 60),
        format=one_line(entry.get("format"), 40),
        why=one_line(entry.get("why"), 160),
        rows=_whole(entry.get("rows")),
    )


def _coverage(value: object) -> float | str:
    if isinstance(value, bool):
        return "given" if value else "not given"
    number = _number(value)
    if number is not None and 0 <= number <= 1:
        return number
    return one_line(value, 60) or "not given"


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        return (("Name", one_line(value, 200)),)
    return tuple(
        (plain_name(name), one_line(entry, 200)) for name, entry in _mapping(value).items()
    )


def _gaps(value: object) -> tuple[Gap, ...]:
    return tuple(
        Gap(plain_name(entry.get("signal")), excerpt(entry.get("why"), 400))
        for entry in map(_mapping, _list(value))
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _whole(value: object) -> int | None:
    number = _number(value)
    if number is None or number != number or number in (float("inf"), float("-inf")):
        return None
    return int(number)
