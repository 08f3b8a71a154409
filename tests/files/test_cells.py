"""What stands in a cell of a table."""

from typing import Any

import pytest

from files.cells import cell, digits, number, restored, safe


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "true"), (False, "false"), (3, 3), (["A", "B"], "A; B"), ("x", "x")],
)
def test_a_value_as_a_cell_holds_it(value: Any, expected: Any) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''@", "'a", "a=b", ""]
)
def test_what_is_escaped_is_read_back(text: str) -> None:
    assert restored(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_number_has_the_text_of_the_json_answers() -> None:
    given = [3, 0.25, 1.0, "15000.00", 0.00005]
    texts = [digits(found) for one in given if (found := number(one)) is not None]
    assert texts == ["3", "0.25", "1.0", "15000.00", "0.00005"]
    assert number(None) is None
