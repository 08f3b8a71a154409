"""Structures in SDMX-JSON: valid, and every reference leads somewhere."""

import json
import re

from services.aggregator.formats.sdmx import structure_json
from tests.services.aggregator.api.sdmx.asking import wrong_json
from tests.services.aggregator.formats.sdmx.test_artefacts import ALL


def test_all_of_them() -> None:
    text = structure_json.message(list(ALL.all.values()), None, "pt", stubs=())
    told = json.loads(text)
    assert wrong_json("structure", told) == []
    lists = {one["id"] for one in told["data"]["codelists"]}
    assert set(re.findall(r"Codelist=OAS\.CAM:(\w+)", text.decode())) == lists
    concepts = {one["id"] for one in told["data"]["conceptSchemes"][0]["concepts"]}
    assert set(re.findall(r"CONCEPTS\(1\.0\.0\)\.(\w+)", text.decode())) == concepts


def test_names_alone() -> None:
    told = json.loads(
        structure_json.message(list(ALL.all.values()), None, "pt", stubs=ALL.all.values())
    )
    assert all("codes" not in one for one in told["data"]["codelists"])
