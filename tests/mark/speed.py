"""How fast the ledger takes pairs, on the disk at hand: `python tests/mark/speed.py [pairs]`."""

import sys
import tempfile
import threading
import time
from pathlib import Path

from ledgers import ORIGIN

from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.requests import PairRequest


def pair(number: int) -> PairRequest:
    answers = tuple(f"{name} {number} " + "words " * 150 for name in ("one", "two"))
    return PairRequest(f"acct-{number % 300}", f"prompt {number} " + "more " * 60, answers)


def speeds(count: int) -> dict[str, int]:
    """Pairs a second, by the way they are handed over."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ledger"
        init(path, ORIGIN)
        with Ledger(path) as ledger:
            requests = [pair(number) for number in range(count)]
            start = time.perf_counter()
            ledger.append_many(requests)
            batches = count / (time.perf_counter() - start)
            start = time.perf_counter()
            for future in [ledger.submit(pair(count + number)) for number in range(count)]:
                future.result()
            submitted = count / (time.perf_counter() - start)

            def work(first: int) -> None:
                for number in range(50):
                    ledger.append(pair(first + number))

            threads = [
                threading.Thread(target=work, args=(10_000_000 + 50 * k,)) for k in range(128)
            ]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            blocking = 6400 / (time.perf_counter() - start)
    return {
        "in batches": round(batches),
        "submitted one by one": round(submitted),
        "by 128 blocking threads": round(blocking),
    }


if __name__ == "__main__":
    for way, rate in speeds(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000).items():
        print(f"{way}: {rate:,} pairs/s")
