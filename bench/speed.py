"""Speed and memory of a scan against the floor: `python bench/speed.py [--sizes 1,16]`.

Generates canonical Parquet of each size (millions of exchanges), then in one run prints the floor
(DuckDB reading the same files and hashing system prompt and last message of every exchange once),
the scan's time, their ratio, the scan's peak memory over all its processes, and the exponent with
which time grows from the smallest to the largest size. Writes docs/results/speed.json.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb

from revenuer.drill import volume
from revenuer.trial.processes import tree_memory

ROOT = Path(__file__).resolve().parent.parent
MILLION = 1_000_000


def floor_seconds(log: Path) -> float:
    """Best of three: seconds DuckDB takes on all cores."""
    connection = duckdb.connect()
    query = (
        "select bit_xor(hash(system)), bit_xor(hash(messages[-1].content)) "
        f"from read_parquet('{log}/*.parquet')"
    )
    times = []
    for _ in range(3):
        start = time.perf_counter()
        connection.execute(query).fetchall()
        times.append(time.perf_counter() - start)
    return min(times)


def scan_seconds(log: Path, accounts: Path, out: Path) -> tuple[float, int]:
    """Seconds and peak memory of `revenuer scan` as a user runs it."""
    command = [sys.executable, "-m", "revenuer", "scan", str(log), "--accounts", str(accounts)]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--out", str(out), "--quiet"])
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.5):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    if status:
        raise SystemExit(f"the scan exited with {status}")
    return seconds, peak


def measure(size: int, folder: Path) -> dict[str, float]:
    """All figures for `size` million exchanges."""
    log = folder / f"{size}m"
    if not log.exists():
        volume.write(log, size * MILLION, seed=size)
    floor = floor_seconds(log / "traffic")
    out = folder / f"out-{size}m"
    shutil.rmtree(out, ignore_errors=True)
    seconds, peak = scan_seconds(log / "traffic", log / "accounts.parquet", out)
    found = json.loads((out / "campaigns.json").read_text())
    row = {
        "exchanges": size * MILLION,
        "floor_s": round(floor, 2),
        "scan_s": round(seconds, 1),
        "ratio": round(seconds / floor, 1),
        "peak_gib": round(peak / 2**30, 2),
        "groups": found["scan"]["groups_tested"],
        "campaigns": sum(c["verdict"] == "campaign" for c in found["campaigns"]),
    }
    print(json.dumps(row), flush=True)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1,16", help="millions of exchanges")
    parser.add_argument("--folder", type=Path, default=ROOT / "bench-out")
    parser.add_argument("--save", type=Path, default=ROOT / "docs/results/speed.json")
    given = parser.parse_args()
    rows = [measure(int(size), given.folder) for size in given.sizes.split(",")]
    result = {"cores": os.cpu_count(), "rows": rows}
    if len(rows) > 1:
        growth = math.log(rows[-1]["scan_s"] / rows[0]["scan_s"])
        exponent = growth / math.log(rows[-1]["exchanges"] / rows[0]["exchanges"])
        result["growth_exponent"] = round(exponent, 3)
        print(f"growth exponent {exponent:.2f}")
    given.save.parent.mkdir(parents=True, exist_ok=True)
    given.save.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
