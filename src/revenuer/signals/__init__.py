"""The signals: one question each, put to a group's numbers. One list."""

from revenuer.signals.coordination import COORDINATION
from revenuer.signals.extraction import EXTRACTION
from revenuer.signals.signal import Measurement, Signal

SIGNALS: tuple[Signal, ...] = (*COORDINATION, *EXTRACTION)

__all__ = ["SIGNALS", "Measurement", "Signal"]
