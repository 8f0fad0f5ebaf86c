"""What the report says in sentences: the answer, each group in short, the state of the input."""

from dataclasses import dataclass

from revenuer.report import moments, numerals
from revenuer.report.reading import Group, Reading, Scan

_MUCH = 0.005

_NOUNS = {
    "campaign": ("campaign", "campaigns"),
    "pool": ("pool of shared access", "pools of shared access"),
    "watch": ("group to watch", "groups to watch"),
}


_YES = "The evidence says yes"
_SOME = "Some evidence"
_BELOW = "Below the bar"
_LONE = "One account: nothing to coordinate"
_ANSWERS = {"campaign": (_YES, _YES), "pool": (_YES, "Not shown")}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question put to a group and how the evidence answers it."""

    question: str
    answer: str
    reached: bool


def headline(reading: Reading) -> str:
    """The answer in one sentence, for a reader who reads no further."""
    among = _among(reading.scan)
    campaigns, pools, watched = (reading.of(verdict) for verdict in _NOUNS)
    if not reading.groups:
        return f"No campaign found {among}."
    if not campaigns and not pools:
        return f"No campaign found {among}; {_named(watched, 'watch')}."
    found = " and ".join(
        _named(groups, verdict)
        for groups, verdict in ((campaigns, "campaign"), (pools, "pool"))
        if groups
    )
    if not campaigns:
        return f"No campaign, but {found}, {among}."
    return f"{found[:1].upper()}{found[1:]} {among}."


def deck(reading: Reading) -> list[str]:
    """What belongs beside the headline: how many accounts are named and how many wrongly."""
    said: list[str] = []
    campaigns = reading.of("campaign")
    if campaigns:
        named = distinct_accounts(campaigns)
        wrong = expected_wrong(campaigns)
        subject = f"{numerals.counted(named, 'account')} {'is' if named == 1 else 'are'}"
        sentence = f"{subject} named in {_named(campaigns, 'campaign')}"
        if wrong is not None:
            sentence += f"; {numerals.about(wrong)} of them expected to be wrong"
        said.append(sentence + ".")
    pools = reading.of("pool")
    if pools:
        said.append(
            f"{numerals.counted(distinct_accounts(pools), 'account')} in "
            f"{_named(pools, 'pool')}: run by one operator, but not shown to harvest."
        )
    watched = reading.of("watch")
    if watched:
        verb = "has" if len(watched) == 1 else "have"
        said.append(
            f"{_named(watched, 'watch').capitalize()} {verb} evidence on one question only "
            "and no accusation rests on that."
        )
    if not reading.groups:
        said.append(_tested(reading.scan))
    return said


def in_short(group: Group) -> str:
    """One group in a sentence or two."""
    accounts = numerals.counted(group.size, "account")
    exchanges = numerals.counted(group.exchanges, "exchange")
    drew = f"sent {exchanges} and received {numerals.compact(group.tokens_out)} tokens"
    if group.first is not None:
        drew += f" over {moments.elapsed(group.first, group.last)}"
    if group.verdict == "campaign" and group.size == 1:
        return f"A single account {drew}. What it asks for marks the traffic as a harvest."
    if group.verdict == "campaign":
        return (
            f"{accounts} behave as one operator and {drew}. What they ask for marks the traffic "
            "as a harvest."
        )
    if group.verdict == "pool":
        return (
            f"{accounts} behave as one operator and {drew}. Nothing shows that the answers are "
            "harvested: this is what a plain reseller or a shared gateway looks like."
        )
    return (
        f"{accounts} {drew}. The evidence speaks on one question and stays below the bar on the "
        "other: reason to look again, not to act."
    )


def answers(group: Group) -> tuple[Answer, Answer, Answer]:
    """The three questions, never mixed: one operator? a harvest? whose?"""
    operator, harvest = _ANSWERS.get(group.verdict) or _watched(group)
    if group.size == 1:
        operator = _LONE
    return (
        Answer("Are these accounts one operator?", operator, operator == _YES),
        Answer("Is this traffic a harvest of training data?", harvest, harvest == _YES),
        Answer("Who is behind it, and with what intent?", "Not answered by this report", False),
    )


def distinct_accounts(groups: tuple[Group, ...]) -> int:
    """Accounts named in any of the groups, each counted once."""
    return len({account for group in groups for account in group.account_ids})


def expected_wrong(groups: tuple[Group, ...]) -> float | None:
    """Sum over the groups; None where one of them does not say."""
    values = [group.wrong for group in groups]
    if any(value is None for value in values):
        return None
    return sum(value for value in values if value is not None)


def lone_bar(scan: Scan) -> float | None:
    """The e-value that a group of average weight found alone must reach (e-BH): groups tested ÷
    rate."""
    if not scan.fdr or not scan.groups_tested or scan.fdr <= 0:
        return None
    return scan.groups_tested / scan.fdr


def much_quarantined(scan: Scan) -> bool:
    """Whether so many lines could not be read that the reader should know before all else."""
    if not scan.quarantined:
        return False
    return scan.lines is None or scan.quarantined > _MUCH * scan.lines


def balance(scan: Scan) -> tuple[bool, int] | None:
    """Whether lines in = rows + duplicates + quarantined, and the difference."""
    if None in (scan.lines, scan.rows, scan.duplicates, scan.quarantined):
        return None
    out = (scan.rows or 0) + (scan.duplicates or 0) + (scan.quarantined or 0)
    return out == scan.lines, (scan.lines or 0) - out


def _watched(group: Group) -> tuple[str, str]:
    coordination = group.coordination.e_value or 0.0
    extraction = group.extraction.e_value or 0.0
    return (_SOME, _BELOW) if coordination > extraction else (_BELOW, _SOME)


def _named(groups: tuple[Group, ...], verdict: str) -> str:
    singular, plural = _NOUNS[verdict]
    return f"{numerals.in_words(len(groups))} {singular if len(groups) == 1 else plural}"


def _among(scan: Scan) -> str:
    if scan.accounts is not None:
        return f"among {numerals.counted(scan.accounts, 'account')}"
    return "in this log"


def _tested(scan: Scan) -> str:
    tested = (
        f"{numerals.counted(scan.groups_tested, 'group')} of accounts "
        f"{'was' if scan.groups_tested == 1 else 'were'} tested and none cleared the bar. "
        if scan.groups_tested
        else "No group of accounts cleared the bar. "
    )
    return tested + "That is no proof that there is none: see what this scan could have seen."
