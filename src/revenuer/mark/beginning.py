"""How a ledger begins: its keys, its description, its first leaf and checkpoint."""

import os
from pathlib import Path

from revenuer.mark.appendfile import AppendFile, sync_folder
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.coins import KEY_BYTES, secret_commitment
from revenuer.mark.folder import SEPARATOR, Description, Folder
from revenuer.mark.leaves import Kind, Leaf, record_commitment
from revenuer.mark.notes import NoteError, Signer
from revenuer.problems import Problem


def init(path: Path, origin: str, *, keep_texts: bool = True) -> str:
    """Begin a ledger in the empty or absent folder `path`; returns its public key.

    `origin` names the log, like a URL without its scheme. Raises Problem.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Problem("A ledger begins in an empty folder.", where=str(path), hint="choose another")
    secret, private = os.urandom(KEY_BYTES), os.urandom(KEY_BYTES)
    try:
        signer = Signer(origin, private)
    except NoteError as error:
        raise Problem(
            str(error), where="--origin", hint="for example ledger.example.com/2026"
        ) from error
    folder = Folder(path)
    path.mkdir(parents=True, exist_ok=True)
    folder.private.mkdir(mode=0o700)
    description = Description(signer.verifier, secret_commitment(secret), keep_texts)
    genesis = Leaf(Kind.GENESIS, 0, record_commitment(description.data()))
    head = Checkpoint(origin, 1, genesis.hash())
    _write(folder.secret_key, secret.hex().encode() + b"\n", 0o600)
    _write(folder.signing_key, private.hex().encode() + b"\n", 0o600)
    _write(folder.openings, b"", 0o600)
    _write(folder.description, description.data())
    _write(folder.public_key, str(signer.verifier).encode() + b"\n")
    _write(folder.leaves, genesis.frame())
    _write(folder.checkpoints, SEPARATOR + signer.sign(head.text()))
    sync_folder(folder.private)
    sync_folder(path)
    return str(signer.verifier)


def _write(path: Path, data: bytes, mode: int = 0o644) -> None:
    file = AppendFile(path, mode)
    file.append(data)
    file.sync()
    file.close()
