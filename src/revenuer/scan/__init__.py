"""The main job: from logs to campaigns with evidence, resumable and reproducible."""

from revenuer.scan.pipeline import ScanRequest, ScanResult, scan

__all__ = ["ScanRequest", "ScanResult", "scan"]
