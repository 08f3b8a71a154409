"""SDMX-CSV: a row an observation, whatever stands in it."""

import csv
import io

from services.aggregator.formats.sdmx import data_csv
from tests.services.aggregator.formats.sdmx.writing import message, whole


async def test_rows() -> None:
    text = (await whole(data_csv.pieces(message("Replace", "Delete", shown=(0, 1))))).decode()
    header, first, second, *rest = csv.reader(io.StringIO(text))
    assert header[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA"]
    assert header[-4:] == ["TIME_PERIOD", "OBS_VALUE", "SOURCE", "OBS_STATUS"]
    assert first[:4] == ["dataflow", "OAS.CAM:MIGRATION(1.0.0)", "R", "COL"]
    assert first[-4:] == ["2023", "", 'A "source" & more', "Q"]
    assert second[-4:] == ["2024", "0", "", "A"]
    assert {row[2] for row in rest} == {"D"}
