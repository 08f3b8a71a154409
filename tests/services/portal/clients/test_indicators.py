"""Figures as the portal reads them."""

from datetime import UTC, date, datetime
from typing import Any

import httpx2

from services.portal.clients import http, indicators
from services.portal.clients.indicators import Change, Contribution, Figure
from tests.services.portal.conftest import ANSWERS, VALUES, client_over

GO_1 = ("objectives", "GO-1")
EVIDENCE: dict[str, Any] = {
    "value": 120,
    "unit": "persons",
    "small_cells": 1,
    "divisor": 1,
    "edition": "2016-draft",
    "position": 7,
    "definition": {"code": "beneficiaries_reached", "version": 1},
    "submissions": [
        {
            "id": "a",
            "revision": 2,
            "position": 3,
            "reporters": ["CIM"],
            "activity": "ACT-12",
            "year": 2024,
            "contribution": 120,
            "small_cells": 1,
        },
        {
            "id": "b",
            "revision": 1,
            "position": 4,
            "reporters": None,
            "activity": None,
            "year": None,
            "contribution": 0,
            "not_public": True,
        },
    ],
    "next": "/indicators/objectives/GO-1/x/evidence?limit=2&cursor=abc",
}


async def test_figures_by_objective_and_indicator() -> None:
    async with client_over(ANSWERS) as services:
        figures = await indicators.get_objectives(services)
    assert (figures.edition, figures.position) == ("2016-draft", 7)
    assert figures.by_objective["GO-1"]["reports_published"] == Figure(1234, unit="count")
    assert figures.by_objective["GO-1"]["states_contributing"] == Figure(
        3, 3, 33, date(2026, 11, 23), "count"
    )


async def test_figures_of_one_thing() -> None:
    answers = {"/indicators/actors/CIM": {"edition": "e", "position": 7, "values": VALUES}}
    async with client_over(answers) as services:
        figures = await indicators.get_figures(services, "actors", "CIM")
    assert (figures["reports_published"].value, figures["no_such"].value) == (1234, None)


async def test_the_reports_behind_a_figure() -> None:
    path = "/indicators/objectives/GO-1/beneficiaries_reached/evidence"
    async with client_over({path: EVIDENCE}) as services:
        evidence = await indicators.get_evidence(services, *GO_1, "beneficiaries_reached")
    assert (evidence.figure.value, evidence.divisor, evidence.cursor) == (120, 1, "abc")
    assert evidence.rows == (
        Contribution("a", 2, 3, 120, ("CIM",), ("ACT-12",), 2024, True, 1),
        Contribution("b", 1, 4, 0, public=False),
    )


async def test_how_a_figure_came_to_be() -> None:
    item = {"position": 5, "time": "2026-11-20T10:00:00.000000Z", "value": 3}
    answer = {"edition": "e", "position": 7, "items": [item], "next": None}
    async with client_over({"/indicators/objectives/GO-1/x/history": answer}) as services:
        history = await indicators.get_history(services, *GO_1, "x")
    assert history.items == (Change(5, datetime(2026, 11, 20, 10, tzinfo=UTC), 3),)
    assert history.cursor is None


STATUS_THEN = {
    "position": 3,
    "last_event_at": None,
    "verified": {"at": None, "position": None, "equal": None},
}


async def test_definitions_status_and_verification() -> None:
    definition = {
        "code": "x",
        "version": 1,
        "kind": "process",
        "unit": "count",
        "name": "n",
        "formula": "f",
        "numerator": None,
        "denominator": None,
        "denominator_on": None,
    }
    answers = {
        **ANSWERS,
        "/indicators/definitions": {"items": [definition]},
        "/indicators/status?as_of": STATUS_THEN,
    }
    async with client_over(answers) as services:
        definitions = await indicators.list_definitions(services, "es")
        status = await indicators.get_status(services)
        then = await indicators.get_status(services, as_of="3")
    assert definitions["x"].formula == "f"
    assert status == indicators.Status(7, datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert then == indicators.Status(3, None, indicators.Verification(None, None, None))


def test_a_code_says_where_its_figures_are() -> None:
    scopes = {
        "SO-06": "objectives",
        "ACT-12": "activities",
        "FA-CIM-1": "activities",
        "CIM": "actors",
        "programme": "programme",
    }
    assert {code: indicators.scope_of(code) for code in scopes} == scopes


async def test_a_code_is_part_of_an_address_and_no_more() -> None:
    asked: list[httpx2.Request] = []
    async with client_over({}, asked) as services:
        await http.part(indicators.get_figures(services, "actors", "../x?y"))
    assert asked[0].url.raw_path == b"/indicators/actors/..%2Fx%3Fy"


async def test_the_whole_program_and_all_activities() -> None:
    place = {"edition": "e", "position": 7, "as_of": None}
    coded = [{"code": "GO-1", "values": VALUES}]
    answers = {
        "/indicators/programme": {**place, "values": VALUES, "objectives": coded},
        "/indicators/activities": {**place, "activities": coded},
    }
    async with client_over(answers) as services:
        whole = await indicators.get_programme(services)
        activities = await indicators.list_activities(services)
    assert whole.whole["reports_published"].value == 1234
    assert whole.by_objective["GO-1"]["reports_published"].value == 1234
    assert activities.by_activity["GO-1"]["reports_published"].value == 1234


async def test_a_figure_year_by_year() -> None:
    answer = {"edition": "e", "position": 7, "items": [{"year": 2024, "value": 3}]}
    path = "/indicators/actors/CIM/reports_published/years"
    async with client_over({path: answer}) as services:
        years = await indicators.list_years(services, "actors", "CIM", "reports_published")
    assert years == {2024: 3}
