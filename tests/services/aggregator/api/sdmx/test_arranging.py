"""Sorted and in pages, in every format and across every dimension."""

import json

import pytest

from services.aggregator.api.sdmx import arranging
from tests.services.aggregator.api.sdmx.asking import DATA, JSON, ask, in_series, rows, wrong_ml
from tests.services.aggregator.conftest import Desk

KEY = "GO-1+SO-01.reports_published.CIM"


async def test_pages_put_together_are_the_whole(desk: Desk) -> None:
    for year in (2019, 2020, 2021):
        await desk.publish(f"r{year}", year=year)
    await desk.settled()
    whole = await rows(desk, "INDICATORS", KEY)
    pages = [await rows(desk, "INDICATORS", KEY, offset=str(n), limit="4") for n in (0, 4, 8)]
    assert ([len(page) for page in pages], [row for page in pages for row in page]) == (
        [4, 2, 0],
        whole,
    )
    wish = {"sort": "TIME_PERIOD:desc+OBJECTIVE", "offset": "1", "limit": "3"}
    told = await rows(desk, "INDICATORS", KEY, **wish)
    places = [(row["TIME_PERIOD"], row["OBJECTIVE"]) for row in told]
    assert places == [("2021", "SO-01"), ("2020", "GO-1"), ("2020", "SO-01")]
    for level, first in (("TIME_PERIOD", "SO-01"), ("OBJECTIVE", "SO-01"), ("AXIS", "SO-01")):
        asked = {**wish, "dimensionAtObservation": level}
        message = json.loads((await ask(desk, f"{DATA}/INDICATORS/~/{KEY}", JSON, **asked)).text)
        found = [one["OBJECTIVE"] for one in in_series(message)]
        assert (len(found), found[0]) == (3, first), level
        text = (await ask(desk, f"{DATA}/INDICATORS/~/{KEY}", **asked)).content
        assert (wrong_ml(text), text.count(b"<Obs ")) == ([], 3)


async def test_what_is_too_much_to_sort_is_refused_before_anything_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish("a")
    await desk.settled()
    monkeypatch.setattr(arranging, "MOST", 2)
    refused = [{"sort": "*"}, {"dimensionAtObservation": "AXIS"}, {"sort": "*", "limit": "1"}]
    for query in refused:
        answer = await ask(desk, f"{DATA}/INDICATORS", **query)
        assert answer.status_code == 413, query
    assert (await ask(desk, f"{DATA}/INDICATORS", limit="2")).status_code == 200
    assert (await ask(desk, f"{DATA}/INDICATORS", sort="NOTHING")).status_code == 400
