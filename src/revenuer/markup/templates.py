"""Templates in which every value is escaped and every unknown name an error."""

from jinja2 import BaseLoader, Environment, StrictUndefined


def strict_templates(loader: BaseLoader) -> Environment:
    """An environment of its own, to which the caller adds its filters and globals."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
