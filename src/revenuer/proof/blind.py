"""Blind scoring in two steps: no score can know a coin.

Step one reads pairs from the ledger without their coins, members in the order of their hashes,
asks the suspect, writes the scores to a file and commits the file's hash, with the protocol of the
test to come, to the ledger. Step two refuses to run unless that leaf is there, refuses if coins
had been opened before it, records the opening, and only then joins scores and coins.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.mark.leaves import Kind
from revenuer.mark.ledger import Ledger
from revenuer.mark.openings import AccountOpening, PairOpening, RecordOpening
from revenuer.mark.selective import Archive
from revenuer.problems import Problem
from revenuer.proof.reference import without_references
from revenuer.proof.suspects import Suspect
from revenuer.proof.twins import Protocol


@dataclass(frozen=True, slots=True)
class BlindSet:
    """What a scorer may know of a pair: its leaf, its prompt, its answers in a coinless order."""

    leaf: int
    prompt: str
    answers: tuple[str, ...]


def blind_sets(archive: Archive) -> Iterator[BlindSet]:
    """The pairs of a ledger that may have been served, without their coins. Raises Problem."""
    void = _void(archive)
    for opening in archive.openings():
        if not isinstance(opening, PairOpening) or opening.index in void:
            continue
        answers = [member.text for member in opening.members]
        if opening.prompt.text is None or any(answer is None for answer in answers):
            raise Problem(
                "This ledger keeps hashes only, so its answers cannot be scored from it.",
                where=str(archive.folder.path),
                hint="score the texts where they are kept, and give the file to `prove twins`",
            )
        yield BlindSet(opening.index, opening.prompt.text, tuple(a for a in answers if a))


def score_blind(
    path: Path,
    suspect: Suspect,
    out: Path,
    protocol: Protocol,
    references: Sequence[Path] = (),
) -> int:
    """Step one: score the pairs of the ledger at `path`, write `out`, commit its hash.

    `references` are blind scores of models that cannot know the coins, made by this step before:
    the test will use exactly these. Returns the leaf of the commitment. Raises Problem.
    """
    if out.exists():
        raise Problem("The file of scores is there already.", where=str(out), hint="name another")
    sets = list(blind_sets(Archive(path)))
    if not sets:
        raise Problem("The ledger holds no pairs.", where=str(path), hint="append some first")
    members = max(len(one.answers) for one in sets)
    rows = [(one.leaf, suspect.score(one.prompt, one.answers)) for one in sets]
    columns: dict[str, Any] = {"leaf_index": [leaf for leaf, _ in rows]}
    for j in range(members):
        found = [scores[j] if j < len(scores) else None for _, scores in rows]
        columns[f"member_{j}"] = pa.array(found, pa.float64())
    pq.write_table(pa.table(columns), out)
    fields = {
        "sha256": _digest(out),
        "suspect": suspect.name,
        "pairs": len(sets),
        "alpha": protocol.alpha,
        "seed": protocol.seed,
        "draws": protocol.draws,
        "references": [_digest(reference) for reference in references],
    }
    with Ledger(path) as ledger:
        return ledger.record(Kind.SCORES, fields)


@dataclass(frozen=True, slots=True)
class Opened:
    """Scores joined with their coins, in the layout of `read_pairs`, and their protocol.

    `others` are the suspects of all further scores committed to the ledger so far, references
    left out: if they were tested too, this is one test of several.
    """

    table: pa.Table
    sha256: str
    protocol: Protocol
    suspect: str
    scores_leaf: int
    opened_leaf: int
    others: tuple[str, ...]


def open_coins(path: Path, scores: Path, references: Sequence[Path] = ()) -> Opened:
    """Step two: join committed scores with the coins. Raises Problem where it must not.

    `references` must be those named when the scores were committed; what they explain is taken
    out of the scores before any coin is looked at.
    """
    digest = _digest(scores)
    archive = Archive(path)
    committed, opened = _committed(archive, digest, scores)
    wanted = committed.fields.get("references", [])
    if [_digest(reference) for reference in references] != wanted:
        raise Problem(
            f"These scores were committed with {len(wanted)} files of reference scores, "
            "not with those given.",
            where=str(scores),
            hint="give the same files, in the same order, as to `prove score`",
        )
    for reference in references:
        _committed(archive, _digest(reference), reference, any_opening=committed.index)
    table = _less(pq.read_table(scores), [pq.read_table(reference) for reference in references])
    table = _joined(archive, table, committed.index)
    if opened is None:
        with Ledger(path) as ledger:
            opened = ledger.record(Kind.OPENED, {"scores_leaf": committed.index})
    fields = committed.fields
    return Opened(
        table=table,
        sha256=digest,
        protocol=Protocol(fields["alpha"], fields["seed"], fields["draws"]),
        suspect=str(fields["suspect"]),
        scores_leaf=committed.index,
        opened_leaf=opened,
        others=_others(archive, {digest, *wanted}),
    )


def _others(archive: Archive, known: set[str]) -> tuple[str, ...]:
    """The suspects of the committed scores whose hashes are not `known`, in order."""
    found = (o for o in archive.openings() if isinstance(o, RecordOpening))
    rest = (o.fields for o in found if o.kind is Kind.SCORES and o.fields["sha256"] not in known)
    return tuple(str(fields["suspect"]) for fields in rest)


def _digest(scores: Path) -> str:
    if not scores.is_file():
        raise Problem("There is no such file of scores.", where=str(scores), hint="run step one")
    return hashlib.sha256(scores.read_bytes()).hexdigest()


def _less(scores: pa.Table, references: Sequence[pa.Table]) -> pa.Table:
    """The members' scores less what the references explain; no coin is known here."""
    if not references:
        return scores
    names = _members(scores)
    for reference in references:
        same_pairs = reference["leaf_index"].equals(scores["leaf_index"])
        if _members(reference) != names or not same_pairs:
            raise Problem(
                "The reference scores are of other pairs than the suspect's.",
                hint="score both from the same ledger, with no pairs added in between",
            )
    own, *others = [
        np.column_stack([table[name].to_numpy() for name in names])
        for table in (scores, *references)
    ]
    left = without_references(own, np.stack(others))
    columns = [pa.array(left[:, j], pa.float64()) for j in range(len(names))]
    return pa.table({"leaf_index": scores["leaf_index"], **dict(zip(names, columns, strict=True))})


def _members(scores: pa.Table) -> list[str]:
    return [name for name in scores.column_names if name.startswith("member_")]


def _committed(
    archive: Archive, digest: str, scores: Path, any_opening: int | None = None
) -> tuple[RecordOpening, int | None]:
    """The leaf that commits to the scores, and where its coins were opened already, if they were.

    Coins may have been opened for other scores only after these were committed. A reference's
    scores are of use without an opening of their own: they must be there before the leaf
    `any_opening`, which names them.
    """
    committed: RecordOpening | None = None
    for opening in archive.openings():
        if not isinstance(opening, RecordOpening):
            continue
        if opening.kind is Kind.SCORES and opening.fields["sha256"] == digest:
            committed = committed or opening
            if any_opening is not None and committed.index < any_opening:
                return committed, None
        if opening.kind is Kind.OPENED:
            if committed is None:
                raise Problem(
                    f"Coins of this ledger were opened at leaf {opening.index}, before these "
                    "scores were committed: they are not blind.",
                    where=str(scores),
                    hint="score every suspect first, or score pairs of a new ledger",
                )
            if opening.fields["scores_leaf"] == committed.index:
                return committed, opening.index
    if committed is None:
        raise Problem(
            "These scores are not committed to the ledger, so its coins stay closed.",
            where=str(scores),
            hint="`revenuer prove score` writes scores and commits them",
        )
    return committed, None


def _joined(archive: Archive, scores: pa.Table, before: int) -> pa.Table:
    accounts: dict[int, str] = {}
    pairs: dict[int, PairOpening] = {}
    for opening in archive.openings():
        if isinstance(opening, AccountOpening):
            accounts[opening.index] = opening.account_id
        elif isinstance(opening, PairOpening) and opening.index < before:
            pairs[opening.index] = opening
    names = _members(scores)
    rows = zip(
        scores["leaf_index"].to_pylist(), *(scores[n].to_pylist() for n in names), strict=True
    )
    columns: dict[str, list[Any]] = {"pair_id": [], "leaf_index": [], "account_id": []}
    for name in ["served", *(f"twin_{j}" for j in range(1, len(names)))]:
        columns[name] = []
    for leaf, *members in rows:
        pair = pairs[leaf]
        served = members.pop(pair.coin)
        columns["pair_id"].append(str(leaf))
        columns["leaf_index"].append(leaf)
        columns["account_id"].append(accounts[pair.account_leaf])
        columns["served"].append(served)
        for j, score in enumerate(members, 1):
            columns[f"twin_{j}"].append(score)
    kinds = {"pair_id": pa.string(), "leaf_index": pa.int64(), "account_id": pa.string()}
    return pa.table({k: pa.array(v, kinds.get(k, pa.float64())) for k, v in columns.items()})


def _void(archive: Archive) -> set[int]:
    void: set[int] = set()
    for opening in archive.openings():
        if isinstance(opening, RecordOpening) and opening.kind is Kind.VOID:
            void.update(range(opening.fields["start"], opening.fields["stop"]))
    return void
