"""A constraint in both formats says the same."""

import json

from services.aggregator.domain.dataflows import MIGRATION
from services.aggregator.formats.sdmx import availability
from services.aggregator.formats.sdmx.availability import Available
from tests.services.aggregator.api.sdmx.asking import wrong_json, wrong_ml

FOUND = Available(MIGRATION, {"SEX": ["F", "M"], "TIME_PERIOD": ["2024"]}, 3, None)


def test_both_formats() -> None:
    told = json.loads(availability.as_json([FOUND], "fr"))
    assert wrong_json("structure", told) == []
    (constraint,) = told["data"]["dataConstraints"]
    assert constraint["cubeRegions"][0]["keyValues"][0]["values"] == ["F", "M"]
    assert constraint["name"].startswith("Statistiques")
    text = availability.as_ml([FOUND])
    assert wrong_ml(text) == []
    assert text.count(b"<str:Value>") == 3
