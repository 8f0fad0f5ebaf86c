"""The tree against an independent reference: the recursive definitions of RFC 6962, section 2.1."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.mark.merkle import Frontier, Tree, consistent, leaf_hash, root_from_inclusion


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\x00" + d[0])
    k = split(len(d))
    return sha(b"\x01" + mth(d[:k]) + mth(d[k:]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) <= 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


DATA = [bytes([i % 251, i // 251]) * (i % 5 + 1) for i in range(70)]
TREE = Tree([leaf_hash(data) for data in DATA])


def test_known_roots_of_the_rfc_test_vectors() -> None:
    """The roots of the test data shipped with the Certificate Transparency reference code."""
    data = [
        "", "00", "10", "2021", "3031", "40414243",
        "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]  # fmt: skip
    tree = Tree([leaf_hash(bytes.fromhex(text)) for text in data])
    assert tree.root(1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.root(8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_roots_inclusion_and_consistency_equal_the_reference() -> None:
    frontier = Frontier()
    for n in range(len(DATA) + 1):
        assert frontier.root() == TREE.root(n) == mth(DATA[:n])
        for m in range(n):
            assert TREE.inclusion(m, n) == path(m, DATA[:n])
        for m in range(1, n + 1):
            assert TREE.consistency(m, n) == subproof(m, DATA[:n], True)
        if n < len(DATA):
            frontier.push(leaf_hash(DATA[n]))


def test_every_true_proof_is_accepted() -> None:
    for n in range(1, 40):
        root = TREE.root(n)
        for m in range(n):
            found = root_from_inclusion(leaf_hash(DATA[m]), m, n, TREE.inclusion(m, n))
            assert found == root
        for m in range(n + 1):
            assert consistent(m, n, TREE.root(m), root, TREE.consistency(m, n))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_altered_proofs_are_refused(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 70))
    m = data.draw(st.integers(1, n - 1))
    proof = TREE.consistency(m, n)
    where = data.draw(st.integers(0, len(proof) - 1))
    altered = [*proof[:where], sha(proof[where]), *proof[where + 1 :]]
    assert not consistent(m, n, TREE.root(m), TREE.root(n), altered)
    assert not consistent(m, n, TREE.root(m), TREE.root(n), [*proof, proof[-1]])
    assert not consistent(m, n, TREE.root(m), TREE.root(n), proof[:-1])
    assert not consistent(m, n, sha(b"other"), TREE.root(n), proof)
    inclusion = TREE.inclusion(m, n)
    where = data.draw(st.integers(0, len(inclusion) - 1))
    altered = [*inclusion[:where], sha(b""), *inclusion[where + 1 :]]
    assert root_from_inclusion(leaf_hash(DATA[m]), m, n, altered) != TREE.root(n)
    for wrong in ([*inclusion, sha(b"")], inclusion[:-1]):
        with pytest.raises(ValueError, match="too"):
            root_from_inclusion(leaf_hash(DATA[m]), m, n, wrong)


def test_what_lies_outside_the_tree_is_refused() -> None:
    for call in (
        lambda: TREE.root(71),
        lambda: TREE.inclusion(5, 5),
        lambda: TREE.consistency(6, 5),
        lambda: root_from_inclusion(b"", 5, 5, []),
    ):
        with pytest.raises(ValueError):
            call()
    assert not consistent(3, 2, b"", b"", [])


def test_a_copied_frontier_grows_alone() -> None:
    first = Frontier()
    first.push(leaf_hash(b"a"))
    second = first.copy()
    second.push(leaf_hash(b"b"))
    assert (first.size, second.size) == (1, 2)
    assert first.root() == mth([b"a"])
