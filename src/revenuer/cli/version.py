"""`revenuer version`."""

import typer

from revenuer import __version__


def version() -> None:
    """Print the version."""
    typer.echo(__version__)
