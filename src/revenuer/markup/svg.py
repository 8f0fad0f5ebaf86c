"""A few lines that write SVG: elements whose text and attributes are always escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Attribute = str | float | int


def el(name: str, *children: str, **attributes: Attribute | None) -> Markup:
    """One element. Children that are not Markup are escaped; attributes that are None left out.

    Attribute names are Python's: a trailing underscore falls away (`class_`), others become
    hyphens (`stroke_width`). Numbers are written with at most two decimals.
    """
    # Plain strings joined after escaping: Markup's own formatting is ten times slower.
    opened = name + "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    if not children:
        return Markup(f"<{opened}/>")
    body = "".join(escape(child) for child in children)
    return Markup(f"<{opened}>{body}</{name}>")


def title(text: str) -> Markup:
    """A tooltip."""
    return el("title", text)


def figure(width: float, height: float, label: str, *children: str, class_: str = "") -> Markup:
    """The outermost element of a chart, scaled to its column; `label` is its text alternative."""
    return el(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_label=label,
        class_=f"chart {class_}".strip(),
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return el("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=class_)


def touch(d: str, tooltip: str) -> Markup:
    """An unseen line, as broad as its group says, that shows a tooltip under the pointer."""
    return el("path", title(tooltip), d=d)


def text(x: float, y: float, content: str, class_: str, anchor: str | None = None) -> Markup:
    return el("text", content, x=x, y=y, class_=class_, text_anchor=anchor)


def join(parts: Iterable[str]) -> Markup:
    return Markup("").join(parts)


def number(value: float) -> str:
    """At most two decimals and no trailing zeros, so that files are small and bytes stable."""
    rounded = round(float(value), 2)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.2f}".rstrip("0")


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else number(value)
