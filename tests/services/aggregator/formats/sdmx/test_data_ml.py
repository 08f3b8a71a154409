"""SDMX-ML: series or flat, with whatever stands in attributes."""

import io
from typing import Any

import sdmx
from lxml import etree

from services.aggregator.formats.sdmx import data_ml
from tests.services.aggregator.api.sdmx.asking import wrong_ml
from tests.services.aggregator.formats.sdmx.writing import message, whole


async def read(**how: str) -> Any:
    text = await whole(data_ml.pieces(message("Replace", "Delete", **how)))
    return etree.fromstring(text)


async def test_series() -> None:
    tree = await read()
    series, _ = tree.iter("Series")
    assert dict(series.attrib)["REF_AREA"] == "COL"
    first, second = series
    assert (first.get("OBS_VALUE"), second.get("OBS_VALUE")) == (None, "0")
    assert (first.get("SOURCE"), second.get("SOURCE")) == ('A "source" & more', None)
    actions = [one.get(f"{{{data_ml.DATA}}}action") for one in tree.iter("{*}DataSet")]
    assert actions == ["Replace", "Delete"]
    assert tree.findtext(".//{*}Prepared") == "2026-11-29T10:20:30Z"


async def test_flat() -> None:
    tree = await read(level="AllDimensions")
    assert list(tree.iter("Series")) == []
    first = next(tree.iter("Obs"))
    assert (first.get("REF_AREA"), first.get("TIME_PERIOD")) == ("COL", "2023")


async def test_valid_whatever_dimension_the_observations_tell() -> None:
    for level in ("TIME_PERIOD", "AllDimensions", "SEX"):
        text = await whole(data_ml.pieces(message("Replace", "Delete", level=level)))
        assert wrong_ml(text) == [], level
    assert wrong_ml(text.replace(b'SEX="F"', b'AGE="F"'))


async def test_a_client_reads_it() -> None:
    text = await whole(data_ml.pieces(message()))
    told = sdmx.read_sdmx(io.BytesIO(text))
    assert [one.value for one in told.data[0].obs] == [None, "0"]
