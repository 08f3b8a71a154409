"""The bounds of codes and years, which readers store in columns."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.reports.content import ActivityCode, Code, Year


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        (Code, ["C" * 40], ["C" * 41, "C\x00"]),
        (ActivityCode, ["A" * 60], ["A" * 61, "A\x00"]),
        (Year, [1, 9999], [0, 10_000]),
    ],
)
def test_bounds(type_: Any, good: list[Any], bad: list[Any]) -> None:
    adapter = TypeAdapter(type_)
    for value in good:
        assert adapter.validate_python(value) == value
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
