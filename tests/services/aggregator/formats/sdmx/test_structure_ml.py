"""Structures in SDMX-ML: valid, and read by a client."""

import io

import sdmx

from services.aggregator.formats.sdmx import structure_ml
from tests.services.aggregator.api.sdmx.asking import wrong_ml
from tests.services.aggregator.formats.sdmx.test_artefacts import ALL


def test_all_of_them() -> None:
    text = structure_ml.message(list(ALL.all.values()), None, stubs=())
    assert wrong_ml(text) == []
    told = sdmx.read_sdmx(io.BytesIO(text))
    components = told.structure["INDICATORS"]
    assert [one.id for one in components.dimensions][-2:] == ["BREAKDOWN", "TIME_PERIOD"]
    assert "CONF_STATUS" in [one.id for one in components.attributes]
    area = told.codelist["CL_AREA"]["USA"].name.localizations
    assert (area["es"], area["fr"]) == ("Estados Unidos", "États-Unis")


def test_names_alone() -> None:
    text = structure_ml.message(list(ALL.all.values()), None, stubs=ALL.all.values())
    assert b"str:Code " not in text
