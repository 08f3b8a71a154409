"""What the site is, the defects of the document, and the glossary."""

from tests.services.portal.conftest import code_of, portal_over
from tests.services.portal.published import PUBLISHED, without
from tests.services.portal.samples import Sample

PAGES = {
    "about": Sample("/about", answers=PUBLISHED),
    "accessibility": Sample("/accessibility", answers=PUBLISHED),
}
TERMS = {
    "items": [{"id": "official_term", "codes": [code_of("summits", "Cumbres")]}],
    "next": None,
}


async def test_a_defect_has_its_anchor_and_its_paragraphs() -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get("/about?lang=en")).text
    assert '<dt id="DEF-09">' in text
    assert 'href="/programme?lang=en#ACT-12"' in text


async def test_terms_stand_in_four_languages() -> None:
    async with portal_over({**PUBLISHED, "/catalog/codelists": TERMS}) as client:
        text = (await client.get("/about?lang=en")).text
    for lang in ("es", "en", "pt", "fr"):
        assert f'<td lang="{lang}"' in text
    assert text.count("Cumbres</td>") == 4


async def test_it_can_be_read_while_the_catalog_is_silent() -> None:
    async with portal_over(without("/catalog/defects", "/catalog/codelists")) as client:
        answer = await client.get("/about?lang=en")
    assert answer.status_code == 200
    assert "States report voluntarily" in answer.text
    assert "etag" not in answer.headers
