"""The whole report as one HTML page."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from revenuer.markup.templates import strict_templates
from revenuer.records.exhibits import Exhibit
from revenuer.report import linking, moments, numerals, reading, sentences, strength
from revenuer.report.detail import detail_for
from revenuer.report.logged_text import marked
from revenuer.report.plates import plates


def render(document: Mapping[str, Any], exhibits: Sequence[Exhibit]) -> str:
    """The report of a scan: one HTML file that needs nothing else to be read.

    `document` is the parsed `campaigns.json`; `exhibits` are matched to its campaigns by id, and a
    campaign may lack one. All text in both is taken to be hostile. The same input gives the same
    bytes. Raises Problem where the document breaks its schema.
    """
    read = reading.read(document)
    detail = detail_for(len(read.groups))
    drawn = {exhibit.campaign_id: plates(exhibit, detail) for exhibit in exhibits}
    return (
        _environment()
        .get_template("report.html")
        .render(
            read=read,
            scan=read.scan,
            groups=[(group, drawn.get(group.id)) for group in read.groups],
            detail=detail,
        )
    )


@cache
def _environment() -> Environment:
    templates = PackageLoader("revenuer.report", "templates")
    environment = strict_templates(templates)
    source, _, _ = templates.get_source(environment, "style.css")
    environment.globals.update(
        style=Markup(source),
        sentences=sentences,
        numerals=numerals,
        moments=moments,
        strength=strength.draw,
        sign=linking.sign,
    )
    environment.filters["marked"] = marked
    return environment
