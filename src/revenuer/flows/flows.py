"""Flows: one entry an account and prompt family, with sums that add up over flows."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.word_kernel import SKETCH
from revenuer.flows.events import EventTable

MEASURES = ("chars", "output_tokens", "input_tokens")
"""Quantities summed as log1p, with squares, over opening turns."""
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Flows:
    """Ordered by account, then family. Sums run over all exchanges of the flow, except `sketch`,
    `square` and `measures`, which run over its conversation openings with text.

    `sketch` (f, 64) sums of the topic sketch, `square` sums of its squared length; `measures`
    (f, 3, 2) sums and sums of squares; `hours` (f, 24) exchanges by hour of the day, UTC;
    `intents` (f, number of intents) exchanges in which each was recognised; `reacting` turns that
    take up the answer before. `of_event[i]` is the flow of event i.
    """

    account: NDArray[np.int32]
    family: NDArray[np.int32]
    exchanges: NDArray[np.int64]
    openings: NDArray[np.int64]
    texts: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    input_tokens: NDArray[np.int64]
    output_tokens: NDArray[np.int64]
    reacting: NDArray[np.int64]
    sketch: NDArray[np.float64]
    square: NDArray[np.float64]
    measures: NDArray[np.float64]
    hours: NDArray[np.int32]
    intents: NDArray[np.int32]
    of_event: NDArray[np.int32]


@njit(cache=True)
def _sum_texts(flow, take, sketch, measures, out_sketch, out_square, out_measures, out_n):  # type: ignore[no-untyped-def]
    for i in range(len(flow)):
        if not take[i]:
            continue
        f = flow[i]
        out_n[f] += 1
        length = np.int32(0)
        for j in range(sketch.shape[1]):
            value = np.int32(sketch[i, j])
            out_sketch[f, j] += value
            length += value * value
        out_square[f] += length
        for k in range(measures.shape[0]):
            value = np.log1p(max(0.0, np.float64(measures[k, i])))
            out_measures[f, k, 0] += value
            out_measures[f, k, 1] += value * value


@njit(cache=True)
def _sum_events(flow, hour, intents, out_hours, out_intents):  # type: ignore[no-untyped-def]
    for i in range(len(flow)):
        out_hours[flow[i], hour[i]] += 1
        bits = intents[i]
        k = 0
        while bits != np.uint64(0):
            if bits & np.uint64(1):
                out_intents[flow[i], k] += 1
            bits >>= np.uint64(1)
            k += 1


def reacts(events: EventTable, takes_up_answer: int) -> NDArray[np.bool_]:
    """Turns after the first that take up the answer before: by a cue (`takes_up_answer` is the bit
    of that intent) or because at least a sixth of their words stand in it. What a tool returned is
    nobody's reaction."""
    later = (events["turn"] > 1) & ~events["tool_result"]
    cue = (events["intents"] >> np.uint64(takes_up_answer)) & np.uint64(1) != 0
    return later & (cue | (events["echo"] >= 43))


def build_flows(events: EventTable, reacting: NDArray[np.bool_], intents: int) -> Flows:
    """Group events by (account, family) and sum. `intents` is the number of intents."""
    account, family = events["code:account_id"], events["family"]
    key = account.astype(np.int64) << 32 | (family.astype(np.int64) + 1)
    unique, flow = np.unique(key, return_inverse=True)
    flow = flow.astype(np.int32)
    n = len(unique)
    ts = events["ts"]
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, np.iinfo(np.int64).min)
    np.minimum.at(first, flow, ts)
    np.maximum.at(last, flow, ts)
    hours, asked = np.zeros((n, 24), np.int32), np.zeros((n, intents), np.int32)
    _sum_events(flow, (ts // _HOUR) % 24, events["intents"], hours, asked)
    take = events["opening"] & (events["text_kind"] == 2)
    sketch, square = np.zeros((n, SKETCH)), np.zeros(n)
    measures, texts = np.zeros((n, len(MEASURES), 2)), np.zeros(n, np.int64)
    raw = np.stack([events[name] for name in MEASURES])
    _sum_texts(flow, take, events.sketch, raw, sketch, square, measures, texts)

    def total(values: NDArray[np.generic]) -> NDArray[np.int64]:
        weights = np.maximum(values.astype(np.float64), 0)
        return np.bincount(flow, weights, minlength=n).astype(np.int64)

    return Flows(
        account=(unique >> 32).astype(np.int32),
        family=((unique & 0xFFFFFFFF) - 1).astype(np.int32),
        exchanges=np.bincount(flow, minlength=n).astype(np.int64),
        openings=total(events["opening"]),
        texts=texts,
        first=first,
        last=last,
        input_tokens=total(events["input_tokens"]),
        output_tokens=total(events["output_tokens"]),
        reacting=total(reacting),
        sketch=sketch,
        square=square,
        measures=measures,
        hours=hours,
        intents=asked,
        of_event=flow,
    )
