"""P4, one objective: key figures, statuses declared and assessed, its map, its activities."""

import re
from typing import Any

import httpx2

from tests.services.portal.conftest import ANSWERS, OBJECTIVE, PLACE, VALUES, evidence, portal_over
from tests.services.portal.samples import Sample

FIGURES = "/indicators/objectives/GO-1"
REPORTS = f"{FIGURES}/reports_published/evidence"
WHOLE: dict[str, Any] = {
    **ANSWERS,
    FIGURES: {
        **PLACE,
        "code": "GO-1",
        "values": VALUES,
        "reporters": ["CIM", "COL"],
        "reports": {"ACT-12": 1, "ACT-21": 0},
    },
    REPORTS: evidence("reports_published"),
}
EMPTY = {
    **WHOLE,
    FIGURES: {**PLACE, "code": "GO-1", "values": []},
    REPORTS: evidence("reports_published", 0, submissions=[]),
}
FOR_ORGANS = {
    **WHOLE,
    "/catalog/objectives": {
        "items": [{**OBJECTIVE, "link_strengths": {"ACT-12": "direct"}}],
        "next": None,
    },
}
SILENT = {**WHOLE, FIGURES: 503, REPORTS: 503}
PAGES = {
    "all": Sample("/objectives/GO-1", answers=WHOLE),
    "nothing reported": Sample("/objectives/GO-1", answers=EMPTY),
    "for organs": Sample("/objectives/GO-1", answers=FOR_ORGANS),
    "figures silent": Sample("/objectives/GO-1", answers=SILENT),
    "missing": Sample(
        "/objectives/GO-9", 404, answers={**WHOLE, "/indicators/objectives/GO-9": 404}
    ),
}


async def shown(answers: dict[str, Any], query: str = "lang=en") -> str:
    async with portal_over(answers) as client:
        response = await client.get(f"/objectives/GO-1?{query}")
    assert response.status_code == 200
    return response.text


async def test_every_number_is_a_door() -> None:
    text = await shown(WHOLE)
    for indicator, number in (
        ("activities_reported", "<b>1 of 4</b>"),
        ("reports_published", "<b>1,234</b>"),
        ("organs_reporting", "<b>5 of 6</b>"),
        ("states_contributing", "<b>3 of 33</b>"),
        ("status_distribution", "7</a>"),
        ("assessed_distribution", "2</a>"),
        ("evidence_share", "617 of 1,234 reports</a>"),
        ("axis_share", "617 of 1,234 reports</a>"),
    ):
        assert f'<a href="/figures/GO-1/{indicator}?lang=en">{number}' in text
    assert '<a href="/figures/GO-1/reports_published?lang=en&amp;year=2024"' in text
    assert '<a href="/figures/ACT-12/reports_published?lang=en">1</a>' in text
    assert '<a href="/figures/ACT-21/reports_published?lang=en">0</a>' in text


async def test_declared_and_assessed_stand_apart() -> None:
    text = await shown(WHOLE)
    declared, assessed = text.index("Status as reported"), text.index("Status as assessed")
    assert declared < text.index("En curso") < assessed < text.index("Limitada")
    between = text[declared:assessed]
    assert "ring" in between
    assert "filling" not in between


async def test_files_of_pictures_are_of_the_selection() -> None:
    async with portal_over(WHOLE) as client:
        text = (await client.get("/objectives/GO-1?lang=en&year=2024")).text
    files = re.findall(r'href="(/figures/[^"]*\.csv[^"]*)"', text)
    assert len(files) == 5, "statuses declared and assessed, shares, years, States"
    assert [file for file in files if "year=2024" not in file] == []


async def test_each_link_has_its_rationale() -> None:
    text = await shown(WHOLE)
    assert text.count('<p lang="es">Porque sí</p>') == 2
    assert text.count("(linked indirectly)") == 1


async def test_where_nothing_is_asked_of_states_they_are_not_counted() -> None:
    text = await shown(FOR_ORGANS)
    assert "its activities are not addressed to States" in text
    assert "states_contributing" not in text
    assert 'class="map"' not in text


async def test_what_has_no_report_says_what_this_place_is_for() -> None:
    text = await shown(EMPTY)
    assert "No report has been published here yet." in text
    assert "No assessment has been published." in text


async def test_a_text_that_another_language_left_behind_says_so() -> None:
    title = {"lang": "es", "provenance": "editorial", "outdated_since": "2026-06-05T10:00:00Z"}
    objective = {**OBJECTIVE, "texts": {"title": title}}
    changed = {**WHOLE, "/catalog/objectives": {"items": [objective], "next": None}}
    assert "changed in another language on 5 June 2026" in await shown(changed)
    assert "changed in another language" not in await shown(WHOLE)


async def test_without_figures_the_objective_can_still_be_read() -> None:
    text = await shown(SILENT)
    assert "These figures cannot be shown at the moment." in text
    assert "Resumen" in text
    assert "Porque sí" in text


async def test_the_code_of_a_page_is_part_of_an_address_and_no_more(
    page: httpx2.AsyncClient,
) -> None:
    assert (await page.get("/objectives/..%2F..%2Freports")).status_code == 404
