"""Signed notes and checkpoints, with a vector that other implementations publish."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.mark.checkpoints import Checkpoint, ConsistencyProof, InclusionProof
from revenuer.mark.merkle import Tree, leaf_hash
from revenuer.mark.notes import NoteError, Signer, Verifier

SIGNER = Signer("ledger.example/one", bytes(range(32)))
LEAVES = [leaf_hash(bytes([i])) for i in range(11)]
TREE = Tree(LEAVES)


def head(size: int) -> bytes:
    return SIGNER.sign(Checkpoint("ledger.example/one", size, TREE.root(size)).text())


def test_the_published_vector_of_go_sumdb_opens() -> None:
    verifier = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
        "qdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert verifier.open(note.encode()).startswith("If you think cryptography")
    with pytest.raises(NoteError, match="does not fit"):
        verifier.open(note.replace("problem is", "problem Is").encode())


def test_keys_are_written_and_read() -> None:
    text = str(SIGNER.verifier)
    assert Verifier.parse(text) == SIGNER.verifier
    name, key_id, key = text.split("+", 2)
    for wrong in ("a", f"{name}+00000000+{key}", f"{name}+{key_id}+AAAA", f"+{key_id}+{key}",
                  f"{name}+{key_id}+{key}=", f"a b+{key_id}+{key}"):  # fmt: skip
        with pytest.raises(NoteError):
            Verifier.parse(wrong)


def test_a_checkpoint_reads_as_three_lines_and_a_signature() -> None:
    lines = head(11).decode().split("\n")
    assert lines[:2] == ["ledger.example/one", "11"]
    assert base64.b64decode(lines[2]) == TREE.root()
    assert lines[3] == ""
    assert lines[4].startswith("\u2014 ledger.example/one ")
    assert Checkpoint.open(head(11), SIGNER.verifier) == Checkpoint(
        "ledger.example/one", 11, TREE.root()
    )


def test_signatures_of_strangers_are_ignored_and_forgeries_are_not() -> None:
    stranger = Signer("witness.example/w", bytes(32)).sign("x\n").split(b"\n\n")[1]
    assert Checkpoint.open(head(3) + stranger, SIGNER.verifier).size == 3
    forged = head(4).split(b"\n\n")[1]
    with pytest.raises(NoteError, match="does not fit"):
        Checkpoint.open(head(3) + forged, SIGNER.verifier)
    with pytest.raises(NoteError, match="not signed by"):
        SIGNER.verifier.open(Signer("witness.example/w", bytes(32)).sign("x\n"))


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = SIGNER.sign(Checkpoint("other.example", 1, TREE.root(1)).text())
    with pytest.raises(NoteError, match=r"is of other\.example"):
        Checkpoint.open(note, SIGNER.verifier)


@pytest.mark.parametrize(
    "text", ["a\n1\n", "a\n01\nAA==\n", "a\n1\nAA==\n", "\n1\n\n", "a\n-1\nx\n"]
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_of_a_note_is_refused(position: int, flip: int) -> None:
    note = bytearray(head(9))
    note[position % len(note)] ^= flip
    with pytest.raises(NoteError):
        Checkpoint.open(bytes(note), SIGNER.verifier)


def test_inclusion_proofs_survive_their_text_form() -> None:
    for index in range(9):
        proof = InclusionProof(index, tuple(TREE.inclusion(index, 9)), head(9))
        again = InclusionProof.parse(proof.text())
        assert again == proof
        assert again.check(LEAVES[index], SIGNER.verifier).size == 9
        with pytest.raises(NoteError, match="not in the tree"):
            again.check(LEAVES[10], SIGNER.verifier)


def test_the_text_of_a_proof_is_the_documented_one() -> None:
    text = InclusionProof(0, tuple(TREE.inclusion(0, 2)), head(2)).text().decode()
    lines = text.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 0"]
    assert base64.b64decode(lines[2]) == LEAVES[1]
    assert lines[3:5] == ["", "ledger.example/one"]
    extra = text.replace("index 0", "extra AAAA\nindex 0")
    assert InclusionProof.parse(extra.encode()).index == 0


def test_consistency_proofs_survive_their_text_form() -> None:
    for old in range(1, 10):
        proof = ConsistencyProof(old, tuple(TREE.consistency(old, 11)), head(11))
        again = ConsistencyProof.parse(proof.text())
        assert again == proof
        assert again.check(head(old), SIGNER.verifier).size == 11
        with pytest.raises(NoteError):
            again.check(head(old + 1), SIGNER.verifier)


@pytest.mark.parametrize(
    "text",
    [b"", b"c2sp.org/tlog-proof@v1\n\nx", b"c2sp.org/tlog-proof@v1\nindex 01\n\nx", b"\xff\n\n"],
)
def test_malformed_proofs_are_refused(text: bytes) -> None:
    with pytest.raises(NoteError):
        InclusionProof.parse(text)
    with pytest.raises(NoteError):
        ConsistencyProof.parse(text)
