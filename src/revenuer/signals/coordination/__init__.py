"""Signals of the first axis: are these accounts one operator?"""

from revenuer.signals.coordination import (
    balance,
    exchangeability,
    handover,
    infrastructure,
    life_cycle,
    model_pivot,
    plan_usage,
    profile_likeness,
    replacement,
    rotation,
    shared_text,
    synchrony,
)
from revenuer.signals.signal import Signal

COORDINATION: tuple[Signal, ...] = (
    shared_text.SIGNAL,
    profile_likeness.SIGNAL,
    exchangeability.SIGNAL,
    balance.SIGNAL,
    rotation.SIGNAL,
    handover.SIGNAL,
    synchrony.SIGNAL,
    infrastructure.SIGNAL,
    life_cycle.SIGNAL,
    replacement.SIGNAL,
    model_pivot.SIGNAL,
    plan_usage.SIGNAL,
)
"""Every coordination signal, in the order in which reports show them."""
