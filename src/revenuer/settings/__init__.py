"""Settings: every choice that is part of a result's identity."""

from revenuer.settings.scan import ScanSettings

__all__ = ["ScanSettings"]
