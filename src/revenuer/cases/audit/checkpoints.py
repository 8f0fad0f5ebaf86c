"""Signed heads of the chain, in the form of C2SP checkpoints. Their hash is the digest of the last
entry: a chain's head, not a tree's root."""

import sqlalchemy as sa

from revenuer.cases.audit.chain import head
from revenuer.cases.tables import CHECKPOINTS
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.notes import Signer

EVERY = 100
"""Entries after which a write signs the head by itself."""


def last_size(connection: sa.Connection) -> int:
    """Entries under the newest checkpoint."""
    return connection.scalar(sa.select(sa.func.max(CHECKPOINTS.c.size))) or 0


def sign(connection: sa.Connection, signer: Signer) -> bytes:
    """The signed head of the chain; kept within the caller's write transaction."""
    size, digest = head(connection)
    known = connection.scalar(sa.select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size))
    if known is not None:
        return known
    note = signer.sign(Checkpoint(signer.verifier.name, size, bytes.fromhex(digest)).text())
    connection.execute(sa.insert(CHECKPOINTS).values(size=size, note=note))
    return note


def sign_if_due(connection: sa.Connection, signer: Signer) -> None:
    """Sign where `EVERY` entries have come since the newest checkpoint."""
    if head(connection)[0] - last_size(connection) >= EVERY:
        sign(connection, signer)
