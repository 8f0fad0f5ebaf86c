"""Clean ledgers pass, every changed byte is named, deliberate rewriting is bounded."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from byte_changes import run
from ledgers import filled, request

from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.coins import account_key, coin, salt
from revenuer.mark.folder import Folder
from revenuer.mark.leaves import FRAME_BYTES, LEAF_BYTES, Leaf
from revenuer.mark.ledger import Ledger
from revenuer.mark.notes import Verifier
from revenuer.mark.openings import PairOpening, parse_opening
from revenuer.mark.private_verification import verify_private
from revenuer.mark.verification import given_key, verify
from revenuer.problems import Problem


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    filled(tmp_path / "ledger", 40)
    return tmp_path / "ledger"


def key_of(path: Path) -> Verifier:
    return given_key(None, path)


def test_a_clean_ledger_verifies_from_its_public_files_alone(ledger: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ledger, copy, ignore=shutil.ignore_patterns("private"))
    found = verify(copy, key_of(ledger))
    assert found.whole
    assert (found.leaves, found.checkpoints) == (45, 6)  # genesis, 4 accounts, 40 pairs
    assert verify_private(copy, found.leaves) == []
    assert verify_private(ledger, found.leaves) == []


def test_every_changed_byte_is_named() -> None:
    named, missed = run(300, seed=1)
    assert missed == []
    assert named == 300


def test_the_very_byte_of_a_leaf_is_named(ledger: Path) -> None:
    leaves = Folder(ledger).leaves
    data = bytearray(leaves.read_bytes())
    position = 7 * FRAME_BYTES + 20
    true = data[position]
    data[position] ^= 0x11
    leaves.write_bytes(data)
    (flaw,) = verify(ledger, key_of(ledger)).flaws
    assert (flaw.offset, flaw.length, flaw.leaf) == (position, 1, 7)
    assert str(flaw) == (
        f"leaves.log, byte {position}, leaf 7: is 0x{true ^ 0x11:02x}, was 0x{true:02x}"
    )


def test_a_byte_turned_into_a_separator_is_named(ledger: Path) -> None:
    file = Folder(ledger).checkpoints
    data = file.read_bytes()
    for position in (300, 301, len(data) - 1):
        file.write_bytes(data[:position] + b"\x1e" + data[position + 1 :])
        found = verify(ledger, key_of(ledger)).flaws
        assert any(
            flaw.file == "checkpoints.log" and flaw.offset <= position < flaw.offset + flaw.length
            for flaw in found
        )


def test_several_changes_at_once_are_all_named(ledger: Path) -> None:
    leaves = Folder(ledger).leaves
    data = bytearray(leaves.read_bytes())
    for position in (3 * FRAME_BYTES + 12, 9 * FRAME_BYTES + 60, 30 * FRAME_BYTES + 2):
        data[position] ^= 1
    leaves.write_bytes(data)
    found = verify(ledger, key_of(ledger)).flaws
    assert [(flaw.leaf, flaw.length) for flaw in found] == [(3, 1), (9, 1), (30, 1)]


def test_a_leaf_rewritten_with_its_hash_is_bounded_by_the_checkpoints(ledger: Path) -> None:
    leaves = Folder(ledger).leaves
    data = bytearray(leaves.read_bytes())
    start = 20 * FRAME_BYTES
    leaf = Leaf.parse(bytes(data[start : start + 41]))
    data[start : start + FRAME_BYTES] = Leaf(leaf.kind, 20, bytes(32)).frame()
    leaves.write_bytes(data)
    (flaw,) = verify(ledger, key_of(ledger)).flaws
    assert flaw.offset <= start < flaw.offset + flaw.length
    assert "rewritten together" in flaw.what


def test_a_ledger_cut_back_is_caught_by_an_earlier_checkpoint(ledger: Path) -> None:
    folder = Folder(ledger)
    with Ledger(ledger) as writer:
        seen = writer.checkpoint
        size = writer.size
    notes = folder.checkpoints.read_bytes()
    folder.checkpoints.write_bytes(notes[: notes.rindex(b"\x1e")])
    shorter = verify(ledger, key_of(ledger))
    assert all(flaw.unfinished for flaw in shorter.flaws)  # it looks like a crash
    cut = verify(ledger, key_of(ledger), seen)
    assert f"an earlier checkpoint covers {size} leaves" in " ".join(map(str, cut.flaws))


def test_a_fork_is_caught_by_an_earlier_checkpoint(ledger: Path) -> None:
    signer = Folder(ledger).signer(key_of(ledger).name)
    forked = signer.sign(Checkpoint(signer.verifier.name, 10, bytes(32)).text())
    (flaw,) = verify(ledger, key_of(ledger), forked).flaws
    assert "a fork" in flaw.what
    with pytest.raises(Problem, match="not one of this ledger"):
        verify(ledger, key_of(ledger), b"x\n\n\n")


def test_missing_leaves_are_named(ledger: Path) -> None:
    leaves = Folder(ledger).leaves
    leaves.write_bytes(leaves.read_bytes()[: -2 * FRAME_BYTES])
    (flaw,) = verify(ledger, key_of(ledger)).flaws
    assert flaw.what == "2 signed leaves are missing from the end"
    assert flaw.leaf == 43


def test_another_key_does_not_verify(ledger: Path, tmp_path: Path) -> None:
    other = Verifier.parse(filled(tmp_path / "other", 2, commits=1))
    assert not verify(ledger, other).whole


def test_a_coin_that_was_not_followed_is_found(ledger: Path) -> None:
    """A provider that serves the member it prefers, and commits to that."""
    folder = Folder(ledger)
    before = parse_opening(folder.openings.read_bytes().split(b"\n")[10])
    assert isinstance(before, PairOpening)
    start = before.account_leaf * FRAME_BYTES
    account = Leaf.parse(folder.leaves.read_bytes()[start : start + LEAF_BYTES])
    number = int(before.reference.removeprefix("x-"))
    key = account_key(folder.secret(), request(number).account_id)
    with Ledger(ledger) as writer:
        batch = writer._batch()
        index = batch.next_index
        preferred = 1 - coin(key, index, 2)
        steered = replace(before, index=index, coin=preferred, salt=salt(folder.secret(), index))
        batch.add(steered.leaf(account.commitment), steered)
        writer._commit(batch)
    found = verify(ledger, key_of(ledger))
    assert found.whole  # as a tree all is in order
    assert [flaw.leaf for flaw in verify_private(ledger, found.leaves)] == [index]


def test_keys_are_taken_as_text_file_or_from_the_folder(ledger: Path, tmp_path: Path) -> None:
    text = str(key_of(ledger))
    file = tmp_path / "key"
    file.write_text(text + "\n")
    assert given_key(text, ledger) == given_key(str(file), ledger) == key_of(ledger)
    for wrong in ("a+b+c", str(tmp_path / "absent")):
        with pytest.raises(Problem):
            given_key(wrong, ledger)


def test_repeated_exchanges_share_one_coin(ledger: Path) -> None:
    with Ledger(ledger) as writer:
        first = writer.append(request(1000))
        size = writer.size
        again = writer.append(request(1000))
        assert (again.index, again.answer, again.repeated) == (first.index, first.answer, True)
        assert writer.size == size
    with Ledger(ledger) as writer:  # also after reopening, and within one batch
        assert writer.append(request(1000)).index == first.index
        one, two = writer.append_many([request(2000), request(2000)])
        assert (one.index, one.served_sha256) == (two.index, two.served_sha256)
