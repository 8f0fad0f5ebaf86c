"""Indicators: a partner who holds the same value can match it, nobody can read it."""

import json
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import staged_cases as staged
from hypothesis import given
from hypothesis import strategies as st

from revenuer.cases import CaseFilter, CaseStore, State
from revenuer.cases.indicators.atlas import TECHNIQUES, techniques_of
from revenuer.cases.indicators.patterns import identifier_pattern, parse, wording_pattern
from revenuer.cases.indicators.reading import read_bundle
from revenuer.cases.indicators.salted import parse_salt, salt_id, salted
from revenuer.cases.indicators.sharing import MARKINGS, Sharing
from revenuer.problems import Problem

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's own, while it loads
    import stix2

SALT = bytes(range(32))


@pytest.fixture
def bundle(sqlite_store: CaseStore, one_scan: Path, tmp_path: Path) -> Path:
    sqlite_store.import_scan(one_scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.CONFIRMED, "plain")
    made = sqlite_store.indicators().export("case-00001", Sharing("Heron", salt=SALT), "ana")
    path = tmp_path / "bundle.json"
    path.write_bytes(made)
    return path


@pytest.fixture
def partner(store: CaseStore) -> CaseStore:
    store.indicators().keep_salt(SALT.hex())
    return store


def test_the_bundle_is_stix(bundle: Path) -> None:
    parsed = stix2.parse(bundle.read_text(), allow_custom=False)
    kinds = {item.type for item in parsed.objects}
    assert kinds == {
        "marking-definition",
        "identity",
        "campaign",
        "attack-pattern",
        "infrastructure",
        "indicator",
        "relationship",
        "report",
    }
    marked = [i for i in parsed.objects if i.type not in ("marking-definition", "identity")]
    assert all(i.object_marking_refs == [MARKINGS["amber"]] for i in marked)
    indicators = [i for i in parsed.objects if i.type == "indicator"]
    assert {i.name.split()[0] for i in indicators} == {"wording", "payment", "email_domain", "ip"}
    assert all(i.confidence == 85 and i.valid_until > i.valid_from for i in indicators)
    ids = {r.external_id for i in parsed.objects if i.type == "attack-pattern"
           for r in i.external_references}  # fmt: skip
    assert ids == {"AML.T0040", "AML.T0024", "AML.T0024.002", "AML.T0005.001", "AML.T0021"}


def test_markings_are_those_of_the_standard() -> None:
    library = {"clear": stix2.TLP_WHITE, "green": stix2.TLP_GREEN,
               "amber": stix2.TLP_AMBER, "red": stix2.TLP_RED}  # fmt: skip
    assert {name: marking.id for name, marking in library.items()} == MARKINGS


def test_nothing_can_be_read_from_it(bundle: Path) -> None:
    text = bundle.read_text()
    for secret in ("pm_1", "inbox.example", "203.0.113.7", "acct_", "scratch block", "case-00001"):
        assert secret not in text


def test_the_same_case_gives_the_same_bytes(sqlite_store: CaseStore, bundle: Path) -> None:
    again = sqlite_store.indicators().export("case-00001", Sharing("Heron", salt=SALT), "bea")
    assert again == bundle.read_bytes()


def test_only_confirmed_cases_are_shared(sqlite_store: CaseStore, one_scan: Path) -> None:
    sqlite_store.import_scan(one_scan, "ana")
    desk = sqlite_store.indicators()
    with pytest.raises(Problem, match="case-00001 is new; only confirmed cases are shared"):
        desk.export("case-00001", Sharing("Heron"), "ana")
    sqlite_store.judge("case-00003", "ana", 1, State.CONFIRMED, "plain")
    with pytest.raises(Problem, match="only watched"):
        desk.export("case-00003", Sharing("Heron"), "ana")


def test_without_a_salt_no_identifier_leaves(sqlite_store: CaseStore, bundle: Path) -> None:
    made = sqlite_store.indicators().export("case-00001", Sharing("Heron"), "ana")
    assert b"x-revenuer-identifier" not in made
    assert b"x-revenuer-wording" in made


def test_a_partner_finds_the_same_campaign(
    partner: CaseStore, bundle: Path, tmp_path: Path
) -> None:
    read, marked = partner.indicators().take_in(bundle, "pat")
    assert (len(read.indicators), marked) == (4, {})
    others = staged.names(7000, 7040)
    shown = staged.exhibit(
        "theirs", others, words=staged.WORDS, things=[("email_domain", "INBOX.example.")]
    )
    quiet = staged.names(8000, 8010)
    scan = staged.write_scan(
        tmp_path / "theirs",
        [staged.campaign(others, name="theirs"), staged.campaign(quiet, name="quiet")],
        [shown, staged.exhibit("quiet", quiet, words=staged.OTHER_WORDS)],
    )
    partner.import_scan(scan, "pat")
    row = partner.row("case-00001")
    assert row.indicator_matches == 2
    assert partner.row("case-00002").indicator_matches == 0
    assert partner.cases(CaseFilter(matches_indicators=True)).total == 1
    matches = partner.indicators().of_case("case-00001")
    assert {m.kind for m in matches} == {"wording", "email_domain"}
    assert all((m.source, m.tlp, m.confidence) == ("Heron", "amber", 85) for m in matches)
    # taken in again, the cases there are matched at once
    assert partner.indicators().take_in(bundle, "pat")[1] == {"case-00001": 2}


def test_accounts_are_matched_by_themselves(partner: CaseStore, bundle: Path) -> None:
    partner.indicators().take_in(bundle, "pat")
    table = pa.table(
        {
            "account_id": ["x", "y", "z"],
            "payment_fingerprint": ["pm_2", "pm_9", None],
            "email_domain": [None, "gmail.example", "inbox.example"],
        }
    )
    found = list(partner.indicators().match_accounts(table))
    assert [(m.subject, m.kind) for m in found] == [("x", "payment"), ("z", "email_domain")]


def test_another_salt_matches_nothing(store: CaseStore, bundle: Path, one_scan: Path) -> None:
    desk = store.indicators()
    desk.keep_salt("ff" * 32)
    read, _ = desk.take_in(bundle, "pat")
    assert desk.unknown_salts(read) == (salt_id(SALT),)
    store.import_scan(one_scan, "pat")
    assert {m.kind for m in desk.of_case("case-00001")} == {"wording"}


def test_expired_and_revoked_are_left_out(bundle: Path) -> None:
    assert read_bundle(bundle, datetime(2027, 1, 1, tzinfo=UTC)).expired == 4
    document = json.loads(bundle.read_text())
    for item in document["objects"]:
        if item["type"] == "indicator":
            item["revoked"] = True
    bundle.write_text(json.dumps(document))
    assert read_bundle(bundle, datetime(2026, 6, 1, tzinfo=UTC)).revoked == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"type": "report"}',
        '{"type": "bundle", "objects": 3}',
        '{"type": "bundle", "objects": [{"type": "indicator", "id": "x", '
        '"valid_until": "2099-01-01T00:00:00Z", '
        '"pattern": "[x-revenuer-wording:winnowed IN (\'0123456789abcdef\')]"}]}',
        '{"type": "bundle", "objects": [{"type": "indicator", "valid_until": "soon", '
        '"pattern": "[x-revenuer-wording:winnowed IN (\'0123456789abcdef\')]"}]}',
    ],
)
def test_bundles_that_cannot_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(Problem):
        read_bundle(tmp_path / "b.json", datetime(2026, 6, 1, tzinfo=UTC))


def test_foreign_patterns_are_counted_and_left(tmp_path: Path) -> None:
    pattern = "[ipv4-addr:value = '203.0.113.7'] OR [x-revenuer-wording:winnowed IN ('aa')]"
    item = {"type": "indicator", "id": "indicator--x", "pattern": pattern}
    (tmp_path / "b.json").write_text(json.dumps({"type": "bundle", "objects": [item, 5, None]}))
    found = read_bundle(tmp_path / "b.json", datetime(2026, 6, 1, tzinfo=UTC))
    assert (found.foreign, found.indicators) == (1, ())


HASHES = st.lists(
    st.text(alphabet="0123456789abcdef", min_size=16, max_size=64), min_size=1, max_size=5
)


@given(HASHES)
def test_patterns_are_read_back(values: list[str]) -> None:
    kept = tuple(sorted(set(values)))
    wording = parse(wording_pattern(values))
    assert wording is not None
    assert (wording.kind, wording.values) == ("wording", kept)
    identifier = parse(identifier_pattern("signup_ip", "0123456789abcdef", values))
    assert identifier is not None
    assert (identifier.kind, identifier.values) == ("signup_ip", kept)


@given(st.text(max_size=30), st.text(max_size=30))
def test_hashes_differ_as_values_do(one: str, other: str) -> None:
    same = salted("payment", one, SALT) == salted("payment", other, SALT)
    assert same == (one.strip() == other.strip())
    assert salted("payment", one, SALT) != salted("device", one, SALT)
    assert salted("payment", one, SALT) != salted("payment", one, b"another salt, 16")


def test_one_way_to_write_a_value() -> None:
    assert salted("ip", "2001:DB8::1", SALT) == salted("ip", "2001:db8:0:0::1", SALT)
    assert salted("email_domain", "X.Example.", SALT) == salted("email_domain", "x.example", SALT)
    assert salted("payment", "PM", SALT) != salted("payment", "pm", SALT)


@pytest.mark.parametrize("text", ["", "abcd", "zz" * 32, "ab" * 65, "abc" * 11])
def test_salts_that_cannot_be(text: str) -> None:
    with pytest.raises(Problem, match="not a salt"):
        parse_salt(text)


def test_which_salt(sqlite_store: CaseStore) -> None:
    desk = sqlite_store.indicators()
    with pytest.raises(Problem, match="no such salt"):
        desk.salt()
    name = desk.keep_salt(SALT.hex())
    assert desk.salt() == SALT == desk.salt(name)
    desk.keep_salt("ff" * 32)
    with pytest.raises(Problem, match="several salts"):
        desk.salt()
    assert sqlite_store.keys is not None
    for path in (sqlite_store.keys / "salts").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_sharing_that_cannot_be() -> None:
    for changes in ({"tlp": "purple"}, {"producer": " "}, {"days": 0}):
        with pytest.raises(Problem):
            Sharing(**({"producer": "Heron"} | changes))  # type: ignore[arg-type]


def test_techniques_follow_the_evidence() -> None:
    pool = staged.campaign(staged.names(0, 5), verdict="pool")
    assert [t.id for t in techniques_of(pool)] == ["AML.T0040", "AML.T0021"]
    weak = staged.campaign(staged.names(0, 5))
    weak["coordination"]["findings"] = []
    weak["extraction"]["findings"] = []
    named = [t.id for t in techniques_of(weak)]
    assert named == ["AML.T0040", "AML.T0024", "AML.T0024.002"]
    assert len({t.id for t in TECHNIQUES}) == len(TECHNIQUES)
