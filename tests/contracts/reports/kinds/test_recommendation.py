"""`recommendation` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Recommendation

CONTENT: dict[str, Any] = {"addressed_to": ["SUMMIT"], "objectives": ["GO-1"], "grounds": ["1"]}


def test_what_later_releases_add_is_passed_over() -> None:
    content = Recommendation.model_validate({**CONTENT, "added_later": 1})
    assert Recommendation.model_validate(content.model_dump()) == content


@pytest.mark.parametrize(
    "instead", [{"addressed_to": ["A" * 41]}, {"activities": ["\x00"]}, {"grounds": [1]}]
)
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Recommendation.model_validate(CONTENT | instead)
