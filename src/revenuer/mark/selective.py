"""Selective opening: the few pairs an expert needs, and nothing else of the ledger.

A bundle holds, for each pair, its opening (by default with hashes in place of texts), its leaf's
inclusion proof under one signed checkpoint, and, where the expert is to check the coins, the keys
of the accounts concerned, each with the leaf that committed to it before its first pair.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from revenuer.mark.checkpoints import Checkpoint, ConsistencyProof, InclusionProof
from revenuer.mark.coins import account_commitment, account_key
from revenuer.mark.folder import Description, Folder, split_frames, split_notes
from revenuer.mark.leaves import LEAF_BYTES, Leaf, text_hash
from revenuer.mark.merkle import Tree
from revenuer.mark.notes import NoteError, Verifier
from revenuer.mark.openings import AccountOpening, Opening, PairOpening, Text, parse_opening
from revenuer.problems import Problem

FORMAT = "revenuer opening 1"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a bundle proves. `coins_checked`: accounts whose key was given and whose coins fit."""

    pairs: tuple[PairOpening, ...]
    checkpoint: Checkpoint
    coins_checked: int


class Archive:
    """A ledger read for proofs: all leaves under its last signed checkpoint.

    Needs only the public files until an opening is asked for. Raises Problem.
    """

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        try:
            self.description = Description.parse(self.folder.read(self.folder.description))
            self.note = split_notes(self.folder.read(self.folder.checkpoints))[-1].note
            self.head = Checkpoint.open(self.note, self.description.verifier)
            frames = split_frames(self.folder.read(self.folder.leaves))[: self.head.size]
            self.leaves = [Leaf.parse(frame[:LEAF_BYTES]) for frame in frames]
        except (ValueError, IndexError) as error:
            raise self._unsound(str(error)) from error
        self.tree = Tree([leaf.hash() for leaf in self.leaves])
        if self.tree.size != self.head.size or self.tree.root() != self.head.root:
            raise self._unsound("the leaves do not lead to the last checkpoint")

    def inclusion(self, index: int) -> InclusionProof:
        """The proof that leaf `index` is in the ledger. Raises Problem."""
        if not 0 <= index < self.tree.size:
            raise Problem(
                f"There is no leaf {index}: the last checkpoint covers {self.tree.size}.",
                where=str(self.folder.path),
                hint=f"give an index from 0 to {self.tree.size - 1}",
            )
        return InclusionProof(index, tuple(self.tree.inclusion(index, self.head.size)), self.note)

    def consistency(self, old: int) -> ConsistencyProof:
        """The proof that the ledger extends its first `old` leaves. Raises Problem."""
        if not 1 <= old <= self.tree.size:
            raise Problem(
                f"There was no tree of {old} leaves: the last checkpoint covers {self.tree.size}.",
                where=str(self.folder.path),
                hint=f"give a size from 1 to {self.tree.size}",
            )
        return ConsistencyProof(old, tuple(self.tree.consistency(old, self.head.size)), self.note)

    def openings(self) -> Iterator[Opening]:
        """Every opening under the checkpoint, in order. Private. Raises Problem."""
        lines = self.folder.lines(self.folder.openings)
        for index, line in zip(range(1, self.tree.size), lines, strict=False):
            try:
                yield parse_opening(line[:-1])
            except ValueError as error:
                raise self._unsound(f"opening {index} was changed") from error

    def bundle(
        self, indexes: Iterable[int], *, texts: bool = False, account_keys: bool = False
    ) -> dict[str, Any]:
        """Open the pairs `indexes`, as plain data for JSON. Raises Problem.

        `texts` shows prompts and answers; `account_keys` lets the coins of their accounts be
        checked, and with them every other coin of those accounts be known.
        """
        wanted = set(indexes)
        pairs: list[PairOpening] = []
        accounts: dict[int, AccountOpening] = {}
        for opening in self.openings():
            if isinstance(opening, AccountOpening):
                accounts[opening.index] = opening
            elif isinstance(opening, PairOpening) and opening.index in wanted:
                pairs.append(opening)
        missing = sorted(wanted - {pair.index for pair in pairs})
        if missing or not pairs:
            which = f"Leaf {missing[0]} is not a pair." if missing else "No pair was asked for."
            raise Problem(which, where=str(self.folder.path), hint="give indexes from receipts")
        used = sorted({pair.account_leaf for pair in pairs})
        return {
            "format": FORMAT,
            "public_key": str(self.description.verifier),
            "accounts": [self._account(accounts[leaf], account_keys) for leaf in used],
            "pairs": [self._pair(pair if texts else _without_texts(pair)) for pair in pairs],
        }

    def _account(self, opening: AccountOpening, with_key: bool) -> dict[str, Any]:
        shown: dict[str, Any] = {"index": opening.index, "proof": self._proof(opening.index)}
        shown["leaf"] = base64.b64encode(self.leaves[opening.index].data()).decode()
        if with_key:
            key = account_key(self.folder.secret(), opening.account_id)
            shown |= {"account_id": opening.account_id, "key": key.hex()}
        return shown

    def _pair(self, pair: PairOpening) -> dict[str, Any]:
        return {"opening": pair.line().decode(), "proof": self._proof(pair.index)}

    def _proof(self, index: int) -> str:
        return self.inclusion(index).text().decode()

    def _unsound(self, why: str) -> Problem:
        return Problem(
            f"The ledger's files are not sound: {why}.",
            where=str(self.folder.path),
            hint="`revenuer ledger verify` names what is wrong",
        )


def check_bundle(bundle: dict[str, Any], verifier: Verifier) -> Checked:
    """Check a bundle against the ledger's public key alone. Raises Problem naming what fails."""
    try:
        if bundle["format"] != FORMAT:
            raise NoteError(f"the format is not {FORMAT}")
        accounts = {int(found["index"]): found for found in bundle["accounts"]}
        heads = [_checked_account(found, verifier) for found in accounts.values()]
        pairs = []
        for found in bundle["pairs"]:
            pair = parse_opening(found["opening"].encode())
            if not isinstance(pair, PairOpening):
                raise NoteError("an opening is not of a pair")
            heads.append(_checked_pair(pair, found["proof"], accounts, verifier))
            pairs.append(pair)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Problem(
            f"The bundle does not hold: {error}.",
            hint="ask for it again, and compare the public key",
        ) from error
    if not pairs:
        raise Problem("The bundle opens no pair.", hint="ask for it again")
    keyed = sum("key" in found for found in accounts.values())
    return Checked(tuple(pairs), max(heads, key=lambda head: head.size), keyed)


def _checked_account(found: dict[str, Any], verifier: Verifier) -> Checkpoint:
    leaf = Leaf.parse(base64.b64decode(found["leaf"], validate=True))
    if "key" in found:
        key = bytes.fromhex(found["key"])
        if account_commitment(key, found["account_id"]) != leaf.commitment:
            raise NoteError(f"the key of account {found['account_id']} is not the one committed to")
    return _included(leaf, found["proof"], verifier)


def _checked_pair(
    pair: PairOpening, proof: str, accounts: dict[int, dict[str, Any]], verifier: Verifier
) -> Checkpoint:
    account = accounts[pair.account_leaf]
    committed = Leaf.parse(base64.b64decode(account["leaf"], validate=True))
    if committed.index != pair.account_leaf or pair.account_leaf >= pair.index:
        raise NoteError(f"the account of pair {pair.index} was not committed to before it")
    if "key" in account and not pair.follows_its_coin(bytes.fromhex(account["key"])):
        raise NoteError(f"pair {pair.index} does not follow its coin")
    return _included(pair.leaf(committed.commitment), proof, verifier)


def _included(leaf: Leaf, text: str, verifier: Verifier) -> Checkpoint:
    proof = InclusionProof.parse(text.encode())
    if proof.index != leaf.index:
        raise NoteError(f"the proof is of leaf {proof.index}, not of leaf {leaf.index}")
    return proof.check(leaf.hash(), verifier)


def _without_texts(pair: PairOpening) -> PairOpening:
    return replace(
        pair,
        prompt=Text(pair.prompt.digest, None),
        members=tuple(Text(member.digest, None) for member in pair.members),
    )


def shows(pair: PairOpening, text: str) -> Sequence[str]:
    """What of an opened pair a text at hand is: "prompt", "served", "kept", or none of these."""
    digest = text_hash(text)
    roles = ["prompt"] if pair.prompt.digest == digest else []
    roles += [
        "served" if position == pair.coin else "kept"
        for position, member in enumerate(pair.members)
        if member.digest == digest
    ]
    return roles
