"""Text of many scripts, spacings and oddities, generated."""

from hypothesis import settings
from hypothesis import strategies as st

unhurried = settings(deadline=None, max_examples=60)
"""Native code may be compiled in the middle of the first example."""

_PIECES = (
    "please", "Rate", "the", "a", "I", "und", "nicht", "être", "é", "niño", "ЧТО", "это", "и",
    "שלום", "مرحبا", "من", "中", "推理过程", "ひらがな", "カタカナ", "한국어", "생각",
    "ไทย", "हिन्दी", "7", "42", "1234567890", "-", ".",
    "<think>", "</think>", "«x»", "。", "，", "！", "–", "…",
    "\u200b", "\u202e", "\ufeff", "\u00a0", "\u3000", "\t", "\n", "\r\n", "\x00", "\x7f",
    "🙂", "👩\u200d💻", "𝔘", "\u0301", "ǅ", "İ", "ß", "K",
)  # fmt: skip

pieces = st.sampled_from(_PIECES) | st.text(max_size=6)
mixed = st.lists(st.tuples(pieces, st.sampled_from(("", " ", " ", "  "))), max_size=40).map(
    lambda parts: "".join(piece + space for piece, space in parts)
)
"""Up to forty pieces with or without spaces between them."""
