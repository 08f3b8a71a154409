"""P6, one activity: how it is worded, the reports on it, and what belongs to single activities."""

from typing import Any

import httpx2
import pytest

from tests.services.portal.conftest import (
    ACTIVITY,
    ANSWERS,
    OPTIONAL,
    PLACE,
    REPORT,
    VALUES,
    evidence,
    portal_over,
)
from tests.services.portal.published import INSTRUMENTS, MATRIX
from tests.services.portal.samples import Sample

NODES = [
    ACTIVITY,
    OPTIONAL,
    *({**OPTIONAL, "code": code} for code in ("ACT-22", "ACT-23", "ACT-28")),
]
AGREEMENT = {
    "submission": "b",
    "title": "Acuerdo consular",
    "language": "es",
    "parties": [{"actor": "COL"}, {"name": "OIM"}],
    "in_force": True,
}
WHOLE: dict[str, Any] = {
    **ANSWERS,
    "/catalog/activities": {"items": NODES, "next": None},
    "/reports/agreements": {"items": [AGREEMENT], "next": None},
    "/catalog/codelists/instruments": {
        "codes": [
            {**one, "activities": [{"activity": code}]}
            for one, code in zip(INSTRUMENTS["codes"], ("ACT-23", "ACT-24"), strict=True)
        ]
    },
    "/reports/ratifications": MATRIX,
    **{
        f"/indicators/activities/{node['code']}": {**PLACE, "code": node["code"], "values": VALUES}
        for node in NODES
    },
}
NOTHING = {
    **WHOLE,
    "/reports/submissions": {"items": [], "next": None},
    "/reports/agreements": {"items": [], "next": None},
}
PAGES = {
    "of an organ": Sample("/activities/ACT-12", answers=WHOLE),
    "of States": Sample("/activities/ACT-21", answers=WHOLE),
    "on networks": Sample("/activities/ACT-22", answers=WHOLE),
    "on instruments": Sample("/activities/ACT-23", answers=WHOLE),
    "on agreements": Sample("/activities/ACT-28", answers=WHOLE),
    "without a report": Sample("/activities/ACT-28", answers=NOTHING),
    "nothing in this year": Sample("/activities/ACT-28?year=2020", answers=NOTHING),
    "missing": Sample(
        "/activities/ACT-99", 404, answers={**WHOLE, "/indicators/activities/ACT-99": 404}
    ),
}


async def shown(code: str, answers: dict[str, Any] = WHOLE) -> str:
    async with portal_over(answers) as client:
        response = await client.get(f"/activities/{code}?lang=en")
    assert response.status_code == 200
    return response.text


async def test_an_activity_of_an_organ() -> None:
    text = await shown("ACT-12")
    assert '<a href="/actors/CIM?lang=en">Comisión de Mujeres</a>' in text
    assert "Optional" not in text
    assert 'class="map"' not in text
    assert '<a href="/objectives/GO-1?lang=en">GO-1 ' in text
    assert f'<a href="/submissions/{REPORT["id"]}?lang=en" lang="es">Taller &lt;i&gt;' in text
    assert "/desk/new?activity=ACT-12" in text


async def test_an_activity_of_states_is_optional_and_has_a_map() -> None:
    text = await shown("ACT-21")
    assert "Optional: States may take it up" in text
    assert 'aria-label="COL Colombia: Has reported"' in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ACT-22", "Information on networks stays between the States"),
        ("ACT-23", "2 of 66 pairs of participating State and instrument are in force"),
        ("ACT-28", "Colombia, OIM · in force"),
    ],
)
async def test_what_belongs_to_single_activities(code: str, words: str) -> None:
    assert words in await shown(code)
    assert words not in await shown("ACT-21")


async def test_the_instruments_that_an_activity_names_are_drawn_by_state() -> None:
    text = await shown("ACT-23")
    assert "The States by the instruments that it names, on 23 November 2026" in text
    assert text.count('<use href="#m-in_force"/>') == 2, "in the legend, and for Colombia"
    assert "ICRMW" in text
    assert "VCCR" not in text
    silent = await shown("ACT-23", {**WHOLE, "/reports/ratifications": 503})
    assert "These figures cannot be shown at the moment." in silent


async def test_where_the_list_is_not_whole_the_map_asks_who_has_reported() -> None:
    more = {"items": [REPORT], "next": "/reports/submissions?cursor=c"}
    path = "/indicators/activities/ACT-21/states_contributing/evidence"
    answers = {**WHOLE, "/reports/submissions": more, path: evidence("states_contributing")}
    asked: list[httpx2.Request] = []
    async with portal_over(answers, asked) as client:
        text = (await client.get("/activities/ACT-21?lang=en")).text
    assert path in [each.url.path for each in asked]
    assert 'aria-label="COL Colombia: Has reported"' in text
    assert "All reports on this activity" in text
