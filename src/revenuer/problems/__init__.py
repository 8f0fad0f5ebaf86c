"""Errors a user sees: what happened, where, and what to do."""

from revenuer.problems.problem import Interrupted, Problem

__all__ = ["Interrupted", "Problem"]
