"""P6, one activity: how it is worded, the reports on it, and what belongs to single activities."""

from typing import Any

import pytest

from tests.services.portal.conftest import (
    ACTIVITY,
    ANSWERS,
    OPTIONAL,
    PLACE,
    REPORT,
    VALUES,
    portal_over,
)
from tests.services.portal.published import AGREEMENT, INSTRUMENTS, MATRIX, beside_activity
from tests.services.portal.samples import Sample

NODES = [
    ACTIVITY,
    OPTIONAL,
    *({**OPTIONAL, "code": code} for code in ("ACT-22", "ACT-23", "ACT-28")),
]
CODES = [node["code"] for node in NODES]
BOUND = {"agreed": [AGREEMENT], "treaties": MATRIX["items"]}
WHOLE: dict[str, Any] = {
    **ANSWERS,
    "/catalog/activities": {"items": NODES, "next": None},
    "/catalog/codelists/instruments": {
        "codes": [
            {**one, "activities": [{"activity": code}]}
            for one, code in zip(INSTRUMENTS["codes"], ("ACT-23", "ACT-24"), strict=True)
        ]
    },
    **{
        f"/indicators/activities/{code}": {
            **PLACE,
            "code": code,
            "values": VALUES,
            "reporters": ["CIM", "COL"],
        }
        for code in CODES
    },
    **{f"/reports/activities/{code}/beside": beside_activity(REPORT, **BOUND) for code in CODES},
}
NOTHING = {
    **WHOLE,
    **{f"/reports/activities/{code}/beside": beside_activity() for code in CODES},
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
        ("ACT-28", "Colombia, Reino de España · in force"),
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
    silent = await shown("ACT-23", {**WHOLE, "/reports/activities/ACT-23/beside": 503})
    assert "These figures cannot be shown at the moment." in silent


async def test_a_list_that_is_not_whole_leads_to_all() -> None:
    more = beside_activity(REPORT, more=True)
    text = await shown("ACT-21", {**WHOLE, "/reports/activities/ACT-21/beside": more})
    assert 'aria-label="COL Colombia: Has reported"' in text
    assert "All reports on this activity" in text
