"""Everything measured of the ledger, in one table: `python tests/mark/measured.py [--save FILE]`.

Some minutes on one core.
"""

import json
import sys
from pathlib import Path

from byte_changes import run as change_bytes
from crashes import kill, simulate
from speed import speeds

SEED = 7
SIMULATED, KILLED, CHANGED, PAIRS = 1_000, 30, 10_000, 20_000


def rows() -> list[dict[str, object]]:
    """What was done, how often, and how often it went wrong; then speeds."""
    lost = simulate(SIMULATED, SEED)
    killed = kill(KILLED, SEED)
    _, missed = change_bytes(CHANGED, SEED)
    for problem in (*lost, *killed, *missed):
        print(problem)
    done = [
        ("crashes at random bytes, simulated: lost or forked", SIMULATED, len(lost)),
        ("writers ended with SIGKILL: lost or forked", KILLED, len(killed)),
        ("bytes changed at random: not found and named", CHANGED, len(missed)),
    ]
    return [{"what": what, "tries": tries, "wrong": wrong} for what, tries, wrong in done]


def main(arguments: list[str]) -> int:
    told = {
        "about": "Crashes and changed bytes, and pairs a second with real `fdatasync` on a busy "
        "machine (answers of 900 characters).",
        "command": "python tests/mark/measured.py",
        "columns": {"what": "What", "tries": "Tries", "wrong": "Went wrong"},
        "rows": rows(),
        **{f"pairs a second {way}": rate for way, rate in speeds(PAIRS).items()},
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    print(text)
    if arguments[:1] == ["--save"]:
        Path(arguments[1]).write_text(text, encoding="utf-8")
    return int(any(row["wrong"] for row in told["rows"]))  # type: ignore[attr-defined, index]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
