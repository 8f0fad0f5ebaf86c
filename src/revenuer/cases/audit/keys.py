"""The store's own Ed25519 key: it signs audit checkpoints, decisions and dossier packs."""

import os
from pathlib import Path

from revenuer.cases.audit.envelope import Key
from revenuer.mark.notes import NoteError, Verifier
from revenuer.problems import Problem

PRIVATE = "signing.key"
PUBLIC = "public.vkey"
NAME = "revenuer-cases"


def key_in(folder: Path, name: str = NAME) -> Key:
    """The key kept in `folder`; made there (readable by its owner only) if there is none."""
    path = folder / PRIVATE
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path, name)
    try:
        private = bytes.fromhex(path.read_text(encoding="ascii").strip())
        key = Key.from_bytes(name, private)
    except (OSError, ValueError) as error:
        raise Problem(
            "The signing key cannot be read.",
            where=str(path),
            hint="64 hexadecimal digits are expected; restore it from your copy",
        ) from error
    public = folder / PUBLIC
    if not public.exists():
        public.write_text(f"{key.verifier}\n", encoding="ascii")
    return key


def _make(path: Path, name: str) -> None:
    temporary = path.with_name(f"{PRIVATE}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(os.urandom(32).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)  # two first openings at once: one key wins
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def verifier_from(text_or_path: str) -> Verifier:
    """A public key given as text or as a file. Raises Problem."""
    path = Path(text_or_path)
    try:
        text = path.read_text(encoding="ascii") if path.is_file() else text_or_path
        return Verifier.parse(text)
    except (OSError, ValueError, NoteError) as error:
        raise Problem(
            f"That is not a public key: {error}.",
            where=text_or_path[:80],
            hint="give a file such as public.vkey, or its content name+hash+key",
        ) from error
