"""Whatever a log says, the report stays inert, whole and legible."""

import re

import pytest
from read_html import read

ALLOWED = frozenset(
    re.findall(
        r"\S+",
        "html head meta title style body a div nav p ol ul li main header section footer h1 h2 h3 "
        "h4 h5 dl dt dd table thead tbody tr th td figure figcaption blockquote article details "
        "summary span b i em strong code br svg path rect circle text g",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        "lang charset http-equiv content name href class id aria-label aria-labelledby aria-hidden "
        "role tabindex scope dir style xmlns viewbox d x y x1 y1 x2 y2 cx cy r width height "
        "transform text-anchor stroke-width",
    )
)


@pytest.fixture(params=["staged_html", "hostile_html", "huge_html"])
def html(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


def test_only_known_elements_and_attributes_arise(html: str) -> None:
    page = read(html)
    assert {element.tag for element in page.elements} <= ALLOWED
    names = {name for element in page.elements for name in element.attributes}
    assert names <= ATTRIBUTES
    assert not any(name.startswith("on") for name in names)


def test_nothing_is_fetched_or_run(html: str) -> None:
    page = read(html)
    for element in page.elements:
        href = element.attributes.get("href", "#")
        assert href.startswith("#"), href
        style = element.attributes.get("style", "")
        assert re.fullmatch(r"(width:\d+(\.\d+)?%)?", style), style
    (css,) = page.all("style")
    assert "@import" not in css.text
    assert "url(" not in css.text
    policy = page.all("meta")[1].attributes
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src")


def test_tags_nest_and_links_lead_somewhere(html: str) -> None:
    page = read(html)
    assert page.unbalanced == []
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    targets = {e.attributes["href"][1:] for e in page.all("a")}
    named = {i for e in page.elements for i in e.attributes.get("aria-labelledby", "").split()}
    assert targets | named <= set(ids)


def test_poison_is_shown_not_obeyed(hostile_html: str) -> None:
    text = read(hostile_html).all("body")[0].text
    assert "{{7*7}}" in text
    assert "<script>alert(1)</script>" in text
    assert "U+202E" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\u200b\ud800]", hostile_html)
    hostile_html.encode()


def test_a_word_of_100_kb_is_cut(hostile_html: str) -> None:
    assert "W" * 800 in hostile_html
    assert "W" * 1_000 not in hostile_html
    assert "99,100 more characters" in hostile_html
    assert len(hostile_html.encode()) < 3_000_000
