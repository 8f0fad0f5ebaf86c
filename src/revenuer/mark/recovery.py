"""What a crash left: the last whole checkpoint, and whole leaves beyond it, not acknowledged."""

from dataclasses import dataclass

from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.folder import Description, Folder, RawNote, split_frames, split_notes
from revenuer.mark.leaves import FRAME_BYTES, LEAF_BYTES, Kind, Leaf, record_commitment
from revenuer.mark.merkle import Frontier, leaf_hash
from revenuer.mark.notes import NoteError
from revenuer.mark.openings import (
    AccountOpening,
    Opening,
    PairOpening,
    opens,
    parse_opening,
)
from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class Recovered:
    """A ledger's state, ready to be continued.

    `sizes`: how much of openings, leaves and checkpoints to keep. `adopted`: the leaves beyond
    the last checkpoint that are whole. `pairs` maps account leaf and prompt to where the opening
    begins; it leaves out adopted pairs and all that were voided before.
    """

    description: Description
    frontier: Frontier
    note: bytes
    accounts: dict[str, Leaf]
    pairs: dict[tuple[int, bytes], int]
    adopted: range
    sizes: tuple[int, int, int]


def recover(folder: Folder, secret: bytes) -> Recovered:
    """Read a ledger as its next writer must. Raises Problem where acknowledged bytes changed."""
    try:
        description = Description.parse(folder.read(folder.description))
    except ValueError as error:
        raise _changed(folder, str(error)) from error
    if not description.fits(secret):
        raise _changed(folder, "the secret is not the one this ledger began with")
    last, head = _last_checkpoint(folder, description)
    frames = split_frames(folder.read(folder.leaves))
    walk = _Walk(description, secret)
    lines = folder.lines(folder.openings)
    for frame in frames:
        if not walk.take(frame, next(lines, None) if walk.frontier.size else None):
            break
        if walk.frontier.size == head.size and walk.frontier.root() != head.root:
            raise _changed(folder, f"the first {head.size} leaves do not lead to their checkpoint")
    if walk.frontier.size < head.size:
        lost = walk.frontier.size
        raise _changed(folder, f"leaf {lost} or its opening is not what was written")
    adopted = range(head.size, walk.frontier.size)
    return Recovered(
        description=description,
        frontier=walk.frontier,
        note=last.note,
        accounts=walk.accounts,
        pairs=walk.live_pairs(adopted),
        adopted=adopted,
        sizes=(walk.opened, walk.frontier.size * FRAME_BYTES, last.offset + len(last.note)),
    )


def _last_checkpoint(folder: Folder, description: Description) -> tuple[RawNote, Checkpoint]:
    """The last signed checkpoint; only what follows it may be the remains of a crash."""
    notes = split_notes(folder.read(folder.checkpoints))
    whole: tuple[RawNote, Checkpoint] | None = None
    broken = False
    for raw in notes:
        try:
            found = Checkpoint.open(raw.note, description.verifier)
        except NoteError:
            broken = True
            continue
        if broken or (whole is not None and found.size < whole[1].size):
            raise _changed(folder, f"a checkpoint before byte {raw.offset} was changed")
        whole = raw, found
    if whole is None:
        raise _changed(folder, "there is no signed checkpoint")
    return whole


class _Walk:
    """Leaves and openings taken in one by one. `opened`: bytes of openings taken."""

    def __init__(self, description: Description, secret: bytes) -> None:
        self.frontier = Frontier()
        self.accounts: dict[str, Leaf] = {}
        self.opened = 0
        self._genesis = Leaf(Kind.GENESIS, 0, record_commitment(description.data()))
        self._secret = secret
        self._by_index: dict[int, Leaf] = {}
        self._pairs: dict[tuple[int, bytes], tuple[int, int]] = {}
        self._void: set[int] = set()

    def take(self, frame: bytes, line: bytes | None) -> bool:
        """Extend the state by one leaf and its opening; False where they are not whole."""
        data, index = frame[:LEAF_BYTES], self.frontier.size
        try:
            leaf = Leaf.parse(data)
            opening = parse_opening(line[:-1]) if line is not None else None
        except ValueError:
            return False
        if leaf_hash(data) != frame[LEAF_BYTES:] or leaf.index != index:
            return False
        if opening is None or line is None:
            if leaf != self._genesis:
                return False
        elif opens(opening, leaf, self._by_index, self._secret):
            self._note(leaf, opening)
            self.opened += len(line)
        else:
            return False
        self.frontier.push(leaf.hash())
        return True

    def _note(self, leaf: Leaf, opening: Opening) -> None:
        if isinstance(opening, AccountOpening):
            self.accounts[opening.account_id] = leaf
            self._by_index[leaf.index] = leaf
        elif isinstance(opening, PairOpening):
            asked = (opening.account_leaf, opening.prompt.digest)
            self._pairs[asked] = (opening.index, self.opened)
        elif opening.kind is Kind.VOID:
            self._void.update(range(opening.fields["start"], opening.fields["stop"]))

    def live_pairs(self, adopted: range) -> dict[tuple[int, bytes], int]:
        """Where the openings of pairs that may have been served begin, by account and prompt."""
        return {
            asked: offset
            for asked, (index, offset) in self._pairs.items()
            if index not in self._void and index not in adopted
        }


def _changed(folder: Folder, what: str) -> Problem:
    return Problem(
        f"The ledger's files were changed: {what}.",
        where=str(folder.path),
        hint="`revenuer ledger verify` names every changed byte; restore the files from a copy",
    )
