"""`revenuer ledger`, from its beginning to a bundle a stranger checks."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from revenuer.cli.ledger import app
from revenuer.mark.checkpoints import ConsistencyProof, InclusionProof
from revenuer.mark.folder import Folder
from revenuer.mark.notes import Verifier
from revenuer.problems import Problem


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def lines(count: int) -> str:
    return "".join(
        json.dumps(
            {
                "account_id": f"a{i % 3}",
                "prompt": f"prompt {i}",
                "answers": [
                    f"The first of two answers to question {i} talks about the weather at sea.",
                    f"Another reply, number {i}, which prefers mountains, snow and long walks.",
                ],
                "reference": f"x{i}",
            }
        )
        + "\n"
        for i in range(count)
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger"
    assert run("init", path, "--origin", "ledger.example/one").exit_code == 0
    assert run("append", path, "--pairs", "-", stdin=lines(12)).exit_code == 0
    return path


def test_append_names_the_answer_to_serve(ledger: Path) -> None:
    more = lines(13) + json.dumps({"account_id": "a", "prompt": "p", "answers": ["x", "y"]})
    outcome = run("append", ledger, "--pairs", "-", stdin=more)
    told = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert [row.get("repeated") for row in told] == [True] * 12 + [False, None]
    assert told[12]["answer"] in json.loads(lines(13).splitlines()[12])["answers"]
    assert told[13]["skipped"] == "an answer is too short to learn from"


def test_verify_passes_then_names_the_changed_byte(ledger: Path) -> None:
    key = (ledger / "public.vkey").read_text().strip()
    clean = run("verify", ledger, "--key", key)
    assert clean.exit_code == 0
    assert clean.stdout == "16 leaves under 2 checkpoints: every byte is as written.\n"
    leaves = Folder(ledger).leaves
    data = bytearray(leaves.read_bytes())
    data[200] ^= 1
    leaves.write_bytes(data)
    changed = run("verify", ledger, "--key", key)
    assert changed.exit_code == 1
    assert "leaves.log, byte 200, leaf 2: is 0x" in changed.stdout
    found = json.loads(run("verify", ledger, "--json").stdout)
    assert found["whole"] is False
    assert found["flaws"][0]["offset"] == 200


def test_verify_against_an_earlier_checkpoint(ledger: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    seen.write_bytes(run("checkpoint", ledger).stdout_bytes)
    run("append", ledger, "--pairs", "-", stdin=lines(20))
    assert run("verify", ledger, "--checkpoint", seen).exit_code == 0


def test_proofs_verify(ledger: Path, tmp_path: Path) -> None:
    key = Verifier.parse((ledger / "public.vkey").read_text())
    before = run("checkpoint", ledger).stdout_bytes
    run("append", ledger, "--pairs", "-", stdin=lines(20))
    inclusion = InclusionProof.parse(run("prove", ledger, "--index", 5).stdout_bytes)
    assert inclusion.index == 5
    consistency = ConsistencyProof.parse(run("prove", ledger, "--from", 16).stdout_bytes)
    assert consistency.check(before, key).size == 24
    assert isinstance(run("prove", ledger).exception, Problem)


def test_a_bundle_is_opened_and_checked(ledger: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(
        run("open", ledger, "--index", 4, "--index", 6, "--texts", "--coins").stdout_bytes
    )
    checked = run("check", bundle, "--key", ledger / "public.vkey")
    assert checked.stdout == (
        "2 pairs are in the signed tree of 16 leaves of ledger.example/one; "
        "coins of 2 accounts checked.\n"
    )
    bundle.write_text("{}")
    assert isinstance(run("check", bundle, "--key", ledger / "public.vkey").exception, Problem)


@pytest.mark.parametrize(
    "line", ["x", "[]", '{"account_id": 1}', '{"account_id":"a","prompt":"p"}']
)
def test_a_bad_line_is_named(ledger: Path, line: str) -> None:
    outcome = run("append", ledger, "--pairs", "-", stdin=lines(1) + "\n" + line)
    assert isinstance(outcome.exception, Problem)
    assert outcome.exception.where == "-, line 3"


def test_private_files_are_not_for_others(ledger: Path) -> None:
    for file in (ledger / "private").iterdir():
        assert file.stat().st_mode & 0o077 == 0
    assert (ledger / "private").stat().st_mode & 0o077 == 0
