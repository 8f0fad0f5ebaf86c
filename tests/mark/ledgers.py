"""Ledgers for the tests: small, made fast, without waiting for a disk."""

from pathlib import Path

from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.requests import PairRequest

ORIGIN = "ledger.example/tests"


def request(number: int, accounts: int = 4, members: int = 2) -> PairRequest:
    answers = tuple(f"answer {k} to {number}" for k in range(members))
    return PairRequest(f"acct-{number % accounts}", f"prompt {number}", answers, f"x-{number}")


def filled(path: Path, pairs: int, commits: int = 5) -> str:
    """A ledger of `pairs` pairs written in `commits` group commits; returns its public key."""
    key = init(path, ORIGIN)
    with Ledger(path) as ledger:
        each = max(1, pairs // commits)
        for start in range(0, pairs, each):
            stop = min(pairs, start + each)
            ledger.append_many([request(number) for number in range(start, stop)])
    return key
