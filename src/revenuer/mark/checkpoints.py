"""Tree heads and proofs as text that a stranger can check offline.

C2SP tlog-checkpoint (a signed note of origin, size and root), C2SP tlog-proof (an inclusion proof
with its checkpoint) and, for consistency, the body of tlog-witness's add-checkpoint request.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from revenuer.mark.merkle import consistent, root_from_inclusion
from revenuer.mark.notes import NoteError, Verifier, strict_base64

PROOF_HEADER = "c2sp.org/tlog-proof@v1"
DECIMAL = re.compile(r"(0|[1-9][0-9]{0,18})\Z")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a tree: `root` (32 bytes) over its first `size` leaves."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The body of its note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @staticmethod
    def parse(text: str) -> "Checkpoint":
        """Read the body of a note; extension lines are refused. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise NoteError("a checkpoint has three lines: origin, size, root")
        if not DECIMAL.match(lines[1]):
            raise NoteError("the size of a checkpoint is a plain decimal number")
        return Checkpoint(lines[0], int(lines[1]), _digest(lines[2]))

    @staticmethod
    def open(note: bytes, verifier: Verifier) -> "Checkpoint":
        """Read a signed checkpoint of the log `verifier` names. Raises NoteError."""
        found = Checkpoint.parse(verifier.open(note))
        if found.origin != verifier.name:
            raise NoteError(f"the checkpoint is of {found.origin}, not of {verifier.name}")
        return found


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """A leaf's place in a signed tree. `note` is the checkpoint, verbatim."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes

    def text(self) -> bytes:
        """As a `.tlog-proof` file."""
        lines = [PROOF_HEADER, f"index {self.index}", *_encoded(self.hashes), "", ""]
        return "\n".join(lines).encode() + self.note

    @staticmethod
    def parse(text: bytes) -> "InclusionProof":
        """Read a `.tlog-proof` file; extra data is allowed and ignored. Raises NoteError."""
        head, separator, note = text.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise NoteError("the proof is not ASCII") from error
        if not separator or lines[0] != PROOF_HEADER:
            raise NoteError(f"a proof begins with {PROOF_HEADER}")
        rest = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
        if not rest or not rest[0].startswith("index ") or not DECIMAL.match(rest[0][6:]):
            raise NoteError("the proof has no index")
        return InclusionProof(int(rest[0][6:]), tuple(_digest(line) for line in rest[1:]), note)

    def check(self, leaf: bytes, verifier: Verifier) -> Checkpoint:
        """The signed checkpoint that includes the leaf hash `leaf` here. Raises NoteError."""
        checkpoint = Checkpoint.open(self.note, verifier)
        try:
            root = root_from_inclusion(leaf, self.index, checkpoint.size, self.hashes)
        except ValueError as error:
            raise NoteError(str(error)) from error
        if root != checkpoint.root:
            raise NoteError(f"leaf {self.index} is not in the tree of this checkpoint")
        return checkpoint


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of `note` extends the tree of `old_size` leaves."""

    old_size: int
    hashes: tuple[bytes, ...]
    note: bytes

    def text(self) -> bytes:
        """As the body of an add-checkpoint request."""
        lines = [f"old {self.old_size}", *_encoded(self.hashes), "", ""]
        return "\n".join(lines).encode() + self.note

    @staticmethod
    def parse(text: bytes) -> "ConsistencyProof":
        """Read what `text` wrote. Raises NoteError."""
        head, separator, note = text.partition(b"\n\n")
        lines = head.decode("ascii", "replace").split("\n")
        if not separator or not lines[0].startswith("old ") or not DECIMAL.match(lines[0][4:]):
            raise NoteError("a consistency proof begins with old and a size")
        return ConsistencyProof(int(lines[0][4:]), tuple(_digest(line) for line in lines[1:]), note)

    def check(self, old_note: bytes, verifier: Verifier) -> Checkpoint:
        """The newer checkpoint, if it extends the signed `old_note`. Raises NoteError."""
        old = Checkpoint.open(old_note, verifier)
        new = Checkpoint.open(self.note, verifier)
        if old.size != self.old_size:
            raise NoteError(f"the proof starts at {self.old_size}, the checkpoint at {old.size}")
        if not consistent(old.size, new.size, old.root, new.root, self.hashes):
            raise NoteError(f"the tree of {new.size} leaves does not extend that of {old.size}")
        return new


def _encoded(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(digest).decode() for digest in hashes]


def _digest(text: str) -> bytes:
    raw = strict_base64(text)
    if len(raw) != 32:
        raise NoteError("a hash has 32 bytes")
    return raw
