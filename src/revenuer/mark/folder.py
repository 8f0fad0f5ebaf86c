"""The ledger's folder: which file holds what.

Public, enough to verify: `ledger.json` (its description), `leaves.log` (frames), `checkpoints.log`
(signed tree heads, each after a record separator, one for every group commit) and `public.vkey`.
Private: `private/openings.log`, `private/secret.key`, `private/signing.key`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from revenuer.mark.coins import secret_commitment
from revenuer.mark.leaves import FRAME_BYTES
from revenuer.mark.notes import NoteError, Signer, Verifier
from revenuer.mark.openings import canonical
from revenuer.problems import Problem

FORMAT = "revenuer ledger 1"
SEPARATOR = b"\x1e"


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths and small files of one ledger."""

    path: Path

    @property
    def description(self) -> Path:
        return self.path / "ledger.json"

    @property
    def leaves(self) -> Path:
        return self.path / "leaves.log"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints.log"

    @property
    def public_key(self) -> Path:
        return self.path / "public.vkey"

    @property
    def private(self) -> Path:
        return self.path / "private"

    @property
    def openings(self) -> Path:
        return self.private / "openings.log"

    @property
    def secret_key(self) -> Path:
        return self.private / "secret.key"

    @property
    def signing_key(self) -> Path:
        return self.private / "signing.key"

    @property
    def lock(self) -> Path:
        return self.private / "writer.lock"

    def secret(self) -> bytes:
        """The secret behind the coins. Raises Problem."""
        return read_key(self.secret_key)

    def signer(self, origin: str) -> Signer:
        """The key that signs checkpoints. Raises Problem."""
        return Signer(origin, read_key(self.signing_key))

    def read(self, path: Path) -> bytes:
        """The bytes of one of the files. Raises Problem where there is none."""
        try:
            return path.read_bytes()
        except OSError as error:
            raise Problem(
                f"The ledger has no readable {path.name}.",
                where=str(path),
                hint="give the folder that `revenuer ledger init` made",
            ) from error

    def lines(self, path: Path) -> Iterator[bytes]:
        """The finished lines of one of the files, each with its newline. Raises Problem."""
        try:
            with path.open("rb") as file:
                yield from (line for line in file if line.endswith(b"\n"))
        except OSError as error:
            raise Problem(
                f"The ledger has no readable {path.name}.",
                where=str(path),
                hint="give the folder that `revenuer ledger init` made",
            ) from error


@dataclass(frozen=True, slots=True)
class Description:
    """What a ledger says of itself; hashed into its first leaf."""

    verifier: Verifier
    secret_commitment: bytes
    keeps_texts: bool

    def data(self) -> bytes:
        """The bytes of ledger.json."""
        return (
            canonical(
                {
                    "format": FORMAT,
                    "keeps_texts": self.keeps_texts,
                    "public_key": str(self.verifier),
                    "secret_commitment": self.secret_commitment.hex(),
                }
            )
            + b"\n"
        )

    @staticmethod
    def parse(data: bytes) -> "Description":
        """Read ledger.json. Raises ValueError where it is not exactly what was written."""
        try:
            found = orjson.loads(data)
            description = Description(
                Verifier.parse(found["public_key"]),
                bytes.fromhex(found["secret_commitment"]),
                bool(found["keeps_texts"]),
            )
        except (KeyError, TypeError, AttributeError, NoteError, orjson.JSONDecodeError) as error:
            raise ValueError("ledger.json does not describe a ledger") from error
        if description.data() != data:
            raise ValueError("ledger.json is not in its canonical form")
        return description

    def fits(self, secret: bytes) -> bool:
        """Whether `secret` is the one committed to."""
        return secret_commitment(secret) == self.secret_commitment


@dataclass(frozen=True, slots=True)
class RawNote:
    """One signed checkpoint as it lies in its file: where it starts and its bytes."""

    offset: int
    note: bytes


def split_notes(data: bytes) -> list[RawNote]:
    """The notes of checkpoints.log, each up to the end of its signature line.

    What follows that, up to the next separator, is set apart: a crash may leave rubbish right
    after a whole note. What precedes the first separator is a note at offset 0.
    """
    starts = [i + 1 for i, byte in enumerate(data) if byte == SEPARATOR[0]]
    if data and data[:1] != SEPARATOR:
        starts.insert(0, 0)
    notes = []
    for start, stop in zip(starts, [*(i - 1 for i in starts[1:]), len(data)], strict=True):
        text = data.find(b"\n\n", start, stop)
        line = data.find(b"\n", text + 2, stop) if text >= 0 else -1
        end = line + 1 if line >= 0 else stop
        notes.append(RawNote(start, data[start:end]))
        if end < stop:
            notes.append(RawNote(end, data[end:stop]))
    return notes


def split_frames(data: bytes) -> list[bytes]:
    """The whole frames of leaves.log; a last part that is too short is left out."""
    whole = len(data) - len(data) % FRAME_BYTES
    return [data[i : i + FRAME_BYTES] for i in range(0, whole, FRAME_BYTES)]


def read_key(path: Path) -> bytes:
    """A key of 32 bytes from its file of 64 hexadecimal digits. Raises Problem."""
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise Problem(
            "A private key cannot be read.",
            where=str(path),
            hint="a key is 64 hexadecimal digits; restore it from where you keep it",
        ) from error
    if len(key) != 32:
        raise Problem(
            "A private key has the wrong length.",
            where=str(path),
            hint="a key is 64 hexadecimal digits",
        )
    return key
