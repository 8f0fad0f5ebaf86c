"""The command line: one thin verb a module, no logic."""

from revenuer.cli.app import main

__all__ = ["main"]
