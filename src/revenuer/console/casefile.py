"""A case as its page shows it: the record read like a report, and what the numbers say in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from revenuer.cases import Case, CaseRow, Link, Scan
from revenuer.report import moments, numerals, reading
from revenuer.report.reading import AxisShown, FindingShown, Gap, Group
from revenuer.report.shared_things import Thing

_WEAK = 1.0
"""An e-value up to this is what innocent accounts show as well."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another case and how it hangs together with this one."""

    label: str
    case_id: str
    shared_accounts: int
    why: str


def group_of(case: Case, scan: Scan | None) -> tuple[Group, tuple[Gap, ...]]:
    """The evidence of the latest sighting, and what could not be assessed. The accounts are left
    out: there may be many thousands and they have pages of their own."""
    document = {
        "scan": scan.scan if scan else {},
        "campaigns": [{**case.campaign, "accounts": []}],
        "cannot_assess": list(scan.cannot_assess) if scan else [],
    }
    read = reading.read(document)
    group = read.groups[0]
    return group, (*group.cannot_assess, *read.cannot_assess)


def in_short(row: CaseRow) -> str:
    """The case in a sentence or two."""
    first, last = moments.parse(row.first_seen), moments.parse(row.last_seen)
    drew = (
        f"sent {numerals.counted(row.exchanges, 'exchange')} and received "
        f"{numerals.compact(row.output_tokens)} tokens over {moments.elapsed(first, last)}"
    )
    if row.verdict == "campaign" and row.accounts == 1:
        return f"A single account {drew}. What it asks for marks the traffic as a harvest."
    accounts = numerals.counted(row.accounts, "account")
    if row.verdict == "campaign":
        return f"{accounts} behave as one operator and {drew}. What they ask for marks a harvest."
    if row.verdict == "pool":
        return (
            f"{accounts} behave as one operator and {drew}. Nothing shows that the answers are "
            "harvested: a plain reseller or a shared gateway looks like this."
        )
    return (
        f"{accounts} {drew}. The evidence speaks on one question and stays below the bar on the "
        "other: reason to look again, not to act."
    )


def against(group: Group) -> list[FindingShown]:
    """Findings that weigh nothing: what innocent accounts show as often."""
    findings = (*group.coordination.findings, *group.extraction.findings)
    return [f for f in findings if f.e_value is not None and f.e_value <= _WEAK]


def for_it(group: Group) -> Group:
    """The group with only those findings that weigh something; the others speak against it."""

    def weighty(axis: AxisShown) -> AxisShown:
        kept = tuple(f for f in axis.findings if f.e_value is None or f.e_value > _WEAK)
        return replace(axis, findings=kept)

    return replace(
        group, coordination=weighty(group.coordination), extraction=weighty(group.extraction)
    )


def common_things(things: Sequence[Thing]) -> list[Thing]:
    """Shared things that outsiders carry too, the commonest first."""
    found = [thing for thing in things if thing.elsewhere]
    return sorted(found, key=lambda thing: -thing.elsewhere)[:8]


def kinds_of(things: Sequence[Thing]) -> list[tuple[str, str]]:
    """(kind, words) of the things drawn, each once."""
    return list({thing.kind: thing.kind_words for thing in things}.items())


def kin(case_id: str, links: Sequence[Link]) -> list[Kin]:
    """The case's relations with others, in words."""
    return [
        Kin(
            _label(link, older=link.child == case_id),
            link.parent if link.child == case_id else link.child,
            link.shared_accounts,
            link.why,
        )
        for link in links
    ]


def _label(link: Link, *, older: bool) -> str:
    words = {
        "split": ("Split from", "Gave rise to"),
        "merged": ("Merged from", "Merged into"),
    }.get(link.kind)
    if words is None:
        return link.kind.capitalize()
    return words[0] if older else words[1]
