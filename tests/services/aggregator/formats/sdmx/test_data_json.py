"""SDMX-JSON: indexes behind which names stand, valid in either form."""

import json

from services.aggregator.formats.sdmx import data_json
from tests.services.aggregator.api.sdmx.asking import in_series, wrong_json
from tests.services.aggregator.formats.sdmx.writing import message, whole


async def test_series() -> None:
    told = json.loads(await whole(data_json.pieces(message("Replace", "Delete"))))
    assert wrong_json("data", told) == []
    first, second, *rest = in_series(told)
    assert (first["SEX"], first["TIME_PERIOD"], first["OBS_VALUE"]) == ("F", "2023", None)
    assert (first["SOURCE"], first["CONF_STATUS"]) == ('A "source" & more', "C")
    assert (second["OBS_VALUE"], second["SOURCE"]) == (0, None)
    assert {each["ACTION"] for each in rest} == {"Delete"}
    (structure,) = told["data"]["structures"]
    sex = next(one for one in structure["dimensions"]["series"] if one["id"] == "SEX")
    assert sex["values"][0]["names"]["fr"] == "Femmes"
    assert sex["values"][0]["name"] == "Mujeres"


async def test_flat() -> None:
    told = json.loads(await whole(data_json.pieces(message(level="AllDimensions"))))
    assert wrong_json("data", told) == []
    assert list(told["data"]["dataSets"][0]["observations"]) == ["0:0:0:0:0:0", "0:0:0:0:0:1"]
