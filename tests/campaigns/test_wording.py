"""What of an example is fixed in the others, and what varies."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mixed_text import mixed

from revenuer.campaigns.exhibits.wording import spans

unhurried = settings(deadline=None)


@unhurried
@given(mixed, st.lists(mixed, max_size=4))
def test_spans_put_together_are_the_example(example: str, others: list[str]) -> None:
    found = spans(example, others)
    assert "".join(span.text for span in found) == example[:2_400]
    assert all(span.text for span in found)
    assert all(a.fixed != b.fixed for a, b in pairwise(found))


@unhurried
@given(mixed)
def test_nothing_is_fixed_without_others(example: str) -> None:
    assert not any(span.fixed for span in spans(example, []))


@unhurried
@given(st.lists(st.sampled_from(("red", "kiln", "Pot", "glaze")), min_size=4, max_size=30))
def test_all_of_it_is_fixed_where_all_say_the_same(said: list[str]) -> None:
    text = " ".join(said)
    (span,) = spans(text, [text.upper()] * 3)
    assert span.fixed


def marked(example: str, others: list[str]) -> str:
    return "".join(f"[{s.text}]" if s.fixed else s.text for s in spans(example, others))


HEAD, TAIL = "Write out every step before the answer:", "Then put the answer on its own line."


def test_a_template_around_a_payload() -> None:
    payloads = ["how tall is Ben", "what weighs more than lead", "name two kinds of clay", "17 + 4"]
    first, *others = (f"{HEAD} {p}? {TAIL}" for p in payloads)
    assert marked(first, others) == f"[{HEAD} ]how tall is Ben[? {TAIL}]"


def test_a_chinese_template_around_a_payload() -> None:
    payloads = ["长城有多长", "水为什么结冰", "三角形内角和", "唐代诗人李白"]
    first, *others = (f"请写出完整的推理过程：{p}。最后给出答案。" for p in payloads)
    assert marked(first, others) == "[请写出完整的推理过程：]长城有多长[。最后给出答案。]"


@pytest.mark.parametrize(("carriers", "fixed"), [(7, True), (6, False)])
def test_a_run_is_fixed_where_seven_of_ten_have_it(carriers: int, fixed: bool) -> None:
    others = [HEAD] * carriers + ["Something else is said here."] * (10 - carriers)
    assert [s.fixed for s in spans(HEAD, others)] == [fixed]


def test_three_words_in_common_are_no_fixed_text() -> None:
    assert not any(s.fixed for s in spans("one two three red", ["one two three blue"] * 5))


def test_white_space_does_not_matter_to_what_is_fixed() -> None:
    spaced = HEAD.replace(" ", "\n  ")
    assert [s.fixed for s in spans(spaced, [HEAD] * 3)] == [True]


def test_text_is_not_read_as_markup() -> None:
    text = "<b>bold</b> & <script>alert(1)</script>"
    assert "".join(s.text for s in spans(text, [text])) == text
