"""The dossier: names left out, hostile text shown as text, and no change passes unseen."""

import random
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest
import staged_cases as staged

from revenuer.cases import CaseStore, State
from revenuer.cases.audit.envelope import seal
from revenuer.cases.audit.keys import key_in
from revenuer.cases.dossier import pack, printing
from revenuer.cases.dossier.conclusion import words_for, would_change
from revenuer.cases.dossier.pack import KIND, MANIFEST, as_zip, build, write
from revenuer.cases.dossier.pseudonyms import Pseudonyms
from revenuer.cases.dossier.verification import verify_pack
from revenuer.cases.policy.terms import example_terms
from revenuer.problems import Problem

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{919*919}}\u202e=cmd|'/c calc'!A1"


@pytest.fixture
def confirmed(sqlite_store: CaseStore, one_scan: Path) -> CaseStore:
    sqlite_store.import_scan(one_scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.CONFIRMED, "acct_00003 shows it; pm_1 too")
    sqlite_store.record_read("ana", "case-00001", ["exchange-campaign-a"], "to see")
    sqlite_store.hypothesise(
        "case-00001", "ana", "A lab that resells", "likely", "the hours", "the language"
    )
    return sqlite_store


@pytest.fixture
def files(confirmed: CaseStore, one_scan: Path) -> dict[str, bytes]:
    return build(confirmed, "case-00001", "ana", example_terms(), scan_folder=one_scan)


def packed(files: dict[str, bytes], folder: Path) -> Path:
    path = folder / "pack.zip"
    path.write_bytes(as_zip(files))
    return path


def test_a_stranger_verifies_it(
    files: dict[str, bytes], confirmed: CaseStore, tmp_path: Path
) -> None:
    path = packed(files, tmp_path)
    found = verify_pack(path, str(confirmed.key.verifier))
    assert found.whole, found.checks
    assert [c.name for c in found.checks] == [
        "signature",
        "files",
        "counts",
        "shared",
        "words",
        "page",
        "audit",
    ]
    assert not found.own_key
    assert verify_pack(path).own_key
    folder = tmp_path / "folder"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    assert verify_pack(folder).whole


def test_names_are_left_out(files: dict[str, bytes]) -> None:
    whole = b"\n".join(files.values()).decode()
    for secret in ("acct_", "pm_1", "pm_2", "inbox.example", "203.0.113.7", "exchange-campaign-a",
                   "a secret of a customer", "a prompt", "campaign-a-1"):  # fmt: skip
        assert secret not in whole, secret
    rows = files["accounts.csv"].decode().splitlines()
    assert len(rows) == 41
    assert re.fullmatch(r"account-[0-9a-f]{24},0.98,100,1", rows[1])
    assert len(files["exchanges.csv"].splitlines()) == 2801


def test_names_are_kept_where_asked(confirmed: CaseStore) -> None:
    files = build(confirmed, "case-00001", "ana", example_terms(), identify=True)
    assert b"acct_00003" in files["accounts.csv"]
    assert b"acct_00003 shows it" in files["dossier.html"]
    assert b"exchange-campaign-a" in files["audit.json"]


def test_observations_stand_apart_from_inferences(files: dict[str, bytes]) -> None:
    told = orjson.loads(files["dossier.json"])
    assert not {"conclusions", "e_value"} & set(told["observations"])
    page = files["dossier.html"].decode()
    order = [
        page.index(f">{part}<")
        for part in (
            "Observations",
            "What was seen",
            "Inferences",
            "What would change the conclusion",
            "Attribution",
            "Record",
            "How to verify this",
        )
    ]
    assert order == sorted(order)
    assert "strong support for the first proposition over the second" in page
    assert "Likely (55–80 %): A lab that resells" in page
    assert "4.1 One true identity" in page
    assert "Supported regions" not in page


def test_the_same_case_gives_the_same_bytes(confirmed: CaseStore, one_scan: Path) -> None:
    confirmed.clock = lambda: confirmed_at  # type: ignore[method-assign]
    from datetime import UTC, datetime

    confirmed_at = datetime(2026, 6, 1, tzinfo=UTC)
    one = build(confirmed, "case-00001", "ana", example_terms(), scan_folder=one_scan)
    other = build(confirmed, "case-00001", "ana", example_terms(), scan_folder=one_scan)
    changing = {"audit.json", MANIFEST}  # the first dossier is itself on record in the second
    assert {n: d for n, d in one.items() if n not in changing} == {
        n: d for n, d in other.items() if n not in changing
    }
    assert as_zip(one) == as_zip(one)


def test_another_scan_is_refused(confirmed: CaseStore, tmp_path: Path) -> None:
    other = staged.write_scan(tmp_path / "other", [staged.campaign(staged.names(0, 3))])
    with pytest.raises(Problem, match="not of the scan that the case rests on"):
        build(confirmed, "case-00001", "ana", example_terms(), scan_folder=other)


def test_no_changed_byte_passes(
    files: dict[str, bytes], confirmed: CaseStore, tmp_path: Path
) -> None:
    dice, key = random.Random(5), str(confirmed.key.verifier)
    for _ in range(60):
        name = dice.choice(sorted(files))
        place = dice.randrange(len(files[name]))
        changed = bytearray(files[name])
        changed[place] ^= 1 << dice.randrange(8)
        try:
            found = verify_pack(packed(files | {name: bytes(changed)}, tmp_path), key)
        except Problem:
            continue
        same = name == MANIFEST and _still_says(bytes(changed), files[MANIFEST])
        assert not found.whole or same, (name, place)


def _still_says(one: bytes, other: bytes) -> bool:
    """White space of the envelope is not signed, nor are fields nobody reads."""
    try:
        first, second = orjson.loads(one), orjson.loads(other)
    except orjson.JSONDecodeError:
        return False
    return all(first.get(k) == second[k] for k in ("payload", "payloadType", "signatures"))


@pytest.mark.parametrize("gone", ["accounts.csv", "dossier.html", "audit.json"])
def test_missing_and_added_files(files: dict[str, bytes], tmp_path: Path, gone: str) -> None:
    less = {name: data for name, data in files.items() if name != gone}
    assert f"{gone} is missing" in [c.flaw for c in verify_pack(packed(less, tmp_path)).checks]
    more = files | {"extra.csv": b"x"}
    assert "extra.csv was added" in [c.flaw for c in verify_pack(packed(more, tmp_path)).checks]


def resigned(files: dict[str, bytes], store: CaseStore) -> dict[str, bytes]:
    """As a dishonest provider would, who has the key and edits the pack."""
    import hashlib

    kept = {n: d for n, d in files.items() if n != MANIFEST}
    listed = {n: {"sha256": hashlib.sha256(d).hexdigest()} for n, d in kept.items()}
    manifest = {"case": "case-00001", "files": listed}
    return kept | {MANIFEST: seal(KIND, manifest, store.key)}


@pytest.mark.parametrize(
    ("name", "old", "new", "check"),
    [
        ("accounts.csv", b",0.98,", b",0.50,", "counts"),
        ("dossier.json", b'"accounts": 40', b'"accounts": 4', "counts"),
        ("shared.csv", b",payment,", b",device,", "shared"),
        ("dossier.json", b"strong support", b"very strong support", "words"),
        ("dossier.html", b"Nothing measured here", b"Everything measured here", "page"),
        ("audit.json", b'\\"after\\":\\"confirmed\\"', b'\\"after\\":\\"dismissed\\"', "audit"),
        ("audit.json", b'"actor":"ana"', b'"actor":"eve"', "audit"),
    ],
)
def test_an_edited_and_resigned_pack_contradicts_itself(
    files: dict[str, bytes], confirmed: CaseStore, tmp_path: Path,
    name: str, old: bytes, new: bytes, check: str,
) -> None:  # fmt: skip
    assert old in files[name]
    edited = resigned(files | {name: files[name].replace(old, new)}, confirmed)
    flawed = [c.name for c in verify_pack(packed(edited, tmp_path)).checks if c.flaw]
    assert check in flawed


def test_another_key(files: dict[str, bytes], tmp_path: Path) -> None:
    other = key_in(tmp_path / "k")
    found = verify_pack(packed(files, tmp_path), str(other.verifier))
    assert not found.whole
    assert found.checks[0].flaw == "The document is not signed by that key."


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"x" * 100])
def test_packs_that_are_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(Problem, match="cannot be read"):
        verify_pack(tmp_path / "p.zip")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Problem, match="not a dossier's pack"):
        verify_pack(tmp_path / "empty")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(101):
            archive.writestr(f"{number}", b"")
    with pytest.raises(Problem, match="too large"):
        verify_pack(path)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_hostile_text_stays_text(sqlite_store: CaseStore, tmp_path: Path) -> None:
    accounts = [f"{HOSTILE}{i}" for i in range(3)]
    found = staged.campaign(accounts, name="c", models=[HOSTILE], detail=HOSTILE)
    for axis in ("coordination", "extraction"):
        for item in found[axis]["findings"]:
            item["benign_explanation"] = HOSTILE
    found["targets"] = [HOSTILE]
    shown = staged.exhibit(
        "c", accounts, words=HOSTILE + staged.WORDS, things=[(HOSTILE[:20], HOSTILE)]
    )
    scan = staged.write_scan(tmp_path / "s", [found], [shown])
    sqlite_store.import_scan(scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.CONFIRMED, HOSTILE)
    sqlite_store.hypothesise("case-00001", "ana", HOSTILE, "unlikely", HOSTILE, HOSTILE)
    for identify in (False, True):
        files = build(sqlite_store, "case-00001", "ana", example_terms(), identify=identify)
        page = files["dossier.html"].decode()
        reader = Tags()
        reader.feed(page)
        assert not reader.tags & {"script", "img", "iframe", "object", "link", "form", "a"}
        assert not {a for a in reader.attributes if a.startswith("on") or a in ("src", "href")}
        assert str(919 * 919) not in re.sub(r"[0-9a-f]{8,}", "", page)
        assert "\u202e" not in page
        assert "default-src 'none'" in page
        for name in ("accounts.csv", "shared.csv"):
            for cell in re.split(r"[,\n]", files[name].decode()):
                assert not cell.lstrip('" ').startswith(("=", "+", "@"))
        assert verify_pack(packed(files, tmp_path)).whole


def test_pages_and_packs_are_written(files: dict[str, bytes], tmp_path: Path) -> None:
    paths = write(files, tmp_path / "out")
    assert [p.name for p in paths] == ["case-00001.zip", "case-00001.html"]
    known = r"http://www\.w3\.org/2000/svg|https://example\.com/terms|http-equiv"
    assert "http" not in re.sub(known, "", paths[1].read_text())


def test_a_pdf_is_printed(files: dict[str, bytes], tmp_path: Path) -> None:
    import shutil

    if not any(shutil.which(name) for name in printing.NAMES):
        pytest.skip("no Chromium on this machine")
    paths = write(files, tmp_path, pdf=True)
    assert paths[-1].read_bytes().startswith(b"%PDF-")


def test_without_chromium_the_page_is_kept(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "NAMES", ("no-such-browser",))
    with pytest.raises(Problem) as told:
        write(files, tmp_path, pdf=True)
    assert told.value.what == "A PDF needs Chromium, and there is none on this machine."
    assert (tmp_path / "case-00001.html").exists()


@pytest.mark.parametrize(
    ("e_value", "words"),
    [
        (0.0, "no support for either proposition over the other"),
        (1.9, "no support for either proposition over the other"),
        (9.0, "weak support for the first proposition over the second"),
        (99.0, "moderate support for the first proposition over the second"),
        (9_000.0, "strong support for the first proposition over the second"),
        (1e7, "extremely strong support for the first proposition over the second"),
    ],
)
def test_the_words_of_the_scale(e_value: float, words: str) -> None:
    assert words_for(e_value) == words


def test_what_would_change_the_conclusion() -> None:
    campaign = staged.campaign(staged.names(0, 5))
    campaign["extraction"]["findings"] = [staged.finding("trace_elicitation", 80.0)]
    missing = [{"signal": "handover", "why": "x"}]
    said = " ".join(would_change(campaign, missing, {"reference": {"name": "shipped"}}, False))
    for words in ("one declared customer", "research programme", "react to them", "handover",
                  "own vetted traffic", "seen by one scan only",
                  "the extraction evidence rests mainly on that one"):  # fmt: skip
        assert words in said
    assert "rests mainly" not in " ".join(would_change(staged.campaign(["a"]), [], {}, True)[:3])


def test_pseudonyms_agree_and_cannot_be_undone_without_the_salt() -> None:
    one, other = Pseudonyms(b"salt"), Pseudonyms(b"other")
    assert one.account("a") == Pseudonyms(b"salt").account("a") != other.account("a")
    assert one.account("a")[8:] != one.exchange("a")[9:]
    one.learn("account", ["acct_1", "x@y.example"])
    assert one.scrub("acct_1, acct_10 and (x@y.example).") == (
        f"{one.account('acct_1')}, acct_10 and ({one.account('x@y.example')})."
    )
    assert one.scrub({"k": ["acct_1", 5, None]}) == {"k": [one.account("acct_1"), 5, None]}


def test_hypotheses_are_graded_in_words(confirmed: CaseStore) -> None:
    with pytest.raises(Problem, match="'certain' is not on the scale"):
        confirmed.hypothesise("case-00001", "ana", "x", "certain", "y", "z")
    with pytest.raises(Problem, match="needs its counter-evidence"):
        confirmed.hypothesise("case-00001", "ana", "x", "likely", "y", "")
    confirmed.hypothesise("case-00001", "bea", "A lab that resells", "unlikely", "y", "z")
    (held,) = confirmed.hypotheses("case-00001")
    assert (held.actor, held.term, held.low, held.high) == ("bea", "unlikely", 20, 45)


def test_queries_give_the_numbers(files: dict[str, bytes], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    told = orjson.loads(files["dossier.json"])
    answers = {
        name: duckdb.sql(query.replace("'accounts.csv'", f"'{tmp_path}/accounts.csv'")
                         .replace("'exchanges.csv'", f"'{tmp_path}/exchanges.csv'")
                         .replace("'shared.csv'", f"'{tmp_path}/shared.csv'")).fetchall()
        for name, query in pack.QUERIES.items()
    }  # fmt: skip
    assert answers["accounts"] == [(40,)]
    assert answers["exchanges"] == [(told["observations"]["exchanges"],)]
    wrong = told["inferences"]["expected_wrong_accounts"]
    assert answers["expected_wrong_accounts"][0][0] == pytest.approx(wrong)
    counts = {kind: n for kind, n in answers["shared"] if kind != "wording"}
    assert counts == told["observations"]["shared"]
