"""`further-activity` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import FurtherActivity

CONTENT: dict[str, Any] = {"code": "FA-CIM-1", "objectives": ["SO-01"], "started_on": None}


def test_what_later_releases_add_is_passed_over() -> None:
    content = FurtherActivity.model_validate({**CONTENT, "added_later": 1})
    assert FurtherActivity.model_validate(content.model_dump()) == content


@pytest.mark.parametrize(
    "instead", [{"code": "A" * 61}, {"started_on": "soon"}, {"objectives": ["\x00"]}]
)
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FurtherActivity.model_validate(CONTENT | instead)
