"""A writer to be killed: appends without end, and says what it was told, a line each."""

import itertools
import sys
from pathlib import Path

from ledgers import request

from revenuer.mark.ledger import Ledger

with Ledger(Path(sys.argv[1])) as ledger:
    for start in itertools.count(int(sys.argv[2]), 3):
        for receipt in ledger.append_many([request(start + k) for k in range(3)]):
            sys.stdout.write(f"{receipt.index} {receipt.reference} {receipt.served_sha256}\n")
        sys.stdout.flush()
