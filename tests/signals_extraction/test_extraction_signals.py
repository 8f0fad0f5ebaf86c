"""Every extraction signal: guilty above innocent, centred, and calm before what logs may hold."""

import math
from dataclasses import replace

import numpy as np
import pytest
from staged_groups import HARVEST, harvest, mixed, part, people

from revenuer.campaigns.calibrate import measure
from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals import examples
from revenuer.signals.extraction import EXTRACTION
from revenuer.signals.signal import BATCH, CONVERSING, EVALUATION, Measurement, Signal

BY_NAME = {signal.name: signal for signal in EXTRACTION}
GUILTY, INNOCENT = harvest(), people()
each_signal = pytest.mark.parametrize("signal", EXTRACTION, ids=lambda s: s.name)


def measured(signal: Signal, view: GroupView) -> Measurement:
    result = signal.measure(view)
    assert isinstance(result, Measurement), result
    return result


@each_signal
def test_belongs_to_the_axis(signal: Signal) -> None:
    assert signal.axis is Axis.EXTRACTION
    assert signal.rejects
    assert signal.rejects <= {CONVERSING, BATCH, EVALUATION}
    assert signal.title
    assert signal.null.endswith(".")


def test_every_benign_hypothesis_can_be_rejected_by_several() -> None:
    for hypothesis in (CONVERSING, BATCH, EVALUATION):
        assert sum(hypothesis in signal.rejects for signal in EXTRACTION) >= 3


@each_signal
def test_guilty_stands_above_innocent(signal: Signal) -> None:
    guilty, innocent = GUILTY, INNOCENT
    if signal.name == "probe_then_scale":
        guilty, innocent = probing(), replace(INNOCENT, core=-1)
    if signal.name == "unique_hard_tasks":
        guilty, innocent = untemplated(GUILTY), untemplated(INNOCENT)
    g, i = measured(signal, guilty), measured(signal, innocent)
    assert g.statistic - i.statistic > 2 * math.hypot(g.se, i.se)


def untemplated(view: GroupView) -> GroupView:
    """The same traffic without any fixed text in it."""
    events = replace(view.events, family=np.full(len(view.events.ts), -1, np.int32))
    return replace(view, core=-1, events=events)


def test_a_template_is_no_unique_task() -> None:
    signal = BY_NAME["unique_hard_tasks"]
    assert measured(signal, GUILTY).numbers["share"] == 0.0
    assert measured(signal, untemplated(GUILTY)).numbers["share"] > 0.3


@each_signal
def test_numbers_and_words(signal: Signal) -> None:
    for view in (GUILTY, INNOCENT):
        result = signal.measure(replace(view, core=-1))
        assert isinstance(result, Measurement)
        assert math.isfinite(result.statistic)
        assert result.se > 0
        assert result.p_value is None
        assert result.e_value is None
        assert result.size == len(view.accounts.ids)
        assert result.volume == len(view.events.ts)
        assert all(math.isfinite(x) for x in result.numbers.values())
        assert result.detail.endswith(".")
        assert result.benign.endswith(".")


@each_signal
def test_same_numbers_again(signal: Signal) -> None:
    assert signal.measure(GUILTY) == signal.measure(GUILTY)


@each_signal
def test_metadata_only_cannot_be_assessed(signal: Signal) -> None:
    bare = replace(GUILTY, fields=frozenset({"ip", "tokens"}))
    ((_, result),) = measure(bare, (signal,))
    assert isinstance(result, CannotAssess)
    direct = signal.measure(bare)
    assert isinstance(direct, CannotAssess)
    assert direct.signal == signal.name
    assert "the log does not have" in direct.why


def test_hashed_texts_suffice_for_repeats_only() -> None:
    hashed = replace(GUILTY, fields=frozenset({"text_hashes", "conversation"}))
    answered = {
        signal.name
        for signal, result in measure(hashed, EXTRACTION)
        if isinstance(result, Measurement)
    }
    assert answered == {"without_replacement"}


def test_unknown_intents_are_said_to_be_unknown() -> None:
    view = examples.changed(GUILTY, background={"intents": ()})
    result = BY_NAME["rubric_grading"].measure(view)
    assert result == CannotAssess(
        "rubric_grading", "these requests were not looked for in this log"
    )


@each_signal
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_any_events(signal: Signal, rows: int) -> None:
    result = signal.measure(part(replace(GUILTY, core=-1), np.arange(rows)))
    if isinstance(result, Measurement):
        assert math.isfinite(result.statistic)
        assert result.se > 0.5, "so few events must not look certain"
    else:
        assert result.why


@each_signal
def test_hostile_values(signal: Signal) -> None:
    n = len(GUILTY.events.ts)
    nasty = ({"n": "x", "max_tokens": [1], "logprobs": {}}, {"n": math.nan, "max_tokens": -1})
    view = examples.changed(
        replace(GUILTY, core=-1),
        events={
            "output_tokens": np.zeros(n, np.int32),
            "input_tokens": np.full(n, -1, np.int32),
            "chars": np.full(n, -1, np.int32),
            "payload": np.zeros(n, np.uint64),
            "status": np.full(n, -1, np.int32),
            "family": np.full(n, -1, np.int32),
            "params": np.arange(n, dtype=np.int32) % 3 - 1,
            "conversation": np.zeros(n, np.uint64),
            "opening": np.zeros(n, np.bool_),
            "sketch": np.empty((n, 0), np.int8),
        },
        background={"params": nasty, "sketch_whitening": np.empty((0, 0))},
    )
    result = signal.measure(view)
    if isinstance(result, Measurement):
        assert math.isfinite(result.statistic)
        assert all(math.isfinite(x) for x in result.numbers.values())


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("rubric_grading", HARVEST["rubric_grading"]),
        ("reasoning_cleanup", HARVEST["reasoning_cleanup"]),
        ("safe_rewriting", HARVEST["safe_rewriting"]),
    ],
)
def test_shares_are_centred(name: str, truth: float) -> None:
    found = [measured(BY_NAME[name], harvest(seed, 30, 20.0)) for seed in range(40)]
    z = [(m.statistic - math.log(truth / (1 - truth))) / m.se for m in found]
    assert abs(np.mean(z)) < 0.5
    assert 0.7 < np.std(z) < 1.3


@pytest.mark.parametrize("share", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("name", ["trace_elicitation", "reasoning_cleanup", "task_generation"])
def test_a_small_harvest_in_a_pool_is_seen_and_counted(name: str, share: float) -> None:
    pool = people(1, 80, 15.0)
    view = mixed(pool, harvest(2, 80, 40.0), share)
    before, after = measured(BY_NAME[name], pool), measured(BY_NAME[name], view)
    assert after.statistic - before.statistic > 2 * math.hypot(before.se, after.se)
    added = len(view.events.ts) - len(pool.events.ts)
    assert 0.2 * added < after.numbers["requests"] - before.numbers["requests"] < added


def test_one_honest_grader_in_a_pool_is_named_as_such() -> None:
    pool = people(3)
    bit = np.uint64(1) << np.uint64(pool.background.intents.index("rubric_grading"))
    graded = np.where(pool.events.account == 0, pool.events.intents | bit, pool.events.intents)
    result = measured(BY_NAME["rubric_grading"], examples.changed(pool, events={"intents": graded}))
    assert "it may be one honest customer" in result.benign
    assert result.se > 0.7


def test_documents_brought_along_are_not_counted_as_task_making() -> None:
    long = np.full(len(GUILTY.events.ts), 4000, np.int32)
    view = examples.changed(GUILTY, events={"chars": long})
    assert measured(BY_NAME["task_generation"], view).numbers["requests"] == 0


def test_a_class_with_one_homework_repeats_itself() -> None:
    same = examples.build_view(
        np.random.default_rng(4), accounts=60, events_per_account=20, payload_pool=10
    )
    result = measured(BY_NAME["without_replacement"], same)
    assert result.statistic < 3
    assert "in a class with one task" in result.benign


def test_retries_after_errors_are_no_repeats() -> None:
    payload = GUILTY.events.payload.copy()
    status = np.full(len(payload), 200, np.int32)
    payload[1::2] = payload[::2][: len(payload[1::2])]
    status[::2] = 429
    view = examples.changed(GUILTY, events={"payload": payload, "status": status})
    assert measured(BY_NAME["without_replacement"], view).numbers["distinct_share"] == 1.0


def test_effective_payloads_recover_the_size_of_the_set() -> None:
    found = [
        measured(
            BY_NAME["without_replacement"],
            examples.build_view(
                np.random.default_rng(seed), accounts=40, events_per_account=20, payload_pool=500
            ),
        )
        for seed in range(30)
    ]
    z = [(m.statistic - math.log(500)) / m.se for m in found]
    assert abs(np.mean(z)) < 0.6
    assert np.std(z) < 1.5


def test_programmers_who_talk_back_are_not_concentrated() -> None:
    coders = examples.build_view(
        np.random.default_rng(8), turns=5.0, intents={"coding": 0.9}, reacts=0.7
    )
    result = measured(BY_NAME["capability_concentration"], coders)
    assert result.statistic < measured(BY_NAME["capability_concentration"], GUILTY).statistic - 2
    assert "People or assistants at work" in result.benign


def test_a_narrow_silent_application_is_below_a_broad_harvest() -> None:
    narrow = examples.build_view(
        np.random.default_rng(9), turns=1.0, topics=1, intents={"coding": 0.6}
    )
    result = measured(BY_NAME["capability_concentration"], narrow)
    assert result.numbers["silent_hard_share"] > 0.5
    assert "An application for one purpose" in result.benign
    assert result.numbers["topic_breadth"] == pytest.approx(1.0, abs=0.1)
    assert result.statistic < measured(BY_NAME["capability_concentration"], GUILTY).statistic - 4


def test_steady_wordings_are_centred_at_no_change() -> None:
    z = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        view = replace(people(seed, 40, 15.0), core=-1)
        family = rng.choice(6, len(view.events.ts)).astype(np.int32)
        result = measured(
            BY_NAME["probe_then_scale"], examples.changed(view, events={"family": family})
        )
        z.append(result.statistic / result.se)
    assert abs(np.mean(z)) < 0.5
    assert np.std(z) < 1.3


def probing() -> GroupView:
    """A hundred techniques in the first quarter, one of them scaled in the rest."""
    rng = np.random.default_rng(10)
    n = len(GUILTY.events.ts)
    family = np.where(np.arange(n) < n // 4, rng.integers(0, 100, n), 7).astype(np.int32)
    return examples.changed(replace(GUILTY, core=-1), events={"family": family})


def test_a_group_of_one_wording_cannot_have_probed() -> None:
    result = BY_NAME["probe_then_scale"].measure(GUILTY)
    assert result == CannotAssess("probe_then_scale", "the group is made of one fixed wording only")


def test_two_hundred_thousand_events_in_time() -> None:
    import time

    big = harvest(11, 1000, 200.0)
    assert len(big.events.ts) == 200_000
    for signal in EXTRACTION:
        begin = time.process_time()
        signal.measure(big)
        assert time.process_time() - begin < 1.0, signal.name
