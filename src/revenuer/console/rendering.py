"""Pages from templates: all is escaped, undefined names are errors, hidden characters are named."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse

from revenuer.console import cookies, people
from revenuer.console.call import Call
from revenuer.console.roles import MEANING, Role, may
from revenuer.console.sessions import Session
from revenuer.markup.templates import strict_templates
from revenuer.report import linking, moments, numerals, sentences, strength
from revenuer.report.logged_text import excerpt, identifier, marked, one_line, visible

APPEARANCES = ("auto", "light", "dark")


def page(call: Call, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled for a request."""
    return HTMLResponse(filled(call, template, **values), status)


def filled(call: Call, template: str, **values: Any) -> str:
    """The text of a page."""
    return (
        _environment()
        .get_template(template)
        .render(
            person=call.session.person if call.session else None,
            form_token=call.session.form_token if call.session else "",
            appearance=appearance_of(call.cookies),
            here=call.url_path,
            now=datetime.fromtimestamp(call.now, UTC),
            may=lambda role: call.may(Role(role)),
            said=call.query.text("said", 40),
            who=_namer(call),
            **values,
        )
    )


def _namer(call: Call) -> Callable[[str], str]:
    """The name of whoever has a sign-in name, looked up once a page and only where it is asked."""

    @cache
    def names() -> dict[str, str]:
        with call.desk.store.read() as connection:
            return {person.login: person.name for person in people.everyone(connection)}

    return lambda login: names().get(login, login)


def bare(template: str, appearance: str, session: Session | None, **values: Any) -> str:
    """A page without a checked request behind it, for whoever is signed in, or nobody."""
    person = session.person if session else None
    return (
        _environment()
        .get_template(template)
        .render(
            person=person,
            form_token=session.form_token if session else "",
            appearance=appearance,
            here="",
            said="",
            may=lambda role: person is not None and may(person.role, Role(role)),
            **values,
        )
    )


def appearance_of(sent: Mapping[str, str]) -> str:
    """Light, dark, or as the system has it."""
    wish = sent.get(cookies.APPEARANCE, "")
    return wish if wish in APPEARANCES else "auto"


def shown(value: object, most: int = 400) -> Markup:
    """Text from outside in running prose: hidden characters named, cut where it is long."""
    return marked(excerpt(value, most))


def line(value: object, most: int = 80) -> Markup:
    """Text from outside on one line."""
    return marked(one_line(value, most))


def ident(value: object, most: int = 36) -> Markup:
    """An identifier from outside, its head and tail kept."""
    return marked(identifier(value, most))


def whole(value: object) -> Markup:
    """Text in full, hidden characters named."""
    return marked(visible(value))


def when(value: object) -> str:
    """A moment to the minute, in UTC."""
    if isinstance(value, int | float):
        value = datetime.fromtimestamp(value, UTC)
    return moments.minute(moments.parse(value))


def day(value: object) -> str:
    return moments.day(moments.parse(value))


def ago(value: object, now: datetime) -> str:
    """How long before `now`: "3 hours ago"."""
    then = moments.parse(value)
    if then is None:
        return moments.MISSING
    if (now - then).total_seconds() < 60:
        return "just now"
    return f"{moments.elapsed(then, now)} ago"


def with_query(values: Mapping[str, object], **changes: object) -> str:
    """A query string with some values changed; empty values fall away."""
    merged = {**values, **changes}
    return urlencode({k: v for k, v in merged.items() if v not in (None, "", ())}, doseq=True)


@cache
def _environment() -> Environment:
    environment = strict_templates(
        PrefixLoader(
            {
                "console": PackageLoader("revenuer.console", "templates"),
                "report": PackageLoader("revenuer.report", "templates"),
            }
        )
    )
    environment.globals.update(
        numerals=numerals,
        moments=moments,
        sentences=sentences,
        strength=strength.draw,
        sign=linking.sign,
        roles=tuple(Role),
        role_meaning=MEANING,
        with_query=with_query,
        appearances=APPEARANCES,
    )
    environment.filters.update(
        marked=marked, shown=shown, line=line, ident=ident, whole=whole, when=when, day=day, ago=ago
    )
    return environment
