"""Signals of the first axis: are these accounts one operator?"""

from revenuer.signals.coordination import balance, handover, rotation, shared_text
from revenuer.signals.signal import Signal

COORDINATION: tuple[Signal, ...] = (
    shared_text.SIGNAL,
    balance.SIGNAL,
    rotation.SIGNAL,
    handover.SIGNAL,
)
"""Every coordination signal, in the order in which reports show them."""
