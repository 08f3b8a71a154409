"""`proposal` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Proposal

CONTENT: dict[str, Any] = {"change": "retire", "node": "ACT-13"}


def test_what_later_releases_add_is_passed_over() -> None:
    content = Proposal.model_validate({**CONTENT, "added_later": 1})
    assert Proposal.model_validate(content.model_dump()) == content


@pytest.mark.parametrize("instead", [{"node": "A" * 61}, {"change": None}, {"texts": {"es": "t"}}])
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Proposal.model_validate(CONTENT | instead)
