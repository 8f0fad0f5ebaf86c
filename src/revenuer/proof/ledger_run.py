"""Step two of a blind test, from committed scores to a result."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from revenuer.proof.blind import Opened, open_coins
from revenuer.proof.pairs import pairs_of
from revenuer.proof.twins import TwinsResult, twins_test


@dataclass(frozen=True, slots=True)
class LedgerRun:
    """A result with what ties it to its ledger."""

    result: TwinsResult
    opened: Opened


def run_from_ledger(ledger: Path, scores: Path) -> LedgerRun:
    """Open the coins of committed `scores` and run the committed protocol. Raises Problem."""
    opened = open_coins(ledger, scores)
    digest = hashlib.sha256(scores.read_bytes()).hexdigest()
    pairs = pairs_of(opened.table, scores, digest)
    return LedgerRun(twins_test(pairs, opened.protocol), opened)
