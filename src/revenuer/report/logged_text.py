"""Showing text that came out of a log: nothing hidden, nothing active, nothing endless.

Escaping is the template's and `svg`'s work. This module deals with what escaping leaves: characters
that cannot be seen or that reorder what is seen (control characters, bidirectional overrides,
zero-width and tag characters, lone surrogates), and runs too long for a page.
"""

import re
import unicodedata
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

_JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiners: emoji, Persian and Indic scripts cannot be written without them."""

_LAYOUT = frozenset("\n\t")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MOST_LAYOUT = 12
_MOST_MARKS = 4
"""More combining marks than this on one letter are drawn over the neighbouring lines."""

_MARKED = re.compile("(⟨(?:U\\+[0-9A-F]{4,6}(?: × [0-9,]+)?|[0-9,]+ combining marks)⟩)")


def visible(value: object) -> str:
    """The text with every hidden or reordering character replaced by its name, as ⟨U+202E⟩.

    Line feeds and tabs stay, and so do joiners inside a word; None becomes the empty string.
    """
    text = "" if value is None else str(value)
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text
    runs = (_shown(character, len(list(run))) for character, run in groupby(text))
    return _tame_marks("".join(runs))


def one_line(value: object, most: int = 80) -> str:
    """`visible` text on one line, shortened to about `most` characters."""
    text = "" if value is None else str(value)
    # Far more than can be shown is cut first: a word of 100 kB need not be read through.
    return shorten(" ".join(visible(text[: 40 * most]).split()), most)


def identifier(value: object, most: int = 28) -> str:
    """An opaque identifier on one line; a long one keeps its head and its tail."""
    text = "" if value is None else str(value)
    if len(text) > 4 * most:
        text = text[: 2 * most] + text[-2 * most :]
    text = " ".join(visible(text).split())
    text = text.replace("\u200c", "⟨U+200C⟩").replace("\u200d", "⟨U+200D⟩")
    if len(text) <= most:
        return text
    tail = most // 4
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def shorten(text: str, most: int) -> str:
    """At most `most` characters, ending in an ellipsis where something was left out."""
    return text if len(text) <= most else text[: max(most - 1, 1)].rstrip() + "…"


def excerpt(value: object, most: int) -> str:
    """Running text cut after `most` characters, saying how many were left out."""
    text = "" if value is None else str(value)
    shown = shorten(visible(text[:most]), 2 * most)
    return shown if len(text) <= most else f"{shown} … [{len(text) - most:,} more characters]"


def marked(value: Any) -> Markup:
    """HTML of text already made `visible`: replaced characters stand out from ordinary text."""
    pieces = _MARKED.split(str(value))
    tag = Markup('<span class="hidden-character">{}</span>')
    return Markup("").join(
        tag.format(piece[1:-1]) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )


def _shown(character: str, times: int) -> str:
    if character in _LAYOUT or character in _JOINERS:
        return character * min(times, _MOST_LAYOUT)
    point = ord(character)
    if unicodedata.category(character) in _HIDDEN or point & 0xFFFE == 0xFFFE:
        return f"⟨U+{point:04X}⟩" if times == 1 else f"⟨U+{point:04X} × {times:,}⟩"
    return character * times


def _tame_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    for marks, run in groupby(text, lambda character: unicodedata.combining(character) != 0):
        piece = "".join(run)
        if marks and len(piece) > _MOST_MARKS:
            piece = f"{piece[:_MOST_MARKS]}⟨{len(piece) - _MOST_MARKS:,} combining marks⟩"
        kept.append(piece)
    return "".join(kept)
