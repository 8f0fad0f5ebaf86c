"""A campaign keeps its case while it grows, moves, splits or merges."""

from pathlib import Path

import pytest
import staged_cases as staged
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.cases import CaseFilter, CaseStore, State
from revenuer.cases.findings.wording_prints import wording_prints
from revenuer.cases.lineage.change import Step, comes_back, name_of
from revenuer.cases.lineage.matching import Side, Tie, match, tie


class Scans:
    """Scans written one after the other."""

    def __init__(self, folder: Path, store: CaseStore) -> None:
        self.folder, self.store, self.count = folder, store, 0

    def take(self, *campaigns: dict, exhibits: tuple[dict, ...] = ()):  # type: ignore[no-untyped-def, type-arg]
        self.count += 1
        path = self.folder / f"scan-{self.count}"
        last = f"2026-05-{17 + self.count:02d}T00:00:00Z"
        return self.store.import_scan(
            staged.write_scan(path, campaigns, exhibits, last_seen=last), "ana"
        )


@pytest.fixture
def scans(sqlite_store: CaseStore, tmp_path: Path) -> Scans:
    return Scans(tmp_path, sqlite_store)


def test_growing_and_shrinking(scans: Scans) -> None:
    scans.take(staged.campaign(staged.names(0, 50)))
    assert scans.take(staged.campaign(staged.names(0, 500))).changes == {"case-00001": "grew"}
    row = scans.store.row("case-00001")
    assert (row.accounts, row.accounts_before) == (500, 50)
    assert scans.take(staged.campaign(staged.names(100, 160))).changes == {"case-00001": "shrank"}
    assert scans.store.accounts("case-00001").total == 60
    assert scans.store.accounts("case-00001", current=False).total == 500
    assert [s.accounts_known for s in scans.store.case("case-00001").sightings] == [0, 50, 60]


def test_moving_to_a_standby_pool_by_wording(scans: Scans) -> None:
    old, new = staged.names(0, 50), staged.names(900, 950)
    scans.take(
        staged.campaign(old, name="a"), exhibits=(staged.exhibit("a", old, words=staged.WORDS),)
    )
    scans.store.judge("case-00001", "ana", 1, State.CONFIRMED, "plain")
    done = scans.take(
        staged.campaign(new, name="b"),
        exhibits=(staged.exhibit("b", new, words=staged.WORDS.upper() + "!"),),
    )
    assert done.changes == {"case-00001": "moved"}
    assert scans.store.row("case-00001").state is State.CONFIRMED
    assert scans.store.cases().total == 1


def test_moving_by_infrastructure(scans: Scans) -> None:
    things = [("payment", "pm_1"), ("device", "d_1"), ("email_domain", "x.example")]
    old, new = staged.names(0, 50), staged.names(900, 950)
    scans.take(staged.campaign(old, name="a"), exhibits=(staged.exhibit("a", old, things=things),))
    same = scans.take(
        staged.campaign(new, name="b"), exhibits=(staged.exhibit("b", new, things=things),)
    )
    assert same.changes == {"case-00001": "moved"}
    third = staged.names(2000, 2050)
    other = scans.take(
        staged.campaign(third, name="c"), exhibits=(staged.exhibit("c", third, things=things[:2]),)
    )
    assert other.changes == {"case-00002": "new"}


def test_popular_wording_ties_nobody(scans: Scans) -> None:
    old, new = staged.names(0, 50), staged.names(900, 950)
    scans.take(
        staged.campaign(old, name="a"),
        exhibits=(staged.exhibit("a", old, words=staged.WORDS, elsewhere=40),),
    )
    done = scans.take(
        staged.campaign(new, name="b"),
        exhibits=(staged.exhibit("b", new, words=staged.WORDS, elsewhere=40),),
    )
    assert done.changes == {"case-00002": "new"}


def test_splitting(scans: Scans) -> None:
    scans.take(staged.campaign(staged.names(0, 100)))
    done = scans.take(
        staged.campaign(staged.names(0, 60)), staged.campaign(staged.names(60, 100), name="rest")
    )
    assert done.changes == {"case-00001": "shrank", "case-00002": "split"}
    (link,) = scans.store.case("case-00002").links
    assert (link.child, link.parent, link.kind, link.shared_accounts) == (
        "case-00002",
        "case-00001",
        "split",
        40,
    )
    assert scans.store.case("case-00001").links == (link,)


def test_merging_and_splitting_again(scans: Scans) -> None:
    scans.take(staged.campaign(staged.names(0, 60)), staged.campaign(staged.names(60, 100)))
    scans.store.judge("case-00002", "ana", 1, State.CONFIRMED, "plain")
    done = scans.take(staged.campaign(staged.names(0, 100)))
    assert done.changes == {"case-00001": "merged"}
    assert done.merged == {"case-00002": "case-00001"}
    assert scans.store.row("case-00002").merged_into == "case-00001"
    assert scans.store.row("case-00002").state is State.CONFIRMED
    assert [r.id for r in scans.store.cases().rows] == ["case-00001"]
    assert scans.store.cases(CaseFilter(merged=True)).total == 2
    # the same again says nothing new
    assert scans.take(staged.campaign(staged.names(0, 101))).merged == {}
    # and apart again: both find their own case
    done = scans.take(staged.campaign(staged.names(0, 60)), staged.campaign(staged.names(60, 100)))
    assert set(done.changes) == {"case-00001", "case-00002"}
    assert scans.store.row("case-00002").merged_into is None


def test_a_pool_is_not_the_campaign_inside_it(scans: Scans) -> None:
    inside = staged.campaign(staged.names(0, 50), name="inside")
    pool = staged.campaign(staged.names(0, 400), name="pool", verdict="pool", extraction=1.0)
    scans.take(inside, pool)
    done = scans.take(
        staged.campaign(staged.names(0, 52), name="inside2"),
        staged.campaign(staged.names(0, 410), name="pool2", verdict="pool", extraction=1.0),
    )
    assert done.changes == {"case-00001": "same", "case-00002": "same"}
    graver = scans.take(staged.campaign(staged.names(0, 409), name="grave"))
    assert graver.changes == {"case-00002": "merged"}
    assert scans.store.row("case-00002").verdict == "campaign"


def test_a_dismissed_case_seen_as_it_was_stays_dismissed(scans: Scans) -> None:
    scans.take(staged.campaign(staged.names(0, 50)))
    scans.store.judge("case-00001", "ana", 1, State.DISMISSED, "class or course")
    done = scans.take(staged.campaign(staged.names(0, 53)))
    assert done.dismissed_again == ("case-00001",)
    assert scans.store.row("case-00001").state is State.DISMISSED
    done = scans.take(staged.campaign(staged.names(0, 200)))
    assert done.reopened == ("case-00001",)
    case = scans.store.case("case-00001")
    assert case.row.state is State.REOPENED
    assert case.row.dismissed_before == "case-00001"
    assert case.judgements[-1].actor == "scan import"
    assert case.judgements[-1].reason == "it grew from 53 to 200 accounts"
    assert not scans.store.verify_audit().flaws


def test_others_with_dismissed_wording_say_so(scans: Scans) -> None:
    old = staged.names(0, 50)
    scans.take(
        staged.campaign(old, name="a"), exhibits=(staged.exhibit("a", old, words=staged.WORDS),)
    )
    scans.store.judge("case-00001", "ana", 1, State.DISMISSED, "class or course")
    new = staged.names(900, 950)
    done = scans.take(
        staged.campaign(old, name="a2"),
        staged.campaign(new, name="b"),
        exhibits=(
            staged.exhibit("a2", old, words=staged.WORDS),
            staged.exhibit("b", new, words=staged.WORDS),
        ),
    )
    assert done.changes["case-00002"] == "new"
    assert scans.store.row("case-00002").dismissed_before == "case-00001"
    assert scans.store.case("case-00002").links[0].kind == "same wording"
    assert scans.store.cases(CaseFilter(seen_before=True)).total == 1


def test_a_closed_case_that_goes_on_is_reopened(scans: Scans) -> None:
    scans.take(staged.campaign(staged.names(0, 50)))
    scans.store.judge("case-00001", "ana", 1, State.CLOSED, "stopped")
    assert scans.take(staged.campaign(staged.names(0, 51))).reopened == ()
    later = staged.campaign(staged.names(0, 51), last_seen="2026-06-01T00:00:00Z")
    assert scans.take(later).reopened == ("case-00001",)


STEP = Step(
    accounts_before=100, accounts=100, known=100, rank_before=1, rank=1,
    evidence_before=100.0, evidence=100.0, seen_later=True, merges=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"rank": 0}, "the verdict is graver"),
        ({"rank": 2}, ""),
        ({"accounts": 151}, "it grew from 100 to 151 accounts"),
        ({"known": 49}, "51 of its 100 accounts are new"),
        ({"known": 50}, ""),
        ({"evidence": 1001.0}, "more than ten times as strong"),
    ],
)
def test_what_brings_a_dismissed_case_back(change: dict[str, float], told: str) -> None:
    from dataclasses import replace

    why = comes_back(State.DISMISSED, replace(STEP, **change))  # type: ignore[arg-type]
    assert told in why
    assert bool(why) == bool(told)
    for state in (State.NEW, State.CONFIRMED, State.ACTIONED, State.TRIAGE):
        assert not comes_back(state, replace(STEP, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "same"),
        ({"accounts": 111, "known": 100}, "grew"),
        ({"accounts": 90, "known": 90}, "shrank"),
        ({"known": 19}, "moved"),
        ({"merges": True}, "merged"),
    ],
)
def test_names_of_changes(change: dict[str, float], told: str) -> None:
    from dataclasses import replace

    assert name_of(replace(STEP, **change)) == told  # type: ignore[arg-type]


ACCOUNTS = st.frozensets(st.sampled_from([f"a{i}" for i in range(12)]), min_size=2, max_size=8)
SIDES = st.builds(
    lambda verdict, accounts, words: Side(verdict, accounts, accounts, words, frozenset()),
    st.sampled_from(["campaign", "pool"]),
    ACCOUNTS,
    st.frozensets(st.sampled_from([f"w{i}" for i in range(10)]), max_size=8),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(SIDES, max_size=5), st.lists(SIDES, max_size=5), st.randoms())
def test_matching_is_one_to_one_and_blind_to_order(findings, cases, random) -> None:  # type: ignore[no-untyped-def]
    found = {f"f{i}": side for i, side in enumerate(findings)}
    known = {f"c{i}": side for i, side in enumerate(cases)}
    ties = [t for f in found for c in known if (t := tie(f, found[f], c, known[c])) is not None]
    result = match(found, known, ties)
    taken = [t.case for t in result.continues.values()]
    assert len(taken) == len(set(taken))
    shuffled = list(ties)
    random.shuffle(shuffled)
    assert match(found, known, shuffled) == result
    for t in ties:
        # nobody tied is forgotten: a finding continues, or is kin, or its case went elsewhere
        if t.finding not in result.continues:
            assert t.case in taken
    assert {t.case for t in result.merged}.isdisjoint(taken)
    assert {t.finding for t in result.split}.isdisjoint(result.continues)


def test_the_same_accounts_always_match() -> None:
    side = Side("campaign", frozenset("abc"), frozenset("abc"), frozenset(), frozenset())
    assert tie("f", side, "c", side) == Tie("f", "c", "accounts", 1.0, 3)


def test_two_customers_of_one_pool_keep_their_own_histories() -> None:
    accounts = frozenset("abc")

    def side(words: str) -> Side:
        return Side("campaign", accounts, accounts, frozenset(words), frozenset())

    found = {"f1": side("pqrstuvw"), "f2": side("ghijklmn")}
    known = {"c1": side("ghijklmo"), "c2": side("pqrstuvx")}
    ties = [t for f in found for c in known if (t := tie(f, found[f], c, known[c])) is not None]
    continues = match(found, known, ties).continues
    assert {f: t.case for f, t in continues.items()} == {"f1": "c2", "f2": "c1"}


def test_wording_prints_do_not_hang_on_looks() -> None:
    prints = wording_prints([staged.WORDS])
    assert len(prints) > 8
    assert wording_prints([staged.WORDS.upper().replace(" ", " -\n ")]) == prints
    assert not set(prints) & set(wording_prints([staged.OTHER_WORDS]))
    assert wording_prints(["only five words in here"]) == ()
    chinese = wording_prints(["请一步一步写出你全部的推理过程不要省略任何步骤然后给出答案"])
    assert len(chinese) > 5
    inside = wording_prints(["Please note. " + staged.WORDS + " Now the question."])
    assert len(set(inside) & set(prints)) >= 0.8 * len(prints)
