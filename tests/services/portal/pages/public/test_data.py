"""What can be downloaded stands where the interfaces have it."""

import re

from services.portal.pages.public.data import FILES
from tests.services.portal.conftest import portal_over
from tests.services.portal.published import PUBLISHED
from tests.services.portal.samples import Sample

PAGES = {"data": Sample("/data", answers=PUBLISHED)}


async def test_every_file_is_linked_with_its_size_and_date() -> None:
    size = {"size": 2716309, "position": 41, "recorded_at": "2026-11-20T10:00:00.000000Z"}
    told = [{"address": address, **size} for file in FILES for _, address in file.formats]
    unknown = {"address": "/catalog/programme", "size": None, "position": None, "recorded_at": None}
    lists = {
        "/indicators/files": {"items": told, "next": None},
        "/reports/files": 503,
        "/catalog/files": {"items": [unknown], "next": None},
    }
    async with portal_over({**PUBLISHED, **lists}) as client:
        await client.get("/data?lang=fr")
        text = (await client.get("/data?lang=fr")).text
    rows = dict(re.findall(r'<a href="([^"?]*)[^"]*">[^<]*<span.*?</a></th>(.*?)</tr>', text))
    for file in FILES:
        for _, address in file.formats:
            assert address.partition("?")[0] in rows
    sized = rows["/indicators/data.csv"]
    assert "2,7\u202fMo" in sized
    assert "20 novembre 2026" in sized
    assert "(inscription 41)" in sized
    assert "–" in rows["/catalog/programme"]


async def test_the_first_page_of_all_asks_the_catalog_for_names_and_not_for_sizes() -> None:
    size = {"size": 1_000_000, "position": None, "recorded_at": None}
    sizes = {"items": [{"address": "/catalog/programme", **size}], "next": None}
    nothing = {"items": [], "next": None}
    lists = dict.fromkeys(("/indicators/files", "/reports/files"), nothing)
    async with portal_over({**PUBLISHED, **lists, "/catalog/files": sizes}) as client:
        first, second = [(await client.get("/data?lang=en")).text for _ in "12"]
    assert ("1 MB" in first, "1 MB" in second) == (False, True)


async def test_files_of_an_earlier_day_say_their_entry_and_are_cited_with_it() -> None:
    then = {"/indicators/status?as_of": {"position": 3, "last_event_at": None}}
    async with portal_over({**PUBLISHED, **then}) as client:
        text = (await client.get("/data?lang=en&as_of=3")).text
    assert "from entry 3 of the register" in text
    assert "Data as of entry 3." in text
    assert '<span class="address">http://portal/?as_of=3</span>' in text
    assert "/reports/ledger?as_of=3&amp;lang=en&amp;limit=500" in text
    assert "/indicators/sdmx/structure/dataflow/OAS.CAM/*/*?asOf=3" in text


async def test_no_address_leads_elsewhere() -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get("/data?lang=en")).text
    assert re.findall(r'href="(?:https?:)?//', text) == []
