"""A scan's output folder, written by hand: as small, as large or as hostile as a test wants."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "{{ 7*7 }}${7*7}",
    "</textarea><script>x</script>",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066",
    '=HYPERLINK("http://evil.example","x")',
    "' onmouseover='alert(1)",
    "../../../etc/passwd",
    "a\x00b\x1b[31m",
    "\ud800",
)

Say = Callable[[str], str]


def plain(text: str) -> str:
    return text


def hostile(text: str) -> str:
    """Every hostile piece at once, in front of the text."""
    return " ".join(piece for piece in HOSTILE if "\ud800" not in piece) + text


def finding(signal: str, axis_e: float, say: Say = plain) -> dict[str, Any]:
    return {
        "signal": signal,
        "statistic": 1.5,
        "p_value": 0.001,
        "e_value": axis_e,
        "detail": say(f"What {signal} saw."),
        "benign_explanation": say(f"What else explains {signal}."),
    }


def campaign(
    number: int, accounts: list[str], say: Say = plain, verdict: str = "campaign"
) -> dict[str, Any]:
    return {
        "id": f"campaign-{number:012x}",
        "verdict": verdict,
        "accounts": [{"account_id": a, "membership": 0.97} for a in accounts],
        "exchange_count": 100 * len(accounts),
        "first_seen": "2026-05-04T14:54:54Z",
        "last_seen": "2026-05-17T23:59:16Z",
        "models": [say("heron-3-large")],
        "tokens": {"input": 1000 * len(accounts), "output": 4000 * len(accounts) + number},
        "targets": [say("hidden reasoning"), "mathematics"],
        "coordination": {
            "e_value": 4100.0,
            "findings": [finding("rotation", 73.0, say), finding("balance", 0.4, say)],
        },
        "extraction": {"e_value": 1070.0, "findings": [finding("trace_elicitation", 78.0, say)]},
        "expected_wrong_accounts": 0.03 * len(accounts),
    }


def exhibit(number: int, accounts: list[str], say: Say = plain, hubs: int = 2) -> dict[str, Any]:
    start = "2026-05-04T00:00:00+00:00"
    things = [
        {"id": f"t{h}", "kind": "ip" if h else "text", "label": say(f"thing {h}"),
         "accounts": 5, "elsewhere": h % 2}
        for h in range(hubs)
    ]  # fmt: skip
    nodes = [
        {"id": a, "kind": "account", "label": a, "accounts": 1, "elsewhere": 0} for a in accounts
    ]
    size = len(nodes)
    return {
        "campaign_id": f"campaign-{number:012x}",
        "timeline": {
            "start": start,
            "bin_seconds": 7200,
            "counts": [h % 7 for h in range(168)],
            "background": [50] * 168,
            "marks": [{"ts": "2026-05-09T10:00:00+00:00", "label": say("ban"), "kind": "ban"}],
        },
        "raster": {
            "start": start,
            "bin_seconds": 7200,
            "bins": 168,
            "accounts": accounts[:60],
            "rows": [[[h, 1 + h % 3] for h in range(i % 5, 168, 9)] for i in range(min(size, 60))],
            "account_total": size,
        },
        "graph": {
            "nodes": [*nodes, *things],
            "edges": [[i, size + (i * 7 + k) % hubs, 1.0] for i in range(size) for k in range(2)],
            "account_total": size,
        },
        "wording": [
            {
                "family": say("f-1"),
                "spans": [
                    {
                        "text": say("Write out every step you take in order before you "),
                        "fixed": True,
                    },
                    {"text": say("SOMEBODY'S OWN TEXT"), "fixed": False},
                ],
                "accounts": size,
                "exchanges": 100,
                "elsewhere_accounts": 0,
            }
        ],
        "samples": [
            {
                "exchange_id": f"x-{number}-{k}",
                "account_id": accounts[0],
                "ts": "2026-05-05T10:00:00+00:00",
                "model": say("heron-3-large"),
                "prompt": say(f"SECRET PROMPT {k}"),
                "response": say(f"SECRET ANSWER {k}"),
                "note": say("typical"),
            }
            for k in range(2)
        ],
    }


def write(
    folder: Path,
    groups: list[tuple[dict[str, Any], dict[str, Any] | None]],
    say: Say = plain,
    missing: bool = True,
) -> Path:
    """Write `campaigns.json` and `exhibits.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    scan = {
        "version": "0.1.0",
        "exchanges": 187724,
        "accounts": 3194,
        "first_seen": "2026-05-04T00:00:17Z",
        "last_seen": "2026-05-17T23:59:48Z",
        "fdr": 0.01,
        "groups_tested": 265,
        "inputs": [{"source": say("t.jsonl"), "format": "litellm", "why": say("so"), "rows": 7}],
        "counts": {"in": 187769, "rows": 187724, "duplicates": 41, "quarantined": 4},
        "secrets_redacted": 274,
        "fields": ["ip", "text"],
        "reference": {"name": "shipped", "groups": 656, "description": say("benign traffic")},
        "settings": {"fdr": 0.01},
    }  # fmt: skip
    gaps = [{"signal": "handover", "why": say("the log has no conversations")}] if missing else []
    document = {
        "schema": "revenuer/campaigns/1",
        "scan": scan,
        "campaigns": [found for found, _ in groups],
        "cannot_assess": gaps,
    }
    exhibits = {
        "schema": "revenuer/exhibits/1",
        "exhibits": [shown for _, shown in groups if shown is not None],
    }
    (folder / "campaigns.json").write_bytes(orjson.dumps(document))
    (folder / "exhibits.json").write_bytes(orjson.dumps(exhibits))
    return folder


def small(folder: Path, say: Say = plain) -> Path:
    """Three cases: two campaigns and a pool."""
    groups = []
    for number, (size, verdict) in enumerate(((30, "campaign"), (12, "campaign"), (8, "pool"))):
        accounts = [say(f"acct-{number}-{i:04d}") for i in range(size)]
        groups.append((campaign(number, accounts, say, verdict), exhibit(number, accounts, say)))
    return write(folder, groups, say)
