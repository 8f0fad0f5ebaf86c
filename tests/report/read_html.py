"""A strict reader of the report: elements, attributes, text, and nesting."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "link"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    begin: int
    """Where its text begins among the page's pieces of text, and ends."""
    end: int
    pieces: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pieces[self.begin : self.end])


@dataclass
class Page(HTMLParser):
    """All elements in document order; `unbalanced` lists tags closed out of turn."""

    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parents = tuple(element.tag for element in self._open)
        at = len(self.pieces)
        named = {name: value or "" for name, value in attrs}
        element = Element(tag, named, parents, at, at, self.pieces)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.unbalanced.append(tag)
        else:
            self._open.pop().end = len(self.pieces)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def all(self, tag: str, class_: str = "") -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (not class_ or class_ in element.attributes.get("class", "").split())
        ]


@cache
def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page
