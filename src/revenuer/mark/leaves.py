"""The leaves of the ledger: what is hashed into the tree, and how a leaf lies in its file.

A leaf is 41 bytes: its kind (one letter), its index and a commitment. The file holds frames of 73
bytes, each a leaf and its RFC 6962 leaf hash; frame i starts at byte 73 i. Only commitments are
public: what they commit to is in the openings, and is shown leaf by leaf.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from revenuer.mark.merkle import leaf_hash

LEAF_BYTES = 41
FRAME_BYTES = LEAF_BYTES + 32


class Kind(Enum):
    """What a leaf records."""

    GENESIS = b"G"  # the ledger's own description
    ACCOUNT = b"A"  # the key of an account, before its first pair
    PAIR = b"P"  # a prompt's answers and the coin that chose the one to serve
    VOID = b"V"  # leaves that were written but never acknowledged, so never served
    SCORES = b"S"  # a file of blind scores, before the coins are opened
    OPENED = b"O"  # that coins were opened, and to which scores


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf. `commitment` has 32 bytes."""

    kind: Kind
    index: int
    commitment: bytes

    def data(self) -> bytes:
        """The 41 bytes that enter the tree."""
        return self.kind.value + self.index.to_bytes(8, "big") + self.commitment

    def hash(self) -> bytes:
        """The leaf hash of RFC 6962."""
        return leaf_hash(self.data())

    def frame(self) -> bytes:
        """The 73 bytes in the file."""
        data = self.data()
        return data + leaf_hash(data)

    @staticmethod
    def parse(data: bytes) -> "Leaf":
        """Read 41 bytes. Raises ValueError."""
        if len(data) != LEAF_BYTES:
            raise ValueError(f"a leaf has {LEAF_BYTES} bytes")
        return Leaf(Kind(data[:1]), int.from_bytes(data[1:9], "big"), data[9:])


def text_hash(text: str) -> bytes:
    """SHA-256 of a text's UTF-8. Raises ValueError for text that has none (lone surrogates)."""
    return hashlib.sha256(text.encode()).digest()


def pair_commitment(
    *,
    salt: bytes,
    prompt: bytes,
    account: bytes,
    members: Sequence[bytes],
    coin: int,
    reference: bytes,
) -> bytes:
    """H(salt, prompt hash, account commitment, hashes of the answers, coin, reference hash).

    Every part but the count of `members` (hashes, in ascending order) has a fixed length, so no
    two openings share an encoding.
    """
    parts = [salt, prompt, account, *members, reference]
    if any(len(part) != 32 for part in parts) or not 2 <= len(members) <= 255:
        raise ValueError("a pair commits to 32-byte hashes of 2 to 255 answers")
    digest = hashlib.sha256(b"revenuer pair 1\n" + salt + prompt + account)
    digest.update(bytes([len(members)]) + b"".join(members) + bytes([coin]) + reference)
    return digest.digest()


def record_commitment(line: bytes) -> bytes:
    """The commitment of any leaf whose opening is one line of JSON (without its newline)."""
    return hashlib.sha256(b"revenuer record 1\n" + line).digest()
