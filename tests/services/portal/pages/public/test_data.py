"""What can be downloaded stands where the interfaces have it."""

import re

import pytest

from services.portal.pages.public.data import FILES
from tests.services.portal.conftest import portal_over
from tests.services.portal.published import PUBLISHED
from tests.services.portal.samples import Sample

PAGES = {"data": Sample("/data", answers=PUBLISHED)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
async def test_every_file_is_linked_in_each_of_its_formats(file: object) -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get("/data?lang=en")).text
    for _, address in file.formats:  # type: ignore[attr-defined]
        assert f'href="{address}"' in text


async def test_no_address_leads_elsewhere() -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get("/data?lang=en")).text
    assert re.findall(r'href="(?:https?:)?//', text) == []


async def test_the_files_have_a_date() -> None:
    async with portal_over(PUBLISHED) as client:
        texts = [(await client.get(f"/data?lang={lang}")).text for lang in ("en", "fr")]
    assert "That entry is of " in texts[0]
    assert "Cette inscription date du " in texts[1]
