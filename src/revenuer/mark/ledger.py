"""The ledger's writer: every pair is committed to, durably and under a signature, before its
answer may leave.

A group commit writes openings and leaves, makes them durable, then signs and makes durable a
checkpoint over them; only then are its callers told. So a crash at any byte loses nothing that
was acknowledged, and no two signed trees ever disagree: what lies beyond the last whole
checkpoint was never acknowledged, is adopted as far as it is whole, and is declared void.
"""

import fcntl
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self

from revenuer.mark.appendfile import AppendFile
from revenuer.mark.batch import Asked, Batch
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.folder import SEPARATOR, Folder
from revenuer.mark.leaves import Kind
from revenuer.mark.openings import PairOpening, RecordOpening, parse_opening
from revenuer.mark.recovery import recover
from revenuer.mark.requests import HashedPair, PairRequest, Receipt, hashed
from revenuer.problems import Problem

MOST_IN_A_COMMIT = 2000


class Ledger:
    """The one writer of a ledger; safe to share between threads. Use it as a context manager.

    Opening takes the writer's lock and mends what a crash left: `voided` are the leaves that were
    whole but never acknowledged. `checkpoint` is the latest signed tree head. Raises Problem where
    another writer holds the lock, or where the files were changed.
    """

    def __init__(self, path: Path) -> None:
        self._folder = Folder(path)
        if not self._folder.private.is_dir():
            raise Problem(
                "There is no ledger to write to.",
                where=str(path),
                hint="begin one with `revenuer ledger init`",
            )
        self._queue: list[tuple[HashedPair, Future[Receipt]]] = []
        self._arrival = threading.Condition()
        self._commit_lock = threading.Lock()
        self._committer: threading.Thread | None = None
        self._closing = self._broken = False
        self._files: tuple[AppendFile, ...] = ()
        self._lock = _locked(self._folder.lock)
        try:
            self._mend()
        except BaseException:
            self.close()
            raise

    def _mend(self) -> None:
        folder = self._folder
        self._secret = folder.secret()
        found = recover(folder, self._secret)
        self._description = found.description
        self._signer = folder.signer(found.description.verifier.name)
        if self._signer.verifier != found.description.verifier:
            raise Problem(
                "The signing key is not the one this ledger began with.",
                where=str(folder.signing_key),
                hint="restore it from where you keep it",
            )
        self._frontier = found.frontier
        self._accounts = found.accounts
        self._pairs = found.pairs
        self.checkpoint = found.note
        self.voided = found.adopted
        self._files = (
            AppendFile(folder.openings, 0o600),
            AppendFile(folder.leaves),
            AppendFile(folder.checkpoints),
        )
        for file, size in zip(self._files, found.sizes, strict=True):
            if file.size > size:
                file.cut(size)
        if found.adopted:
            self.record(Kind.VOID, {"start": found.adopted.start, "stop": found.adopted.stop})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._frontier.size

    def append(self, request: PairRequest) -> Receipt:
        """Commit one pair; blocks until it is durable and signed, together with what other
        threads append meanwhile. Raises Problem for a request that cannot be coined."""
        return self.submit(request).result()

    def submit(self, request: PairRequest) -> Future[Receipt]:
        """As `append`, without waiting: the answer may leave when the future has its result."""
        pair = hashed(request, keep_texts=self._description.keeps_texts)
        future: Future[Receipt] = Future()
        with self._arrival:
            if self._closing:
                raise self._refusal()
            if self._committer is None:
                self._committer = threading.Thread(target=self._commit_arrivals, daemon=True)
                self._committer.start()
            self._queue.append((pair, future))
            self._arrival.notify()
        return future

    def append_many(self, requests: Sequence[PairRequest]) -> list[Receipt]:
        """Commit many pairs, up to 2,000 a commit; returns once all are durable and signed."""
        keep = self._description.keeps_texts
        pairs = [hashed(request, keep_texts=keep) for request in requests]
        receipts: list[Receipt] = []
        for start in range(0, len(pairs), MOST_IN_A_COMMIT):
            receipts += self._commit_pairs(pairs[start : start + MOST_IN_A_COMMIT])
        return receipts

    def record(self, kind: Kind, fields: dict[str, object]) -> int:
        """Commit one leaf of another kind; returns its index."""
        with self._commit_lock:
            batch = self._batch()
            opening = RecordOpening(batch.next_index, kind, dict(fields))
            batch.add(opening.leaf(), opening)
            self._commit(batch)
            return opening.index

    def close(self) -> None:
        """Finish what was submitted and give up the lock; more than once does no harm."""
        with self._arrival:
            self._closing = True
            self._arrival.notify()
        if self._committer is not None:
            self._committer.join()
        with self._commit_lock:
            for file in self._files:
                file.close()
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    def _commit_arrivals(self) -> None:
        while True:
            with self._arrival:
                self._arrival.wait_for(lambda: self._queue or self._closing)
                waiting = self._queue[:MOST_IN_A_COMMIT]
                del self._queue[: len(waiting)]
            if not waiting:
                return
            try:
                receipts = self._commit_pairs([pair for pair, _ in waiting])
            except (OSError, Problem) as error:
                for _, future in waiting:
                    future.set_exception(error)
                continue
            for (_, future), receipt in zip(waiting, receipts, strict=True):
                future.set_result(receipt)

    def _commit_pairs(self, pairs: Sequence[HashedPair]) -> list[Receipt]:
        with self._commit_lock:
            batch = self._batch()
            receipts = [batch.stage(pair, self._secret) for pair in pairs]
            self._commit(batch)
            self._accounts.update(batch.accounts)
            self._pairs.update(batch.offsets)
            return receipts

    def _batch(self) -> Batch:
        if self._broken or self._lock < 0:
            raise self._refusal()
        return Batch(self.size, self._files[0].size, self._accounts.get, self._asked_before)

    def _asked_before(self, asked: Asked) -> PairOpening | None:
        if asked not in self._pairs:
            return None
        opening = parse_opening(self._files[0].line_at(self._pairs[asked]))
        assert isinstance(opening, PairOpening)  # only pairs are noted there
        return opening

    def _commit(self, batch: Batch) -> None:
        if not batch.leaves:
            return
        frontier = self._frontier.copy()
        for leaf in batch.leaves:
            frontier.push(leaf.hash())
        origin = self._description.verifier.name
        note = self._signer.sign(Checkpoint(origin, frontier.size, frontier.root()).text())
        openings, leaves, checkpoints = self._files
        self._broken = True  # until everything below has worked
        openings.append(b"".join(batch.lines))
        leaves.append(b"".join(leaf.frame() for leaf in batch.leaves))
        openings.sync()
        leaves.sync()
        checkpoints.append(SEPARATOR + note)
        checkpoints.sync()
        self._broken = False
        self._frontier = frontier
        self.checkpoint = note

    def _refusal(self) -> Problem:
        return Problem(
            "The ledger can take no more leaves: a write failed, or it was closed.",
            where=str(self._folder.path),
            hint="open it again; that mends it",
        )


def _locked(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Problem(
            "Another process is writing to this ledger.",
            where=str(path),
            hint="a ledger has one writer; stop the other or send it your pairs",
        ) from error
    return descriptor
