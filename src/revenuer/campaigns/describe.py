"""The record of a campaign as others read it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged
from revenuer.fingerprint.intent import Intent
from revenuer.groups.traffic import Traffic
from revenuer.records import Axis, Campaign, Evidence, Finding, Member, Tokens

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHARE = 0.02
_LIFT = 2.0


def moment(microseconds: int) -> datetime:
    """The time of an event."""
    return _EPOCH + timedelta(microseconds=int(microseconds))


def describe(
    merged: Merged,
    belonging: NDArray[np.float64],
    groups: Sequence[Judged],
    traffic: Traffic,
    intents: Sequence[Intent],
) -> Campaign:
    """Fill in everything `campaigns.json` says of a campaign; `belonging` is the membership of its
    accounts in their order."""
    events, rows = traffic.events, merged.rows
    ids = traffic.accounts.ids
    members = tuple(
        Member(ids[a], round(float(m), 4)) for a, m in zip(merged.accounts, belonging, strict=True)
    )
    models = np.unique(events["code:model"][rows])
    parts = [groups[g] for g in merged.operation.groups]
    asked = sorted(merged.operation.asked, key=lambda part: -part.extraction)
    return Campaign(
        id=_identity(merged, [m.account_id for m in members]),
        verdict=merged.operation.verdict,
        accounts=tuple(sorted(members, key=lambda m: (-m.membership, m.account_id))),
        exchange_count=len(rows),
        first_seen=moment(events["ts"][rows[0]]),
        last_seen=moment(events["ts"][rows[-1]]),
        models=tuple(events.names["model"][m] for m in models if m >= 0),
        tokens=Tokens(_total(events["input_tokens"][rows]), _total(events["output_tokens"][rows])),
        targets=_targets(merged, traffic, intents),
        coordination=Evidence(merged.operation.coordination, _on(parts, Axis.COORDINATION)),
        extraction=Evidence(merged.operation.extraction, _on([*asked, *parts], Axis.EXTRACTION)),
        expected_wrong_accounts=round(float(np.sum(1.0 - belonging)), 3),
    )


def _total(values: np.ndarray[tuple[int], np.dtype[np.int32]]) -> int:
    return int(np.maximum(values, 0).astype(np.int64).sum())


def _identity(merged: Merged, accounts: Sequence[str]) -> str:
    digest = blake2b("\n".join(sorted(accounts)).encode(), digest_size=6, person=b"campaign")
    part = f"-{merged.strand + 1}" if merged.strand else ""
    return f"{merged.operation.verdict}-{digest.hexdigest()}{part}"


def _on(parts: Sequence[Judged], axis: Axis) -> tuple[Finding, ...]:
    """Each signal of the axis once: from the first part that has it. Coordination is shown by the
    group that leads the campaign, extraction by all that its accounts send or by the text in which
    it shows most."""
    chosen: dict[str, Finding] = {}
    for part in parts:
        for finding in part.assessed.findings:
            if finding.axis is axis:
                chosen.setdefault(finding.signal, finding)
    return tuple(sorted(chosen.values(), key=lambda f: (-(f.e_value or 0.0), f.signal)))


def _targets(merged: Merged, traffic: Traffic, intents: Sequence[Intent]) -> tuple[str, ...]:
    """Capabilities asked for at least twice as often as in all traffic, most frequent first."""
    bits = traffic.events["intents"][merged.rows]
    found: list[tuple[float, str]] = []
    for i, intent in enumerate(intents):
        share = float(((bits >> np.uint64(i)) & np.uint64(1)).mean())
        usual = float(traffic.background.intent_share[i])
        if intent.target and share >= max(_SHARE, _LIFT * usual):
            found.append((share, intent.target))
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda x: (-x[0], x[1]))))
