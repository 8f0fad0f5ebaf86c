"""Decides which findings continue which cases. Pure: sets in, decisions out.

A finding continues a case when they share accounts (half of the smaller one's), or, where no
accounts are shared, when they share rare wording or rare infrastructure: so a campaign that moves
to a standby pool keeps its history. A finding continues at most one case and a case at most one
finding; the strongest tie wins, then the older case. What is left over is kinship: a finding tied
to a case that went elsewhere was split from it; a case whose accounts lie in a finding that went
elsewhere was merged into that one's case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHARED = 0.5
"""Share of the smaller side's accounts, or of the smaller side's wording hashes, that ties."""
LEAST_ACCOUNTS = 2
LEAST_WORDING = 6
LEAST_THINGS = 3
"""Rare identifiers (payment, device, address) that tie two sets of accounts by themselves."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """A case or a finding as matching sees it. `current` are the accounts it has now, `known` all
    it ever had; `wording` and `things` are its rare hashes and identifiers."""

    verdict: str
    current: frozenset[str]
    known: frozenset[str]
    wording: frozenset[str]
    things: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Tie:
    """How a finding and a case hang together. `by` is accounts, wording or infrastructure; `words`
    the share of wording in common, which decides between customers of one pool."""

    finding: str
    case: str
    by: str
    strength: float
    shared: int
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """`continues` by finding; `split` are ties of findings without a case to cases that continue
    elsewhere; `merged` are ties of cases left over to findings that continue another case."""

    continues: Mapping[str, Tie]
    split: tuple[Tie, ...]
    merged: tuple[Tie, ...]


def tie(finding_id: str, finding: Side, case_id: str, case: Side) -> Tie | None:
    """The strongest tie of a finding and a case, None where there is none."""
    now = len(finding.current & case.current)
    ever = len(finding.current & case.known)
    by_accounts = max(
        _containment(now, len(finding.current), len(case.current)),
        _containment(ever, len(finding.current), len(case.known)),
    )
    if finding.verdict != case.verdict:
        # A pool holds campaigns without being one: across verdicts, nearly the same accounts.
        by_accounts = now / max(1, len(finding.current | case.current))
    words = len(finding.wording & case.wording)
    by_words = _containment(words, len(finding.wording), len(case.wording))
    if ever >= LEAST_ACCOUNTS and by_accounts >= SHARED:
        return Tie(finding_id, case_id, "accounts", by_accounts, ever, by_words)
    if finding.verdict != case.verdict:
        return None
    if words >= LEAST_WORDING and by_words >= SHARED:
        return Tie(finding_id, case_id, "wording", by_words, ever, by_words)
    things = finding.things & case.things
    if len(things) >= LEAST_THINGS:
        smaller = max(1, min(len(finding.things), len(case.things)))
        return Tie(finding_id, case_id, "infrastructure", len(things) / smaller, ever)
    return None


def match(findings: Mapping[str, Side], cases: Mapping[str, Side], ties: Sequence[Tie]) -> Matching:
    """Pair findings and cases along the ties, strongest first."""
    continues: dict[str, Tie] = {}
    taken: dict[str, str] = {}
    for found in sorted(ties, key=_order):
        if found.finding not in continues and found.case not in taken:
            continues[found.finding] = found
            taken[found.case] = found.finding
    split, merged = [], []
    for found in sorted(ties, key=_order):
        if found.finding not in continues and found.case in taken:
            split.append(found)
        if (
            found.case not in taken
            and found.finding in continues
            and found.by == "accounts"
            and _inside(findings[found.finding], cases[found.case])
        ):
            merged.append(found)
    return Matching(continues, tuple(split), _first_of_case(merged))


def _order(found: Tie) -> tuple[int, int, float, float, str, str]:
    rank = {"accounts": 0, "wording": 1, "infrastructure": 2}[found.by]
    return rank, -found.shared, -found.strength, -found.words, found.case, found.finding


def _inside(finding: Side, case: Side) -> bool:
    return len(finding.current & case.current) >= SHARED * len(case.current)


def _first_of_case(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    kept: dict[str, Tie] = {}
    for found in ties:
        kept.setdefault(found.case, found)
    return tuple(kept.values())


def _containment(shared: int, one: int, other: int) -> float:
    return shared / max(1, min(one, other))
