"""Verifying the private files: openings against leaves, keys against what was published."""

from pathlib import Path

from revenuer.mark.coins import account_key
from revenuer.mark.flaws import Flaw
from revenuer.mark.folder import Description, Folder, split_frames
from revenuer.mark.leaves import LEAF_BYTES, Kind, Leaf
from revenuer.mark.openings import AccountOpening, Opening, PairOpening, opens, parse_opening
from revenuer.problems import Problem


def verify_private(path: Path, leaves: int) -> list[Flaw]:
    """Check the private files of the ledger at `path`, whose first `leaves` leaves are good.

    Without them there is nothing to check. Raises Problem where ledger.json cannot be read.
    """
    folder = Folder(path)
    if not folder.openings.exists():
        return []
    try:
        description = Description.parse(folder.read(folder.description))
    except ValueError:
        return []  # the public verification names this
    secret, flaws = _secret(folder, description)
    flaws += _signing_key(folder, description)
    return flaws + _openings(folder, leaves, secret)


def _secret(folder: Folder, description: Description) -> tuple[bytes | None, list[Flaw]]:
    if not folder.secret_key.exists():
        return None, []
    name = f"private/{folder.secret_key.name}"
    size = folder.secret_key.stat().st_size
    try:
        secret = folder.secret()
    except Problem as problem:
        return None, [Flaw(name, 0, size, problem.what)]
    written = folder.secret_key.read_bytes() == secret.hex().encode() + b"\n"
    if written and description.fits(secret):
        return secret, []
    return None, [Flaw(name, 0, size, "this is not the secret the ledger committed to")]


def _signing_key(folder: Folder, description: Description) -> list[Flaw]:
    if not folder.signing_key.exists():
        return []
    size = folder.signing_key.stat().st_size
    name = f"private/{folder.signing_key.name}"
    try:
        signer = folder.signer(description.verifier.name)
    except Problem as problem:
        return [Flaw(name, 0, size, problem.what)]
    lower = folder.signing_key.read_bytes().islower() and size == 65
    if signer.verifier == description.verifier and lower:
        return []
    return [Flaw(name, 0, size, "this is not the key the ledger is signed with")]


def _openings(folder: Folder, leaves: int, secret: bytes | None) -> list[Flaw]:
    frames = split_frames(folder.read(folder.leaves))[:leaves]
    name = f"private/{folder.openings.name}"
    flaws: list[Flaw] = []
    accounts: dict[int, Leaf] = {}
    keys: dict[int, bytes] = {}
    offset, index = 0, 1
    with folder.openings.open("rb") as file:
        for line in file:
            if index >= leaves:
                beyond = folder.openings.stat().st_size - offset
                what = "openings follow the last leaf that a checkpoint covers"
                flaws.append(Flaw(name, offset, beyond, what, index, unfinished=True))
                break
            opening, leaf = _read(line, frames[index])
            if leaf is not None and leaf.kind is Kind.ACCOUNT:
                accounts[index] = leaf
            if isinstance(opening, AccountOpening) and secret is not None:
                keys[index] = account_key(secret, opening.account_id)
            if not _right(opening, leaf, accounts, keys, secret):
                what = "the opening does not fit its leaf"
                flaws.append(Flaw(name, offset, len(line), what, index))
            offset += len(line)
            index += 1
    if index < leaves:
        what = f"{leaves - index} openings are missing from the end"
        flaws.append(Flaw(name, offset, 0, what, index))
    return flaws


def _read(line: bytes, frame: bytes) -> tuple[Opening | None, Leaf | None]:
    try:
        leaf = Leaf.parse(frame[:LEAF_BYTES])
    except ValueError:
        return None, None
    try:
        return (parse_opening(line[:-1]) if line.endswith(b"\n") else None), leaf
    except ValueError:
        return None, leaf


def _right(
    opening: Opening | None,
    leaf: Leaf | None,
    accounts: dict[int, Leaf],
    keys: dict[int, bytes],
    secret: bytes | None,
) -> bool:
    """Whether the opening opens the leaf and, with the secret at hand, follows its coin."""
    if opening is None or leaf is None or not opens(opening, leaf, accounts, secret):
        return False
    if not isinstance(opening, PairOpening) or secret is None:
        return True
    return opening.account_leaf in keys and opening.follows_its_coin(keys[opening.account_leaf])
