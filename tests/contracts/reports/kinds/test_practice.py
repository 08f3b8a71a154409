"""What a published practice carries: where it counts, none of its texts."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts import reports


def test_it_carries_where_it_counts_and_no_text() -> None:
    assert set(reports.Practice.model_fields) == {
        "year",
        "activities",
        "objectives",
        "partner_kinds",
        "axes",
        "phases",
    }


@pytest.mark.parametrize(
    "wrong",
    [{"year": 0}, {"activities": ["A" * 61]}, {"objectives": ["O" * 41]}, {"axes": ["a\x00"]}],
)
def test_what_could_not_be_stored_is_no_event(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        reports.Practice.model_validate({"year": 2024} | wrong)
