"""Verifying a ledger from its files and the public key, naming every change.

Every leaf lies in its file beside its own hash, and the hashes lead to signed roots. So where a
leaf and its stored hash disagree, the signed root says which of the two was changed; where they
agree but the root does not, both were rewritten, and the last good checkpoint bounds where.
What this cannot see: a copy cut back to an earlier checkpoint. Give a checkpoint obtained
earlier, from anywhere, and it is checked that this ledger extends it.
"""

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.flaws import Flaw, difference, named
from revenuer.mark.folder import SEPARATOR, Folder, RawNote, split_notes
from revenuer.mark.leaves import FRAME_BYTES, LEAF_BYTES, Kind, Leaf, record_commitment
from revenuer.mark.merkle import Frontier, leaf_hash
from revenuer.mark.notes import NoteError, Verifier
from revenuer.problems import Problem

MOST_DISPUTES = 10


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `leaves` are covered by `checkpoints` signed tree heads, the last `head`."""

    leaves: int
    checkpoints: int
    head: Checkpoint | None
    flaws: tuple[Flaw, ...]

    @property
    def whole(self) -> bool:
        """Whether every byte is what was written."""
        return not self.flaws


@dataclass(slots=True)
class _Frames:
    """The leaves file, read: for each leaf the hash of its bytes and the hash stored beside it."""

    data: bytes
    computed: list[bytes] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)


def verify(path: Path, verifier: Verifier, earlier: bytes | None = None) -> Verification:
    """Check the public files of the ledger at `path` against its public key.

    `earlier`: a signed checkpoint of this ledger obtained before. Raises Problem where the folder
    holds no ledger.
    """
    folder = Folder(path)
    frames = _frames(folder.read(folder.leaves))
    notes = split_notes(folder.read(folder.checkpoints))
    flaws: list[Flaw] = []
    signed: list[tuple[RawNote, Checkpoint]] = []
    broken: list[RawNote] = []
    for raw in notes:
        try:
            signed.append((raw, Checkpoint.open(raw.note, verifier)))
        except NoteError:
            broken.append(raw)
    hashes = _settle(frames, [head for _, head in signed], flaws)
    flaws += _roots(hashes, signed)
    flaws += _notes(broken, signed, folder)
    covered = max((head.size for _, head in signed), default=0)
    flaws += _tail(frames, covered)
    flaws += _description(folder, verifier, frames)
    if earlier is not None:
        flaws += _extends(earlier, verifier, hashes, covered)
    order = sorted(flaws, key=lambda flaw: (flaw.file, flaw.offset))
    head = signed[-1][1] if signed else None
    return Verification(min(covered, len(hashes)), len(signed), head, tuple(order))


def _frames(data: bytes) -> _Frames:
    frames = _Frames(data)
    for start in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES):
        frames.computed.append(leaf_hash(data[start : start + LEAF_BYTES]))
        frames.stored.append(data[start + LEAF_BYTES : start + FRAME_BYTES])
    return frames


def _settle(frames: _Frames, heads: list[Checkpoint], flaws: list[Flaw]) -> list[bytes]:
    """The true leaf hashes, as far as the signed roots decide; adds a flaw for each dispute."""
    covered = max((head.size for head in heads), default=0)
    disputed = [
        i
        for i, (x, y) in enumerate(zip(frames.computed, frames.stored, strict=True))
        if x != y and i < covered
    ]
    hashes = list(frames.computed)
    roots = {head.size: head.root for head in heads if head.size <= len(hashes)}
    data_changed = _which(frames, disputed, roots)
    for i in disputed:
        start = i * FRAME_BYTES
        data = frames.data[start : start + LEAF_BYTES]
        if i in data_changed:
            target = frames.stored[i]
            hashes[i] = target
            flaws.append(
                named(
                    "leaves.log",
                    start,
                    data,
                    lambda trial, target=target: leaf_hash(trial) == target,  # type: ignore[misc]
                    "the leaf is not what was signed",
                    i,
                )
            )
        else:
            flaws.append(
                difference(
                    "leaves.log", start + LEAF_BYTES, frames.stored[i], frames.computed[i], i
                )
            )
    return hashes


def _which(frames: _Frames, disputed: list[int], roots: dict[int, bytes]) -> set[int]:
    """Which disputed leaves had their data changed rather than their stored hash.

    Decided by the largest signed tree; with very many disputes, or none that fits, the data is
    taken to have changed.
    """
    if not disputed or not roots or len(disputed) > MOST_DISPUTES:
        return set(disputed)
    size = max(roots)
    for choice in product((True, False), repeat=len(disputed)):
        changed = {i for i, data in zip(disputed, choice, strict=True) if data}
        frontier = Frontier()
        for i in range(size):
            frontier.push(frames.stored[i] if i in changed else frames.computed[i])
        if frontier.root() == roots[size]:
            return changed
    return set(disputed)


def _roots(hashes: list[bytes], signed: list[tuple[RawNote, Checkpoint]]) -> list[Flaw]:
    """Signed roots that the leaves do not lead to, and signed sizes that shrink."""
    flaws: list[Flaw] = []
    frontier, good, largest = Frontier(), 0, 0
    for raw, head in sorted(signed, key=lambda pair: pair[1].size):
        if head.size > len(hashes):
            missing = head.size - len(hashes)
            what = f"{missing} signed leaves are missing from the end"
            return [*flaws, Flaw("leaves.log", len(hashes) * FRAME_BYTES, 0, what, len(hashes))]
        while frontier.size < head.size:
            frontier.push(hashes[frontier.size])
        if frontier.root() != head.root:
            start, length = good * FRAME_BYTES, (head.size - good) * FRAME_BYTES
            what = (
                f"leaves {good} to {head.size - 1} do not lead to the checkpoint at byte "
                f"{raw.offset} of checkpoints.log: leaf and hash were rewritten together"
            )
            return [*flaws, Flaw("leaves.log", start, length, what, good)]
        good = head.size
    for raw, head in signed:
        if head.size <= largest:
            what = f"a checkpoint of {head.size} leaves follows one of {largest}"
            flaws.append(Flaw("checkpoints.log", raw.offset, len(raw.note), what))
        largest = max(largest, head.size)
    return flaws


def _notes(
    broken: list[RawNote], signed: list[tuple[RawNote, Checkpoint]], folder: Folder
) -> list[Flaw]:
    """Checkpoints that do not verify. Only a last one that stops short can be a crash's."""
    flaws = []
    data = folder.read(folder.checkpoints)
    length = max((len(raw.note) for raw, _ in signed), default=0)
    for raw in _joined(broken, data):
        last = raw.offset + len(raw.note) == len(data)
        cut = last and not raw.note.endswith(b"\n") and len(raw.note) < length
        what = "an unfinished checkpoint" if cut else "the signature does not fit the checkpoint"
        flaws.append(Flaw("checkpoints.log", raw.offset, len(raw.note), what, unfinished=cut))
    if data and data[:1] != SEPARATOR:
        flaws.append(Flaw("checkpoints.log", 0, 1, "a record separator (0x1e) should stand here"))
    return flaws


def _joined(broken: list[RawNote], data: bytes) -> list[RawNote]:
    """Neighbours made one: the separator between them may be the byte that was changed."""
    joined: list[RawNote] = []
    for raw in broken:
        before = joined[-1] if joined else None
        if before is not None and raw.offset <= before.offset + len(before.note) + 1:
            stop = raw.offset + len(raw.note)
            joined[-1] = RawNote(before.offset, data[before.offset : stop])
        else:
            joined.append(raw)
    return joined


def _tail(frames: _Frames, covered: int) -> list[Flaw]:
    start = covered * FRAME_BYTES
    beyond = len(frames.data) - start
    if beyond <= 0:
        return []
    what = f"{beyond} bytes follow the last leaf that a checkpoint covers"
    return [Flaw("leaves.log", start, beyond, what, covered, unfinished=True)]


def _description(folder: Folder, verifier: Verifier, frames: _Frames) -> list[Flaw]:
    """ledger.json against the first leaf, and public.vkey against the key given."""
    flaws = []
    data = folder.read(folder.description)
    if frames.computed:
        first = frames.data[:LEAF_BYTES]
        if Leaf(Kind.GENESIS, 0, record_commitment(data)).data() != first:
            flaws.append(
                named(
                    "ledger.json",
                    0,
                    data,
                    lambda trial: record_commitment(trial) == first[9:],
                    "the description is not the one in the first leaf",
                )
            )
    published = str(verifier).encode() + b"\n"
    found = folder.read(folder.public_key)
    if found != published:
        if len(found) == len(published):
            flaws.append(difference("public.vkey", 0, found, published))
        else:
            flaws.append(Flaw("public.vkey", 0, len(found), "this is another public key"))
    return flaws


def _extends(earlier: bytes, verifier: Verifier, hashes: list[bytes], covered: int) -> list[Flaw]:
    try:
        before = Checkpoint.open(earlier, verifier)
    except NoteError as error:
        raise Problem(
            "The earlier checkpoint is not one of this ledger.",
            where=str(error),
            hint="give a checkpoint as `revenuer ledger checkpoint` printed it",
        ) from error
    if before.size > covered:
        what = f"an earlier checkpoint covers {before.size} leaves: the ledger was cut back"
        return [Flaw("leaves.log", covered * FRAME_BYTES, 0, what, covered)]
    frontier = Frontier()
    for digest in hashes[: before.size]:
        frontier.push(digest)
    if frontier.root() != before.root:
        what = f"the first {before.size} leaves are not those of the earlier checkpoint: a fork"
        return [Flaw("leaves.log", 0, before.size * FRAME_BYTES, what, 0)]
    return []


def given_key(text: str | None, path: Path) -> Verifier:
    """The public key from its text, from a file that holds it, or from the ledger's own folder.

    Raises Problem.
    """
    folder = Folder(path)
    if text is None:
        found = folder.read(folder.public_key).decode("utf-8", "replace")
    elif "+" in text:
        found = text
    else:
        found = folder.read(Path(text)).decode("utf-8", "replace")
    try:
        return Verifier.parse(found)
    except NoteError as error:
        raise Problem(
            "The public key cannot be read.",
            where=text or str(folder.public_key),
            hint=f"a key is written name+hash+key ({error})",
        ) from error
