"""The data package; a reader of such packages reads it in test_descriptions.py."""

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.formats import datapackage
from tests.services.aggregator.formats.given import OF


def test_it_has_the_file_and_the_lists_of_codes() -> None:
    package = datapackage.package(OF, "es")
    by_name = {one["name"]: one for one in package["resources"]}
    assert by_name["observations"]["path"] == "data.csv"
    assert [one["code"] for one in by_name["indicators"]["data"]] == list(INDICATORS)
    assert by_name["codelist-objective"]["data"] == [{"code": "GO-1"}, {"code": "SO-1"}]
    assert by_name["codelist-actor"]["data"] == [{"code": "CIM"}]
    assert package["version"] == "e.3"
