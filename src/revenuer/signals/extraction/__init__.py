"""Signals of the second axis: is this traffic harvested as training data?"""

from revenuer.signals.extraction import (
    capability_concentration,
    harvest_parameters,
    no_reaction,
    probe_then_scale,
    reasoning_cleanup,
    rubric_grading,
    safe_rewriting,
    task_generation,
    template_sweep,
    trace_elicitation,
    unattended_rollouts,
    unique_hard_tasks,
    without_replacement,
)
from revenuer.signals.signal import Signal

EXTRACTION: tuple[Signal, ...] = (
    trace_elicitation.SIGNAL,
    rubric_grading.SIGNAL,
    task_generation.SIGNAL,
    reasoning_cleanup.SIGNAL,
    safe_rewriting.SIGNAL,
    template_sweep.SIGNAL,
    no_reaction.SIGNAL,
    unique_hard_tasks.SIGNAL,
    unattended_rollouts.SIGNAL,
    without_replacement.SIGNAL,
    capability_concentration.SIGNAL,
    probe_then_scale.SIGNAL,
    harvest_parameters.SIGNAL,
)
"""Every extraction signal, in the order in which reports show them."""
