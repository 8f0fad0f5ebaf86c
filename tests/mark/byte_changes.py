"""Random byte changes, all to be found: `python tests/mark/byte_changes.py [changes] [seed]`."""

import random
import sys
import tempfile
from pathlib import Path

from ledgers import filled

from revenuer.mark.notes import Verifier
from revenuer.mark.private_verification import verify_private
from revenuer.mark.verification import verify

PUBLIC = ("ledger.json", "leaves.log", "checkpoints.log", "public.vkey")
PRIVATE = ("private/openings.log", "private/secret.key", "private/signing.key")


def change_and_verify(folder: Path, key: Verifier, rng: random.Random) -> str | None:
    """Change one random byte; None if it was named, else what went wrong. Restores the file."""
    files = [(name, (folder / name).read_bytes()) for name in PUBLIC + PRIVATE]
    weights = [len(data) for _, data in files]
    name, data = rng.choices(files, weights)[0]
    position, flip = rng.randrange(len(data)), rng.randrange(1, 256)
    changed = bytearray(data)
    changed[position] ^= flip
    (folder / name).write_bytes(changed)
    try:
        found = verify(folder, key)
        flaws = [*found.flaws, *verify_private(folder, found.leaves)]
    finally:
        (folder / name).write_bytes(data)
    here = f"{name} byte {position} ^ {flip:#04x}"
    if not flaws:
        return f"{here}: not found"
    for flaw in flaws:
        if flaw.file == name and flaw.offset <= position < flaw.offset + flaw.length:
            return None
    return f"{here}: found, not named: {[str(flaw) for flaw in flaws]}"


def run(changes: int, seed: int, pairs: int = 25) -> tuple[int, list[str]]:
    """How many of `changes` were found and named, and what was said of the others."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "ledger"
        key = Verifier.parse(filled(folder, pairs, commits=4))
        assert verify(folder, key).whole
        missed = [
            miss
            for _ in range(changes)
            if (miss := change_and_verify(folder, key, rng)) is not None
        ]
    return changes - len(missed), missed


if __name__ == "__main__":
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    named, missed = run(total, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print(f"{named:,} of {total:,} changes found and named")
    print("\n".join(missed))
    sys.exit(bool(missed))
