"""The commands of the review pages run as they stand, on a small scan."""

import re
import shlex
import sys
from pathlib import Path

import pytest
import staged_cases as staged

from revenuer.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs" / "review"
BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>[^>]+?) -->\n)?^```(?P<kind>sh|toml)\n(?P<body>.*?)^```$",
    re.M | re.S,
)
PAGES = ("cases.md", "actions.md", "dossiers.md", "indicators.md")


@pytest.fixture
def readers_folder(tmp_path: Path, one_scan: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "demo-out").mkdir()
    one_scan.rename(tmp_path / "demo-out" / "scan")
    fresh = staged.names(900, 930)
    staged.write_scan(
        tmp_path / "later-scan",
        [staged.campaign(fresh, name="heir")],
        [staged.exhibit("heir", fresh, words=staged.WORDS)],
        last_seen="2126-05-20T00:00:00Z",
    )
    (tmp_path / "accounts.csv").write_text("account_id,email_domain\nu,inbox.example\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVENUER_ACTOR", "ana")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs(
    page: str,
    readers_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        if block["file"]:
            (readers_folder / block["file"]).write_text(block["body"], encoding="utf-8")
    ran = 0
    for block in BLOCK.finditer(text):
        for line in block["body"].splitlines():
            if block["kind"] != "sh" or not line.startswith("$ revenuer "):
                continue
            status = run(line.removeprefix("$ revenuer "), monkeypatch)
            assert status == 0, f"{line}: {capsysbinary.readouterr()}"
            ran += 1
    assert ran >= 4


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["revenuer", *shlex.split(command)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_from_a_scan_to_a_lifted_action(
    readers_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What the pages leave out, and what a wrong use says."""
    steps = (
        ("cases import demo-out/scan", 0),
        ("cases import demo-out/scan", 0),
        ("cases list --json --state new --verdict campaign --sort tokens", 0),
        ("cases list --csv list.csv", 0),
        ("cases list --state guilty", 2),
        ("cases list --sort colour", 2),
        ("cases show case-00001 --json", 0),
        ("cases show case-00099", 2),
        ("cases accounts case-00001 --past", 0),
        ("cases accounts case-00001 --csv accounts-out.csv", 0),
        ("cases judge case-00001 confirmed --reason x --revision 7", 2),
        ("cases judge case-00001 confirmed --reason x", 0),
        ("cases scans", 0),
        ("actions simulate case-00001 suspend --json", 0),
        ("actions propose case-00001 suspend --reason harvest", 0),
        ("actions approve action-00001", 2),
        ("actions turn-down action-00001 --why changed", 0),
        ("actions propose case-00001 suspend --reason harvest", 0),
        ("actions approve action-00002 --as bob", 0),
        ("actions issue action-00002 --out d.json --webhook http://example.com/", 2),
        ("actions issue action-00002 --out d.json --effective 2026-05-01", 0),
        ("actions displacement action-00002 later-scan --json", 0),
        ("actions lift action-00002 --out u.json --why over --account acct_00003", 0),
        ("audit log --subject case-00001", 0),
        ("audit key", 0),
        ("audit verify --json", 0),
        ("policy touched case-00001", 0),
        ("dossier write case-00001 --out dossier --identify", 0),
        ("dossier verify dossier/case-00001.zip --key cases.db.keys/public.vkey", 0),
        ("dossier verify demo-out/scan", 2),
        ("cases reference ref", 2),
        ("cases reference ref --log later-scan", 2),
        ("cases list --as x", 2),
    )
    for command, status in steps:
        told = run(command, monkeypatch)
        output = capsys.readouterr()
        assert told == status, f"{command}: {told}\n{output.out}{output.err}"
        assert "Traceback" not in output.err
    assert (readers_folder / "accounts-out.csv").read_text().startswith("account_id,")


def test_a_changed_trail_exits_with_one(
    readers_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    assert run("cases import demo-out/scan", monkeypatch) == 0
    with sqlite3.connect("cases.db") as connection:
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET actor = 'eve' WHERE number = 2")
    connection.close()
    assert run("audit verify", monkeypatch) == 1
    told = capsys.readouterr().out
    assert "entry 2: its content is not what was written: edited" in told
    assert "cut off the end, only a kept --checkpoint can tell" in told


def test_log_text_does_not_reach_the_terminal_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[31mred\x07\u202e"
    accounts = [f"a{hostile}", "b"]
    found = staged.campaign(accounts, name="c", models=[hostile], detail=hostile)
    found["targets"] = [hostile]
    shown = staged.exhibit("c", accounts, prompt=hostile)
    staged.write_scan(tmp_path / "s", [found], [shown])
    monkeypatch.chdir(tmp_path)
    for command in (
        "cases import s",
        "cases list",
        "cases show case-00001",
        "cases accounts case-00001",
        "cases read case-00001 --reason look",
        "audit log",
    ):
        assert run(command, monkeypatch) == 0
        told = capsys.readouterr().out
        assert not set(told) & {"\x1b", "\x07", "\u202e"}, command


def test_indicators_that_have_lost_their_validity_are_said_to(
    readers_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        "cases import demo-out/scan",
        "cases judge case-00001 confirmed --reason x",
        "indicators salt",
        "indicators export case-00001 --out b.json --producer P --days 1",
    ):
        assert run(command, monkeypatch) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "TLP:AMBER, valid until 2026-05-18." in told
    assert "That is past: partners will leave these indicators out." in told
