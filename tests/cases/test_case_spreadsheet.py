"""No cell that a spreadsheet opens begins a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.cases.spreadsheet import cell, rows_as_csv

TEXTS = st.text(max_size=30) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "a\nb", 'a"b', "\ud800"]
)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    data = rows_as_csv(("a", "b"), rows).decode("utf-8")
    read = list(csv.reader(io.StringIO(data, newline="")))
    assert len(read) == len(rows) + 1
    for row in read[1:]:
        for value in row:
            assert not value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))
            assert "\x00" not in value


@pytest.mark.parametrize("value", [-1, 0.5, None, True])
def test_numbers_stay_numbers(value: object) -> None:
    assert cell(value) is value


def test_ordinary_text_is_left_alone() -> None:
    assert rows_as_csv(("a",), [["plain, with a comma"]]) == b'a\n"plain, with a comma"\n'
