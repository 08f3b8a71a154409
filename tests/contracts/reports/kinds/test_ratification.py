"""`ratification` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Ratification

CONTENT: dict[str, Any] = {
    "instrument": "ICRMW",
    "state": "COL",
    "action": "accession",
    "date": "1995-05-24",
}


def test_what_nobody_said_is_not_verified_nor_unverified() -> None:
    assert Ratification.model_validate(CONTENT).verified is None


@pytest.mark.parametrize("instead", [{"date": "1995"}, {"state": "A" * 41}, {"action": "\x00"}])
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Ratification.model_validate(CONTENT | instead)
