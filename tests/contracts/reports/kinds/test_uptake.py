"""`uptake` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Uptake

CONTENT: dict[str, Any] = {"activity": "ACT-28", "stance": "taken_up", "since": "2024-03-01"}


def test_what_later_releases_add_is_passed_over() -> None:
    content = Uptake.model_validate({**CONTENT, "added_later": 1})
    assert Uptake.model_validate(content.model_dump()) == content


@pytest.mark.parametrize(
    "instead", [{"activity": "A" * 61}, {"since": "2024-3-1"}, {"stance": "a\x00"}]
)
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Uptake.model_validate(CONTENT | instead)
