"""Step two of a blind test: committed scores, their coins, and what ties them to the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.mark.folder import Description, Folder
from revenuer.proof.blind import Opened, open_coins
from revenuer.proof.dossier import Provenance
from revenuer.proof.pairs import pairs_of
from revenuer.proof.twins import TwinsResult, twins_test


@dataclass(frozen=True, slots=True)
class LedgerRun:
    """A result with what ties it to its ledger."""

    result: TwinsResult
    opened: Opened
    provenance: Provenance

    def scores(self) -> bytes:
        """The joined scores as the bytes of a file that `read_pairs` reads."""
        sink = pa.BufferOutputStream()
        pq.write_table(self.opened.table, sink)
        return bytes(sink.getvalue().to_pybytes())


def run_from_ledger(ledger: Path, scores: Path, references: Sequence[Path] = ()) -> LedgerRun:
    """Open the coins of committed `scores` and run the committed protocol. Raises Problem."""
    opened = open_coins(ledger, scores, references)
    pairs = pairs_of(opened.table, scores, opened.sha256)
    folder = Folder(ledger)
    verifier = Description.parse(folder.read(folder.description)).verifier
    provenance = Provenance(
        suspect=opened.suspect,
        origin=verifier.name,
        public_key=str(verifier),
        scores_leaf=opened.scores_leaf,
        opened_leaf=opened.opened_leaf,
        references=len(references),
        others=opened.others,
    )
    return LedgerRun(twins_test(pairs, opened.protocol), opened, provenance)
