"""Puts a campaign's exhibits together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.describe import moment
from revenuer.campaigns.exhibits.activity import raster, timeline
from revenuer.campaigns.exhibits.linking import graph
from revenuer.campaigns.exhibits.wording import spans
from revenuer.campaigns.merge import HARVEST, Merged
from revenuer.groups.traffic import Traffic
from revenuer.records import Campaign, Exhibit
from revenuer.records.exhibits import Sample, Wording

_FAMILIES = 4
_EXAMPLES = 9
_SAMPLES = 6
_SHOWN = 1_600


@dataclass(frozen=True, slots=True)
class Text:
    """The redacted text of one exchange. `prompt` is the new turn."""

    exchange_id: str
    system: str
    prompt: str
    response: str


def _main_families(merged: Merged, traffic: Traffic) -> list[int]:
    family = traffic.events["family"][merged.rows]
    values, counts = np.unique(family[family >= 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_FAMILIES]
    least = 0.03 * len(family)
    return [int(values[i]) for i in order if counts[i] >= max(3, least)]


def _spread(rows: NDArray[np.int64], count: int) -> list[int]:
    if not len(rows):
        return []
    return [int(rows[i]) for i in np.unique(np.linspace(0, len(rows) - 1, count).astype(int))]


def _examples(merged: Merged, traffic: Traffic) -> dict[int, list[int]]:
    family = traffic.events["family"][merged.rows]
    return {
        f: _spread(merged.rows[family == f], _EXAMPLES) for f in _main_families(merged, traffic)
    }


def wanted_rows(merged: Merged, traffic: Traffic) -> list[int]:
    """Event rows whose text the exhibits of this campaign need."""
    rows = _spread(merged.rows, _SAMPLES)
    return sorted({*rows, *(r for part in _examples(merged, traffic).values() for r in part)})


def exhibit(
    merged: Merged, campaign: Campaign, traffic: Traffic, texts: Mapping[int, Text]
) -> Exhibit:
    """All exhibits of a campaign; `texts` maps event rows to their text where there is any."""
    return Exhibit(
        campaign_id=campaign.id,
        timeline=timeline(merged, traffic),
        raster=raster(merged, traffic),
        graph=graph(merged, traffic),
        wording=_wording(merged, traffic, texts),
        samples=_samples(merged, traffic, texts),
    )


def _full(text: Text) -> str:
    return f"{text.system}\n\n{text.prompt}" if text.system else text.prompt


def _wording(merged: Merged, traffic: Traffic, texts: Mapping[int, Text]) -> tuple[Wording, ...]:
    family = traffic.events["family"][merged.rows]
    owner = traffic.events["code:account_id"][merged.rows]
    everywhere = traffic.background.key_accounts["family"]
    shown = []
    for code, rows in _examples(merged, traffic).items():
        known = [_full(texts[r]) for r in rows if r in texts]
        if not known or not any(known):
            continue
        accounts = len(np.unique(owner[family == code]))
        shown.append(
            Wording(
                family=f"fixed text {code}",
                spans=spans(known[0], known[1:]),
                accounts=accounts,
                exchanges=int((family == code).sum()),
                elsewhere_accounts=max(0, int(everywhere[code]) - accounts),
            )
        )
    return tuple(shown)


def _samples(merged: Merged, traffic: Traffic, texts: Mapping[int, Text]) -> tuple[Sample, ...]:
    events = traffic.events
    models = events.names["model"]
    shown = []
    for row in _spread(merged.rows, _SAMPLES):
        if row not in texts:
            continue
        text, model = texts[row], int(events["code:model"][row])
        shown.append(
            Sample(
                exchange_id=text.exchange_id,
                account_id=traffic.accounts.ids[int(events["code:account_id"][row])],
                ts=moment(int(events["ts"][row])),
                model=models[model] if model >= 0 else "",
                prompt=_shorten(text.prompt),
                response=_shorten(text.response),
                note=_note(int(events["intents"][row]), traffic),
            )
        )
    return tuple(shown)


def _note(bits: int, traffic: Traffic) -> str:
    asked = [n for i, n in enumerate(traffic.intents) if bits >> i & 1 and n in HARVEST]
    return ", ".join(name.replace("_", " ") for name in asked) or "picked evenly over time"


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
