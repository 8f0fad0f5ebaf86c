"""Selective opening: what a bundle proves, what it hides, and that no altered bundle passes."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from ledgers import filled

from revenuer.mark.coins import coin
from revenuer.mark.folder import Folder
from revenuer.mark.notes import Verifier
from revenuer.mark.openings import PairOpening
from revenuer.mark.selective import Archive, check_bundle, shows
from revenuer.problems import Problem


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Verifier]:
    path = tmp_path_factory.mktemp("opened") / "ledger"
    return path, Verifier.parse(filled(path, 20))


def pairs_of(path: Path) -> list[PairOpening]:
    return [opening for opening in Archive(path).openings() if isinstance(opening, PairOpening)]


def test_a_bundle_is_checked_with_the_public_key_alone(ledger: tuple[Path, Verifier]) -> None:
    path, key = ledger
    wanted = [pairs_of(path)[2].index, pairs_of(path)[9].index]
    bundle = json.loads(json.dumps(Archive(path).bundle(wanted, account_keys=True)))
    checked = check_bundle(bundle, key)
    assert [pair.index for pair in checked.pairs] == wanted
    assert checked.checkpoint.size == 25
    assert checked.coins_checked == 2


def test_texts_are_shown_only_when_asked_and_then_fit(ledger: tuple[Path, Verifier]) -> None:
    path, key = ledger
    pair = pairs_of(path)[4]
    hidden = Archive(path).bundle([pair.index])
    assert "answer 0" not in json.dumps(hidden)
    assert "acct-" not in json.dumps(hidden)
    assert Folder(path).secret().hex() not in json.dumps(hidden)
    (shown,) = check_bundle(Archive(path).bundle([pair.index], texts=True), key).pairs
    assert [member.text for member in shown.members] == [member.text for member in pair.members]
    (opened,) = check_bundle(hidden, key).pairs
    assert shows(opened, "prompt 4") == ["prompt"]
    assert sorted(shows(opened, f"answer {k} to 4")[0] for k in (0, 1)) == ["kept", "served"]
    assert shows(opened, "something else") == []


def test_one_account_key_says_nothing_of_another(ledger: tuple[Path, Verifier]) -> None:
    path, _ = ledger
    (account,) = Archive(path).bundle([pairs_of(path)[0].index], account_keys=True)["accounts"]
    key = bytes.fromhex(account["key"])
    own = [pair for pair in pairs_of(path) if pair.account_leaf == account["index"]]
    others = [pair for pair in pairs_of(path) if pair.account_leaf != account["index"]]
    assert all(coin(key, pair.index, 2) == pair.coin for pair in own)
    assert not all(coin(key, pair.index, 2) == pair.coin for pair in others)


def alter(bundle: dict[str, Any], where: str) -> None:
    pair = json.loads(bundle["pairs"][0]["opening"])
    if where == "coin":
        pair["coin"] = 1 - pair["coin"]
    elif where == "salt":
        pair["salt"] = "00" * 32
    elif where == "members":
        pair["members"].reverse()
    elif where == "reference":
        pair["reference"] = "another"
    elif where == "account":
        bundle["accounts"][0]["account_id"] = "somebody else"
    elif where == "key":
        bundle["accounts"][0]["key"] = "00" * 32
    elif where == "proof":
        bundle["pairs"][0]["proof"] = bundle["pairs"][1]["proof"]
    elif where == "format":
        bundle["format"] = "other"
    elif where == "pairs":
        bundle["pairs"] = []
        return
    bundle["pairs"][0]["opening"] = json.dumps(pair, separators=(",", ":"), sort_keys=True)


@pytest.mark.parametrize(
    "where",
    ["coin", "salt", "members", "reference", "account", "key", "proof", "format", "pairs"],
)
def test_an_altered_bundle_does_not_hold(ledger: tuple[Path, Verifier], where: str) -> None:
    path, key = ledger
    wanted = [pair.index for pair in pairs_of(path)[:2]]
    bundle = copy.deepcopy(Archive(path).bundle(wanted, account_keys=True))
    alter(bundle, where)
    with pytest.raises(Problem):
        check_bundle(bundle, key)


def test_what_is_not_a_pair_cannot_be_opened(ledger: tuple[Path, Verifier]) -> None:
    archive = Archive(ledger[0])
    for wanted in ([0], [999], []):
        with pytest.raises(Problem):
            archive.bundle(wanted)
    for call in (lambda: archive.inclusion(25), lambda: archive.consistency(26)):
        with pytest.raises(Problem, match="last checkpoint covers 25"):
            call()


def test_an_unsound_ledger_gives_no_proofs(tmp_path: Path) -> None:
    filled(tmp_path / "ledger", 5)
    leaves = Folder(tmp_path / "ledger").leaves
    data = bytearray(leaves.read_bytes())
    data[100] ^= 1
    leaves.write_bytes(data)
    with pytest.raises(Problem, match="not sound"):
        Archive(tmp_path / "ledger")


def test_a_ledger_without_texts_keeps_none(tmp_path: Path) -> None:
    from ledgers import ORIGIN, request

    from revenuer.mark.beginning import init
    from revenuer.mark.ledger import Ledger

    path = tmp_path / "ledger"
    init(path, ORIGIN, keep_texts=False)
    with Ledger(path) as writer:
        first = writer.append(request(1))
        again = writer.append(request(1))
    assert first.answer in request(1).answers
    assert (again.answer, again.served_sha256) == (None, first.served_sha256)
    assert b"answer" not in Folder(path).openings.read_bytes()
