"""`assessment` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Assessment

CONTENT: dict[str, Any] = {"submission": "1", "revision": 2, "status": "limited"}


def test_what_later_releases_add_is_passed_over() -> None:
    content = Assessment.model_validate({**CONTENT, "added_later": 1})
    assert Assessment.model_validate(content.model_dump()) == content


@pytest.mark.parametrize("instead", [{"revision": 0}, {"submission": "1" * 41}, {"status": "\x00"}])
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Assessment.model_validate(CONTENT | instead)
