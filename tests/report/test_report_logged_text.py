"""Text from a log is shown whole where it fits, and hides nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.markup import svg
from revenuer.report.logged_text import excerpt, identifier, marked, one_line, visible


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a\r\nb", "a\nb"),
        ("abc\u202egnp.exe", "abc⟨U+202E⟩gnp.exe"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("\x00\x1b[31m", "⟨U+0000⟩⟨U+001B⟩[31m"),
        ("\u200b" * 1_200, "⟨U+200B × 1,200⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\ufeffx\ufffe", "⟨U+FEFF⟩x⟨U+FFFE⟩"),
        ("👩‍💻 نمی‌خواهم", "👩‍💻 نمی‌خواهم"),
        ("请逐步", "请逐步"),
        ("e" + "\u0301" * 2, "e" + "\u0301" * 2),
        ("Z" + "\u0335" * 40, "Z" + "\u0335" * 4 + "⟨36 combining marks⟩"),
        (None, ""),
    ],
)
def test_visible(given_text: str | None, shown: str) -> None:
    assert visible(given_text) == shown


def test_identifiers_name_even_joiners_and_keep_both_ends() -> None:
    assert identifier("acct\u200d_1") == "acct⟨U+200D⟩_1"
    assert identifier("a" * 30 + "z" * 30, 20) == "a" * 14 + "…" + "z" * 5
    assert len(identifier("w" * 100_000)) == 28


def test_long_text_says_what_was_left_out() -> None:
    assert excerpt("x" * 12, 10) == "x" * 10 + " … [2 more characters]"
    assert excerpt("x" * 10, 10) == "x" * 10
    assert one_line("a\nb   c" + "d" * 200, 12) == "a b cdddddd…"


def test_replaced_characters_stand_out_and_the_rest_is_escaped() -> None:
    assert marked(visible("<b>\u202e")) == ('&lt;b&gt;<span class="hidden-character">U+202E</span>')


def test_svg_escapes_text_and_attributes() -> None:
    assert svg.el("text", "<&>", class_='a"b') == '<text class="a&#34;b">&lt;&amp;&gt;</text>'
    assert svg.el("path", d="M0 0", stroke_width=1.0, fill=None) == (
        '<path d="M0 0" stroke-width="1"/>'
    )
    assert svg.number(-0.001) == "0"


@given(st.text(max_size=80))
def test_nothing_hidden_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in visible(text) if c not in "\n\t\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    visible(text).encode()
