"""`fund-entry` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import FundEntry

CONTENT: dict[str, Any] = {
    "entry": "receipt",
    "money": {"currency": "USD", "amount": "1.00"},
    "date": "2024-01-01",
}


def test_it_has_no_place_for_names_and_notes() -> None:
    assert not {"contributor", "note"} & set(FundEntry.model_fields)


@pytest.mark.parametrize(
    "instead",
    [{"date": "2024"}, {"money": {"currency": "USD", "amount": "1.001"}}, {"refers_to": "A" * 41}],
)
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FundEntry.model_validate(CONTENT | instead)
