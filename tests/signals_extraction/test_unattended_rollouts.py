"""Runs of an agent: alone, attended, or none at all."""

import numpy as np

from revenuer.records import CannotAssess
from revenuer.signals import examples
from revenuer.signals.extraction import unattended_rollouts
from revenuer.signals.signal import Measurement


def share(tools: float, *, spoken: bool = False, turns: float = 3.0) -> float:
    rng = np.random.default_rng(5)
    view = examples.build_view(rng, accounts=20, turns=turns, tools=tools, reacts=0.0)
    # what tools return is no turn of a person's
    turn = view.events.turn if spoken else np.where(view.events.tool_result, 1, view.events.turn)
    result = unattended_rollouts.SIGNAL.measure(examples.changed(view, events={"turn": turn}))
    assert isinstance(result, Measurement)
    return result.numbers["unattended_share"]


def test_runs_that_nobody_attends_count() -> None:
    assert share(1.0) > 0.99


def test_runs_that_somebody_comes_back_to_do_not() -> None:
    assert share(1.0, spoken=True) < 0.6


def test_without_tools_there_is_no_run() -> None:
    assert share(0.0, turns=1.0) < 0.01


def test_a_log_without_tools_cannot_be_assessed() -> None:
    view = examples.build_view(np.random.default_rng(1))
    bare = examples.changed(view, fields=view.fields - {"tools"})
    result = unattended_rollouts.SIGNAL.measure(bare)
    assert isinstance(result, CannotAssess)
    assert result.why == "the log does not have the tools that requests offer"
