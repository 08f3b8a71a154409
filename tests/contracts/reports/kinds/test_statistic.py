"""`statistic` as its publication carries it."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.reports import Statistic

KEY = {
    "REF_AREA": "COL",
    "COUNTERPART_AREA": "_T",
    "MEASURE": "INFLOW",
    "SEX": "_T",
    "AGE": "_T",
}
SERIES = {"key": KEY, "observations": [{"period": "2024", "value": None, "status": "C"}]}
CONTENT: dict[str, Any] = {"dataflow": "MIGRATION", "series": [SERIES], "source": "s"}


def test_what_is_confidential_has_no_value() -> None:
    assert Statistic.model_validate(CONTENT).series[0].observations[0].value is None
    assert "method" not in Statistic.model_fields


@pytest.mark.parametrize("instead", [{"source": "\x00"}, {"series": [{"key": KEY}]}])
def test_what_no_reader_can_store_is_refused(instead: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Statistic.model_validate(CONTENT | instead)
