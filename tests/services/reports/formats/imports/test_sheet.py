"""Cells and rows as spreadsheets name them."""

import pytest

from services.reports.formats.imports.sheet import Line, Mark, address


@pytest.mark.parametrize(
    ("column", "expected"), [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")]
)
def test_columns_are_letters(column: int, expected: str) -> None:
    assert address(column, 7) == expected


def test_a_row_of_white_space_is_blank() -> None:
    assert Line(2, ["", None, "  "]).blank
    assert Line(2, ["", "merged"], filled=[1]).blank
    assert not Line(2, ["", 0]).blank
    assert not Line(2, [Mark("excel_error", "#N/A")]).blank
