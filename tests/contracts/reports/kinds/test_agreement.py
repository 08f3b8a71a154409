"""`agreement` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Agreement

CONTENT: dict[str, Any] = {
    "type": "other",
    "parties": [{"actor": "COL"}, {"name": "EU"}],
    "signed_on": "2020-01-01",
}


def test_what_later_releases_add_is_passed_over() -> None:
    content = Agreement.model_validate({**CONTENT, "added_later": 1})
    assert Agreement.model_validate(content.model_dump()) == content


@pytest.mark.parametrize(
    "instead", [{"signed_on": None}, {"in_force_to": "2020"}, {"parties": [{"name": "a" * 301}]}]
)
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Agreement.model_validate(CONTENT | instead)
