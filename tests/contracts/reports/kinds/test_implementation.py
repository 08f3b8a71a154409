"""What a published implementation carries, within the bounds of what readers store and add up."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts import reports

CELLS: list[dict[str, Any]] = [{"count": 0}, {"count": 5}, {"small": True}]
DONE: dict[str, Any] = {"activity": "ACT-1", "year": 2024, "status": "planned"}


def test_it_carries_what_the_indicators_count() -> None:
    counted = {
        "activity",
        "year",
        "status",
        "execution",
        "partner_kinds",
        "axes",
        "beneficiaries",
        "resources",
    }
    assert counted <= set(reports.Implementation.model_fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "A" * 61},
        {"activity": "A\x00"},
        {"year": 0},
        {"year": 10_000},
        {"status": "s" * 41},
        {"axes": ["a" * 41]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": -1}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 1}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 4}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 9, "small": True}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 0, "small": True}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult"}]},
        {"resources": [{"currency": "USD", "amount": "much"}]},
        {"resources": [{"currency": "USD", "amount": "-1"}]},
        {"resources": [{"currency": "USD", "amount": "1.005"}]},
        {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": 10**10}]},
        {"resources": [{"currency": "JPY", "amount": "1.5"}]},
        {"resources": [{"currency": "USD", "amount": "1.00\n"}]},
    ],
)
def test_what_could_not_be_stored_or_added_up_is_no_event(wrong: dict[str, Any]) -> None:
    cells = [{"sex": "female", "age_group": "adult"} | one for one in CELLS]
    reports.Implementation.model_validate(DONE | {"beneficiaries": cells})
    with pytest.raises(ValidationError):
        reports.Implementation.model_validate(DONE | wrong)
