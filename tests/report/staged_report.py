"""A staged scan for the report: five groups over a fortnight, and the ways it can go wrong."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from revenuer.records.exhibits import (
    Exhibit,
    Graph,
    Mark,
    Node,
    Raster,
    Sample,
    Span,
    Timeline,
    Wording,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
HOURS = 14 * 24


@dataclass(frozen=True)
class Stage:
    """How one staged group behaves; hours are counted from START."""

    id: str
    verdict: str
    accounts: int
    first: int
    last: int
    rate: float
    daily: float
    """0: level round the clock; 1: asleep at night."""
    ragged: float
    """How many hours an account's start and stop stray from the others'."""
    targets: tuple[str, ...]
    coordination: float
    extraction: float
    wrong: float
    ips: int
    payments: int
    domains: int


STAGES = (
    Stage("campaign-7f31a0c49b02", "campaign", 240, 30, 250, 0.9, 0.0, 1.0,
          ("reasoning traces", "mathematics", "code repair"), 3.1e14, 8.2e9, 1.8, 34, 5, 3),
    Stage("campaign-22be94d1077e", "campaign", 64, 96, 300, 1.6, 0.25, 3.0,
          ("rubric grading", "reward-model labels"), 4.6e8, 2.7e5, 0.7, 8, 2, 1),
    Stage("campaign-90dd17aa35f8", "campaign", 118, 200, 335, 1.1, 0.1, 6.0,
          ("task generation",), 6.4e6, 91_000, 3.4, 0, 4, 9),
    Stage("pool-4410ce86e1b3", "pool", 152, 0, 335, 0.5, 0.7, 20.0, (), 2.2e11, 0.8, 1.1, 20, 3, 2),
    Stage("watch-c0a812f25d60", "watch", 9, 60, 290, 0.8, 0.4, 30.0,
          ("translation",), 310.0, 4.1, 2.9, 3, 0, 1),
)  # fmt: skip


def document(stages: Sequence[Stage] = STAGES) -> dict[str, Any]:
    """A parsed campaigns.json."""
    return {
        "schema": "revenuer/campaigns/1",
        "scan": {
            "version": "0.1.0",
            "exchanges": 200_431,
            "accounts": 3_012,
            "first_seen": "2026-11-01T00:00:07Z",
            "last_seen": "2026-11-14T23:59:48Z",
            "fdr": 0.01,
            "groups_tested": 412,
            "inputs": [
                {"source": "logs/2026-11-01.jsonl.zst", "format": "litellm", "rows": 98_211,
                 "why": "has call_type, startTime and metadata.user_api_key_hash"},
                {"source": "logs/2026-11-08.jsonl.zst", "format": "litellm", "rows": 102_220,
                 "why": "has call_type, startTime and metadata.user_api_key_hash"},
            ],
            "secrets_redacted": 41,
            "counts": {"in": 200_904, "rows": 200_431, "duplicates": 312, "quarantined": 161},
            "fields": {"text": 0.998, "ip": 1.0, "user_agent": 0.874, "params": 1.0,
                       "response": 0.981, "session_id": 0.0, "tls_fingerprint": 0.0,
                       "accounts_table": True},
            "reference": {"name": "shipped-2026-10", "groups": 1_840,
                          "description": "benign groups made by the project's own generator"},
            "settings": {"seed": 7, "fdr": 0.01, "kgram": 8, "window": 16},
        },
        "campaigns": [_campaign(stage) for stage in stages],
        "cannot_assess": [
            {"signal": "tls_fingerprint", "why": "The log has no TLS fingerprints."},
            {"signal": "session_hand_over", "why": "No exchange carries a session id, and only "
             "4 % of conversations have more than one turn."},
            {"signal": "plan_against_usage", "why": "The accounts table has no plan column."},
        ],
    }  # fmt: skip


def exhibits(stages: Sequence[Stage] = STAGES) -> list[Exhibit]:
    """The exhibits of the same groups."""
    return [_exhibit(stage) for stage in stages]


def empty() -> dict[str, Any]:
    """A scan that found nothing."""
    return {**document(), "campaigns": []}


def huge(groups: int = 40, accounts: int = 24_000) -> tuple[dict[str, Any], list[Exhibit]]:
    """Forty groups, the first with 24,000 accounts."""
    stages = [
        Stage(f"group-{number:012x}",
              ("campaign", "pool", "watch")[number % 3 if number > 9 else 0],
              accounts if number == 0 else 60 + 37 * number, 10 + 3 * number, 320 - number, 0.9,
              0.2, 4.0, ("reasoning traces",), 10.0 ** (40 - number), 10.0 ** (20 - number / 2),
              2.0 + number, 30, 5, 4)
        for number in range(groups)
    ]  # fmt: skip
    return document(stages), exhibits(stages)


def _names(stage: Stage) -> list[str]:
    rng = random.Random(stage.id)
    return [f"acct_{rng.getrandbits(48):012x}" for _ in range(stage.accounts)]


def _campaign(stage: Stage) -> dict[str, Any]:
    rng = random.Random(stage.id + "members")
    exchanges = round(stage.accounts * (stage.last - stage.first) * stage.rate * 0.3)
    return {
        "id": stage.id,
        "verdict": stage.verdict,
        "accounts": [
            {"account_id": name, "membership": round(1 - 0.6 * rng.random() ** 6, 3)}
            for name in _names(stage)
        ],
        "exchange_count": exchanges,
        "first_seen": (START + timedelta(hours=stage.first)).isoformat(),
        "last_seen": (START + timedelta(hours=stage.last)).isoformat(),
        "models": ["atlas-large-2", "atlas-large-3"],
        "tokens": {"input": exchanges * 612, "output": exchanges * 1_480},
        "targets": list(stage.targets),
        "coordination": {"e_value": stage.coordination, "findings": _coordination(stage)},
        "extraction": {"e_value": stage.extraction, "findings": _extraction(stage)},
        "expected_wrong_accounts": stage.wrong,
    }


def _coordination(stage: Stage) -> list[dict[str, Any]]:
    return [
        {"signal": "exchangeability", "statistic": 0.0007, "p_value": 1 / 20_000,
         "e_value": stage.coordination / 3,
         "detail": f"Shuffling account labels over the {stage.accounts * 4:,} opening turns "
         "changes nothing: the intraclass correlation is 0.0007 ± 0.0030, where independent "
         "customers with one shared tool show 0.049 and more.",
         "benign_explanation": "One application that gives each of its end customers an account, "
         "one short request each, can look like this. Here accounts send four and more long "
         "requests, and the hours agree as well."},
        {"signal": "shared_rare_text", "statistic": 41.0, "p_value": None, "e_value": 8.8e5,
         "detail": "A fixed text of 212 characters stands in 97 % of the group's requests and in "
         "those of no other account; 0.02 other accounts would be expected to carry it.",
         "benign_explanation": "A published harness or a class with one assignment shares text, "
         "but then strangers carry it too. Nobody else does."},
        {"signal": "idle_rank", "statistic": 0.93, "p_value": 3.2e-8, "e_value": None,
         "detail": "A new conversation goes to the account idle longest: its mean rank is 0.93 "
         "where chance gives 0.50.",
         "benign_explanation": "A company's own load balancer over its service keys does the same; "
         "these accounts have 5 payment methods and no common organisation."},
        {"signal": "birth_cohort", "statistic": 12.0, "p_value": 0.031, "e_value": 2.4,
         "detail": "18 accounts were opened within 40 minutes of each other on 2 Nov 2026.",
         "benign_explanation": "A workshop opens accounts together. Too weak to tell apart here."},
    ]  # fmt: skip


def _extraction(stage: Stage) -> list[dict[str, Any]]:
    if stage.extraction < 1:
        return [
            {"signal": "no_reaction", "statistic": 0.41, "p_value": 0.62, "e_value": 0.6,
             "detail": "41 % of follow-up turns take up the answer before them, as people do.",
             "benign_explanation": "Ordinary customers: it fits."},
        ]  # fmt: skip
    return [
        {"signal": "reasoning_elicitation", "statistic": 0.94, "p_value": 1 / 5_000,
         "e_value": stage.extraction / 2,
         "detail": "94 % of requests ask for the whole reasoning to be written out inside tags; "
         "the matched benign groups stay between 0 and 11 %.",
         "benign_explanation": "Teams that explain decisions ask for reasons too, but over few "
         "payloads and with varied wording."},
        {"signal": "payloads_without_replacement", "statistic": 3.0, "p_value": 2.0e-12,
         "e_value": None,
         "detail": "3 repeated payloads among 14,201; drawing at random from a set of the "
         "estimated size would give 1,960.",
         "benign_explanation": "A backfill over documents repeats nothing either, but one account "
         "does it, not many."},
    ]  # fmt: skip


def _exhibit(stage: Stage) -> Exhibit:
    rng = random.Random(stage.id + "exhibit")
    names = _names(stage)
    shown = names if len(names) <= 240 else names[:: len(names) // 240]
    rows = [_row(stage, rng) for _ in shown]
    order = sorted(range(len(shown)), key=lambda at: rows[at][0] if rows[at] else (HOURS, 0))
    counts = [0] * HOURS
    for row in rows:
        for at, number in row:
            counts[at] += number * len(names) // len(shown)
    background = [
        round(560 + 420 * math.sin((hour % 24 - 8) / 24 * 2 * math.pi) + rng.gauss(0, 30))
        for hour in range(HOURS)
    ]
    marks = (
        Mark(START + timedelta(hours=stage.first - 6), "atlas-large-3 released", "model"),
        Mark(START + timedelta(hours=stage.first + 90), "22 accounts banned", "ban"),
        Mark(START + timedelta(hours=stage.first + 91), "4 accounts banned", "ban"),
        Mark(START + timedelta(hours=stage.first + 122), "9 accounts banned", "ban"),
    )
    return Exhibit(
        campaign_id=stage.id,
        timeline=Timeline(START, 3_600, tuple(counts), tuple(background), marks),
        raster=Raster(
            START, 3_600, HOURS, tuple(shown[at] for at in order),
            tuple(tuple(rows[at]) for at in order), len(names),
        ),
        graph=_graph(stage, shown, rng),
        wording=_wording(stage),
        samples=_samples(stage, names),
    )  # fmt: skip


def _row(stage: Stage, rng: random.Random) -> list[tuple[int, int]]:
    first = stage.first + abs(rng.gauss(0, stage.ragged))
    last = stage.last - abs(rng.gauss(0, stage.ragged))
    if rng.random() < 0.15:
        last = stage.first + 90
    pause = stage.first + 140
    row = []
    for hour in range(HOURS):
        if not first <= hour <= last or (stage.ragged < 5 and pause <= hour < pause + 9):
            continue
        awake = 1 - stage.daily * (0.5 - 0.5 * math.sin((hour % 24 - 8) / 24 * 2 * math.pi))
        number = sum(rng.random() < stage.rate * awake * 0.15 for _ in range(4))
        if number:
            row.append((hour, number))
    return row


def _graph(stage: Stage, names: Sequence[str], rng: random.Random) -> Graph:
    things = [Node("t1", "text", "“Work through the problem below as a senior…”", stage.accounts)]
    things.append(
        Node("h1", "headers", "eight x-client headers, frozen", stage.accounts * 3 // 4, 3)
    )
    things += [
        Node(f"p{i}", "payment", f"card ending {4_000 + 137 * i}", stage.accounts // 5)
        for i in range(stage.payments)
    ]
    things += [
        Node(f"d{i}", "email_domain", f"mail{i}.example", stage.accounts // 3, 2 * i)
        for i in range(stage.domains)
    ]
    things += [Node(f"i{i}", "ip", f"203.0.113.{i}", 7) for i in range(stage.ips)]
    at = {node.id: len(names) + index for index, node in enumerate(things)}
    edges: list[tuple[int, int, float]] = []
    for index in range(len(names)):
        if rng.random() < 0.97:
            edges.append((index, at["t1"], 1.0))
        if rng.random() < 0.75:
            edges.append((index, at["h1"], 1.0))
        for letter, number in (("p", stage.payments), ("d", stage.domains), ("i", stage.ips)):
            if number and rng.random() < 0.8:
                edges.append((index, at[f"{letter}{index % number}"], 1.0))
    accounts = tuple(Node(name, "account", name, 1) for name in names)
    return Graph(accounts + tuple(things), tuple(edges), stage.accounts)


def _wording(stage: Stage) -> tuple[Wording, ...]:
    if stage.verdict == "pool":
        return ()
    return (
        Wording(
            "fam-19c2",
            (
                Span("Work through the problem below as a senior examiner would. Write every step "
                     "of your reasoning, including the ones you discard, inside <steps> tags, then "
                     "give the result on one line.\n\nProblem: ", True),
                Span("A cistern fills in 14 minutes through one pipe and in 22 through another; "
                     "how long with both, if the drain empties it in 60?", False),
                Span("\n\nDo not summarise. Do not skip a step.", True),
            ),
            stage.accounts, stage.accounts * 41, 0,
        ),
        Wording(
            "fam-77aa",
            (
                Span("请逐步写出完整的推理过程，不要省略任何一步。\n\n题目：", True),
                Span("某城市有三座桥，每座桥每天通过的车辆数成等差数列……", False),
            ),
            stage.accounts // 2, stage.accounts * 6, 1,
        ),
    )  # fmt: skip


def _samples(stage: Stage, names: Sequence[str]) -> tuple[Sample, ...]:
    texts = (
        ("typical of the fixed text",
         "Work through the problem below as a senior examiner would.\n\nProblem: A ladder of 6.5 m "
         "leans on a wall, its foot 2.5 m away. How high does it reach?",
         "<steps>\n1. The ladder, the wall and the floor form a right triangle.\n2. 6.5² − 2.5² = "
         "42.25 − 6.25 = 36.\n3. The height is the root of 36.\n</steps>\nResult: 6 m"),
        ("in another script",
         "اكتب خطوات الحل كاملة 🙂 ثم النتيجة في سطر واحد. Key: [redacted: API key]",
         "第一步：设两数之和为 s。\n第二步：……\nשלום"),
        ("hidden characters",
         "Grade this answer from 1 to 5 by the rubric.\u202e evil \u202c Answer:\u200b 42",
         "Grade: 4. The answer is right but gives no unit."),
    )  # fmt: skip
    return tuple(
        Sample(f"ex-{stage.id}-{index:05d}", names[index], START + timedelta(hours=stage.first + 7),
               "atlas-large-2", prompt, response, note)
        for index, (note, prompt, response) in enumerate(texts)
    )  # fmt: skip


POISON = (
    "<script>alert(1)</script>\"><img src=x onerror=alert(2)>' onload=alert(3) "
    "javascript:alert(4) {{7*7}} {% raw %} </style></svg></title> \u202egnp.exe\u2066\u0000"
    "\u001b[31m \ud800 &lt;b&gt; https://attacker.example/x"
)


def hostile() -> tuple[dict[str, Any], list[Exhibit]]:
    """The staged scan with every string field poisoned, verdicts and dates apart, and one word of
    100 kB where text is expected."""
    poisoned = _poisoned(document())
    wide = [_poisoned_exhibit(exhibit) for exhibit in exhibits()]
    poisoned["campaigns"][0]["coordination"]["findings"][0]["detail"] = "W" * 100_000
    return poisoned, wide


def _poisoned(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        keep = {"verdict", "first_seen", "last_seen", "schema"}
        known = {"scan", "fields", "settings", "reference"}
        return {
            (name + POISON if key in known and key != "scan" else name): (
                entry if name in keep else _poisoned(entry, name)
            )
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [_poisoned(entry, key) for entry in value]
    if isinstance(value, str):
        return value if key == "id" else value + POISON
    return value


def _poisoned_exhibit(exhibit: Exhibit) -> Exhibit:
    timeline, graph = exhibit.timeline, exhibit.graph
    return Exhibit(
        campaign_id=exhibit.campaign_id,
        timeline=replace(
            timeline,
            marks=tuple(
                replace(mark, label=mark.label + POISON, kind=mark.kind + POISON * (at == 0))
                for at, mark in enumerate(timeline.marks)
            ),
        ),
        raster=replace(
            exhibit.raster, accounts=tuple(name + POISON for name in exhibit.raster.accounts)
        ),
        graph=replace(
            graph,
            nodes=tuple(
                replace(node, id=node.id + POISON, label=node.label + POISON,
                        kind=node.kind if at % 3 else node.kind + POISON)
                for at, node in enumerate(graph.nodes)
            ),
        ),
        wording=tuple(
            Wording(
                wording.family + POISON,
                (*(Span(span.text + POISON, span.fixed) for span in wording.spans),
                 Span("0" * 100_000, False)),
                wording.accounts, wording.exchanges, wording.elsewhere_accounts,
            )
            for wording in exhibit.wording
        ),
        samples=tuple(
            Sample(*(f"{value}{POISON}" if isinstance(value, str) else value
                     for value in (s.exchange_id, s.account_id, s.ts, s.model, s.prompt,
                                   s.response, s.note)))
            for s in exhibit.samples
        ),
    )  # fmt: skip
