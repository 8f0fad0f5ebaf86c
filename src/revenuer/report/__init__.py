"""The report: one self-contained HTML file that an analyst can hand to counsel."""

from revenuer.report.page import render

__all__ = ["render"]
