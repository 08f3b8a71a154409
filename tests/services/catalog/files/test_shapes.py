"""What an entry of a data file may look like."""

import pytest
from pydantic import ValidationError

from services.catalog.files import shapes

FOUR = {"en": "a", "es": "b", "pt": "c", "fr": "d"}


def test_a_title_is_short() -> None:
    shapes.FourTitles(**{**FOUR, "fr": "x" * 90})
    with pytest.raises(ValidationError):
        shapes.FourTitles(**{**FOUR, "fr": "x" * 91})


@pytest.mark.parametrize("from_", ["1948", "2023-11-19"])
def test_a_membership_begins_on_a_day_or_in_a_year(from_: str) -> None:
    shapes.Membership.model_validate(
        {"from": from_, "to": None, "status": "member", "note": None, "source": "x"}
    )


@pytest.mark.parametrize("from_", ["48", "2023-02-30", "soon", 1948])
def test_anything_else_is_no_day(from_: object) -> None:
    with pytest.raises(ValidationError):
        shapes.Membership.model_validate(
            {"from": from_, "to": None, "status": "member", "note": None, "source": "x"}
        )
