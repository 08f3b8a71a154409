"""The Program as a document: official text in its own language, defects, links."""

import re

import pytest

from tests.services.portal.conftest import ACTIVITY, portal_over
from tests.services.portal.published import FULL, PROGRAMME, PUBLISHED, section, without
from tests.services.portal.samples import Sample

PAGES = {
    "both": Sample("/programme", answers=PUBLISHED),
    "summary": Sample("/programme?show=summary", answers=PUBLISHED),
    "official": Sample("/programme?show=official", answers=PUBLISHED),
}


async def shown(path: str, **answers: object) -> str:
    async with portal_over({**PUBLISHED, **answers}) as client:
        return (await client.get(path)).text


async def test_an_official_text_is_tagged_and_says_its_language() -> None:
    text = await shown("/programme?lang=es")
    assert '<p lang="fr">Mener des recherches' in text
    assert "Texto oficial (proyecto) · Français" in text
    assert "Se muestra en francés." in text
    assert "Se muestra" not in await shown("/programme?lang=fr")


@pytest.mark.parametrize(("view", "official", "summary"), [("official", 1, 0), ("summary", 0, 1)])
async def test_a_reader_chooses_what_is_shown(view: str, official: int, summary: int) -> None:
    text = await shown(f"/programme?lang=en&show={view}")
    assert ("Mener des recherches" in text, "<p>Resumen" in text) == (official, summary)


async def test_while_no_official_text_is_there_it_is_said_once() -> None:
    whole = {**PROGRAMME, "sections": [section("V", {**ACTIVITY, "official": None})]}
    text = await shown("/programme?lang=en", **{"/catalog/programme": whole})
    assert text.count("has not been imported yet") == 1
    assert "<p>Resumen" in text


async def test_a_paragraph_has_its_anchor_and_leads_to_its_defect() -> None:
    text = await shown("/programme?lang=en")
    assert '<article id="ACT-12">' in text
    assert re.search(r'href="/about\?lang=en#DEF-09">This paragraph has 1 recorded defect', text)


async def test_the_matrix_has_a_mark_for_each_link_drawn_by_use() -> None:
    text = await shown("/programme?lang=en&show=summary")
    table = text[text.index('<table class="matrix links">') :]
    assert table.count("<use ") == 1
    assert 'aria-label="ACT-12 GO-1"' in table
    assert "Investiga." in table


async def test_an_exhortation_shows_what_was_reported_on_it() -> None:
    exhortation = {**ACTIVITY, "code": "EXH-1", "kind": "exhortation", "official": None}
    whole = {**PROGRAMME, "sections": [section("V", exhortation)]}
    text = await shown("/programme?lang=es", **{"/catalog/programme": whole})
    article = text[text.index('<article id="EXH-1">') :].partition("</article>")[0]
    assert f'<a href="/submissions/{FULL["id"]}?lang=es">' in article


async def test_what_is_silent_takes_away_only_its_part() -> None:
    exhortation = {**ACTIVITY, "code": "EXH-1", "kind": "exhortation", "official": None}
    whole = {**PROGRAMME, "sections": [section("V", exhortation)]}
    answers = {**without("/reports/submissions"), "/catalog/programme": whole}
    async with portal_over(answers) as client:
        answer = await client.get("/programme?lang=en&show=summary")
    assert answer.status_code == 200
    assert "cannot be shown at the moment" in answer.text
    assert "etag" not in answer.headers
