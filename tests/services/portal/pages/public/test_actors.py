"""Actors: who has reported of those participating on a day, and one profile."""

from typing import Any

import pytest

from tests.services.portal.conftest import ACTORS, organ, portal_over
from tests.services.portal.published import (
    AGREEMENT,
    FULL,
    MATRIX,
    PRACTICE,
    PUBLISHED,
    beside_actor,
    listed,
)
from tests.services.portal.samples import Sample

FIGURES = {
    "edition": "2016-draft",
    "position": 7,
    "values": [{"indicator": "activities_reported", "value": 1, "unit": "count"}],
}
NONE = {**FIGURES, "values": [{"indicator": "activities_reported", "value": 0, "unit": "count"}]}
KNOWN: dict[str, Any] = {
    **PUBLISHED,
    **{f"/indicators/actors/{code}": FIGURES for code in ("CIM", "COL", "NIC")},
    "/indicators/actors/VEN": NONE,
    "/reports/submissions": listed(FULL, PRACTICE),
    "/reports/actors/COL/beside": beside_actor(
        *(FULL, PRACTICE), treaties=MATRIX["items"][:1], agreed=[AGREEMENT]
    ),
    "/reports/actors/CIM/beside": beside_actor(FULL),
    "/reports/actors/VEN/beside": beside_actor(unconfirmed=[FULL]),
}
SILENT = {
    **KNOWN,
    "/reports/submissions": listed(),
    "/reports/actors/VEN/beside": beside_actor(),
}
PAGES = {
    "all": Sample("/actors", answers=KNOWN),
    "none": Sample("/actors?region=Caribbean", answers=SILENT),
    "state": Sample("/actors/COL", answers=KNOWN),
    "organ": Sample("/actors/CIM", answers=KNOWN),
    "state without reports": Sample("/actors/VEN", answers=SILENT),
}


async def shown(path: str, answers: dict[str, Any] = KNOWN) -> str:
    async with portal_over(answers) as client:
        return (await client.get(path)).text


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-01-01", "1 of 2 participating States have reported (voluntary)"),
        ("2020-01-01", "1 of 3 participating States have reported (voluntary)"),
    ],
)
async def test_n_of_those_participating_on_the_day(on: str, words: str) -> None:
    text = await shown(f"/actors?lang=en&on={on}")
    assert f'href="/figures/programme/states_contributing?lang=en">{words}</a>' in text


async def test_a_region_is_a_filter() -> None:
    text = await shown("/actors?lang=en&region=Caribbean")
    assert "COL Colombia" not in text
    assert "Comisión de Mujeres" in text


async def test_a_state_without_a_report_is_said_nothing_of() -> None:
    text = await shown("/actors/VEN?lang=en", SILENT)
    assert (
        "Venezuela takes part in the Program. Its reports will be shown here when it chooses to "
        "send them." in text
    )


async def test_a_state_is_never_counted_out_of_something() -> None:
    text = await shown("/actors/COL?lang=en")
    assert (
        '<a href="/figures/COL/activities_reported?lang=en">Has reported on 1 activity since 2024'
        in text
    )
    assert " of 42" not in text


async def test_an_organ_is_told_with_the_bodies_below_it() -> None:
    below = organ("CIM-X", "Unidad", parent="CIM")
    answers = {
        **KNOWN,
        "/catalog/actors": listed(*ACTORS, below),
        "/indicators/actors/CIM-X": NONE,
    }
    text = await shown("/actors/CIM?lang=en", answers)
    assert "1 of 1 activities addressed to it have a report." in text
    assert 'href="/actors/CIM-X?lang=en"' in text


async def test_joint_reports_name_the_others_and_a_named_state_is_apart() -> None:
    assert "report of Comisión de Mujeres" in await shown("/actors/COL?lang=en")
    assert "Named in 1 joint report, not confirmed" in await shown("/actors/VEN?lang=en")


async def test_a_state_shows_what_it_is_bound_by_and_its_agreements() -> None:
    text = await shown("/actors/COL?lang=en")
    assert "Convención ICRMW" in text
    assert 'href="/submissions/g?lang=en"' in text
    silent = await shown("/actors/COL?lang=en", {**KNOWN, "/reports/actors/COL/beside": 503})
    assert "Colombia" in silent


@pytest.mark.parametrize("code", ["XXX", "STATES"])
async def test_a_group_has_no_profile(code: str) -> None:
    async with portal_over(KNOWN) as client:
        assert (await client.get(f"/actors/{code}")).status_code == 404
