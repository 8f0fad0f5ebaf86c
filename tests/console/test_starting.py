"""Starting the console: what it finds, what it makes, and what it says when it cannot."""

import socket
from pathlib import Path

import pytest
import staged_scan
from typer.testing import CliRunner

from revenuer.cli.app import app
from revenuer.console import Wish, people, prepare
from revenuer.console.passwords import hashed
from revenuer.console.roles import Role
from revenuer.console.serving import check_free
from revenuer.problems import Problem


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return staged_scan.small(tmp_path / "out" / "scan")


def test_a_scans_folder_gets_its_store_beside_it(scan: Path) -> None:
    opened = prepare(Wish(source=str(scan)))
    assert opened.imported is not None
    assert len(opened.imported.changes) == 3
    assert (scan / "cases.db").is_file()
    assert opened.link.startswith("http://127.0.0.1:8321/sign-in/link/")
    opened.desk.store.close()
    again = prepare(Wish(source=str(scan)))
    assert again.imported is not None
    assert again.imported.already
    assert again.link != opened.link
    again.desk.store.close()


def test_the_demos_folder_and_a_store_are_found_too(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(Wish(source=str(scan.parent))).desk.store.close()
    opened = prepare(Wish(source=str(scan / "cases.db")))
    assert opened.imported is None
    assert opened.desk.store.cases().total == 3
    opened.desk.store.close()
    monkeypatch.chdir(scan.parent.parent)
    scan.parent.rename(scan.parent.with_name("demo-out"))
    opened = prepare(Wish())
    assert opened.desk.store.cases().total == 3
    opened.desk.store.close()


def test_elsewhere_needs_an_account_with_a_password(scan: Path) -> None:
    wish = Wish(source=str(scan), behind_proxy="https://review.example.org")
    with pytest.raises(Problem, match="Nobody could sign in"):
        prepare(wish)
    opened = prepare(Wish(source=str(scan)))
    with opened.desk.store.write() as connection:
        people.add(
            connection,
            login="ann",
            name="Ann",
            role=Role.ADMIN,
            now="2026-01-01",
            password=hashed("a sentence nobody guesses", "ann"),
        )
    opened.desk.store.close()
    opened = prepare(wish)
    assert opened.link == "", "no link is printed where others could reach it"
    opened.desk.store.close()


GOLDEN = [
    (
        ["serve", "nowhere"],
        "There is neither a scan's output nor a case store there.\n  where: nowhere\n"
        "  try:   give the folder that holds campaigns.json, or a cases.db",
    ),
    (
        ["serve", "{scan}", "--webhook", "ftp://x"],
        "The webhook must be an http or https address.\n  where: --webhook ftp://x",
    ),
    (
        ["serve", "{scan}", "--host", "192.0.2.1"],
        "Nobody could sign in: no account has a password and no single sign-on is set.\n"
        "  where: --host 192.0.2.1\n"
        "  try:   Start it on this machine first and give your account a password in Settings, "
        "or name a team file with --team.",
    ),
]


@pytest.mark.parametrize(("arguments", "text"), GOLDEN)
def test_what_it_says_when_it_cannot(scan: Path, arguments: list[str], text: str) -> None:
    given = [argument.format(scan=scan) for argument in arguments]
    result = CliRunner().invoke(app, given)
    assert isinstance(result.exception, Problem)
    assert str(result.exception) == text


def test_without_a_scan_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem, match="There is no scan here to review"):
        prepare(Wish())


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem) as caught:
            check_free("127.0.0.1", port)
    assert f"port {port}" in str(caught.value)
    assert "--port" in str(caught.value)
