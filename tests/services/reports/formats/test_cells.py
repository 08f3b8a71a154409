"""What stands in a cell of a table."""

from typing import Any

import pytest

from services.reports.formats.cells import cell


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "true"), (False, "false"), (3, 3), (["A", "B"], "A; B"), ("x", "x")],
)
def test_a_value_as_a_cell_holds_it(value: Any, expected: Any) -> None:
    assert cell(value) == expected
