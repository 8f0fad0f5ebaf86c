"""The dossier as one HTML page that needs nothing else and runs nothing."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader

from revenuer.cases.dossier import timeline_plate
from revenuer.markup.templates import strict_templates
from revenuer.report.logged_text import excerpt, identifier, marked, one_line


def render(told: Mapping[str, Any], public_key: str) -> str:
    """HTML of `content`. All text in it is taken to be hostile."""
    return (
        _environment()
        .get_template("dossier.html")
        .render(
            told=told,
            public_key=public_key,
            timeline=timeline_plate.draw(told["observations"]["timeline"]),
        )
    )


@cache
def _environment() -> Environment:
    environment = strict_templates(PackageLoader("revenuer.cases.dossier", "templates"))
    environment.filters.update(
        logged=lambda value, most=2_000: marked(excerpt(value, most)),
        line=lambda value, most=160: marked(one_line(value, most)),
        named=lambda value: marked(one_line(str(value).replace("_", " "), 80)),
        id=lambda value: marked(identifier(value)),
        count=lambda value: f"{int(value):,}",
        number=lambda value: "–" if value is None else f"{float(value):.4g}",
        day=lambda value: str(value)[:16].replace("T", " "),
    )
    return environment
