"""The portal over made-up services that answer as their contracts say, or do not answer at all."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from services.portal import app as front

VALUES = [
    {
        "indicator": "activity_coverage",
        "value": 0.25,
        "numerator": 1,
        "denominator": 4,
        "unit": "ratio",
    },
    {"indicator": "reports_published", "value": 1234, "unit": "count"},
    {
        "indicator": "states_contributing",
        "value": 3,
        "numerator": 3,
        "denominator": 33,
        "denominator_on": "2026-11-23",
        "unit": "count",
    },
    {"indicator": "activities_linked", "value": 42, "unit": "count"},
    {"indicator": "activities_reported", "value": 31, "unit": "count"},
    {
        "indicator": "organs_reporting",
        "value": 5,
        "numerator": 5,
        "denominator": 6,
        "denominator_on": "2016-04-19",
        "unit": "count",
    },
    {"indicator": "status_distribution", "value": {"under_way": 7}, "unit": "count"},
    {"indicator": "assessed_distribution", "value": {"limited": 2}, "unit": "count"},
    {
        "indicator": "evidence_share",
        "value": 0.5,
        "numerator": 617,
        "denominator": 1234,
        "unit": "ratio",
    },
    {"indicator": "axis_share", "value": {"gender": 0.5}, "unit": "ratio"},
    {
        "indicator": "instruments_ratified",
        "value": 2,
        "numerator": 2,
        "denominator": 66,
        "denominator_on": "2026-11-23",
        "unit": "count",
    },
]
OFFICIAL = {"lang": "fr", "text": None, "sha256": "ab" * 32, "status": "missing"}
OBJECTIVE = {
    "code": "GO-1",
    "kind": "general_objective",
    "title": "<b>Objetivo</b>",
    "summary": "Resumen",
    "texts": {"title": {"lang": "es", "provenance": "editorial"}},
    "official": OFFICIAL,
    "link_strengths": {"ACT-12": "direct", "ACT-21": "indirect"},
    "strength": "promote",
}
ACTIVITY = {
    "code": "ACT-12",
    "kind": "activity",
    "number": 12,
    "addressees": ["CIM"],
    "optional": False,
    "title": "Investigar",
    "summary": "Resumen",
    "strength": "undertake",
    "conditions": ["on_request"],
    "axes": ["gender"],
    "themes": ["research"],
    "official": OFFICIAL,
    "texts": {"title": {"lang": "es", "provenance": "editorial"}},
    "link_strengths": {"GO-1": "direct"},
}
OPTIONAL = {
    **ACTIVITY,
    "code": "ACT-21",
    "number": 21,
    "addressees": ["STATES"],
    "optional": True,
    "title": "Intercambiar",
    "link_strengths": {"GO-1": "indirect"},
}


def state(code: str, name: str, *memberships: dict[str, Any]) -> dict[str, Any]:
    """A State as the catalog tells it; a member for ever unless said otherwise."""
    return {
        "code": code,
        "kind": "state",
        "role": "member_state",
        "name": name,
        "acronym": None,
        "parent": None,
        "texts": {"name": {"lang": "es", "provenance": "editorial"}},
        "sort": {"es": name.lower()},
        "region": "South America",
        "memberships": list(memberships)
        or [{"from": "1948-01-01", "to": None, "status": "member", "note": None}],
    }


def organ(code: str, name: str, **more: Any) -> dict[str, Any]:
    """An organ as the catalog tells it."""
    return {
        "code": code,
        "kind": "organ",
        "role": "organ",
        "name": name,
        "acronym": code,
        "parent": None,
        "texts": {"name": {"lang": "es", "provenance": "editorial"}},
        "sort": {"es": name.lower()},
        **more,
    }


ACTORS = [
    organ("CIM", "Comisión de Mujeres"),
    state("COL", "Colombia"),
    state(
        "NIC",
        "Nicaragua",
        {"from": "1948-01-01", "to": "2023-11-19", "status": "member", "note": "denunció"},
    ),
    state(
        "VEN",
        "Venezuela",
        {"from": "1948-01-01", "to": None, "status": "disputed", "note": "denunció"},
    ),
]
CODELISTS = {
    "self_reported_status": {"under_way": "En curso", "completed": "Concluida"},
    "assessed_status": {"limited": "Limitada"},
    "axis": {"gender": "Género"},
    "actor_kind": {"organ": "Órgano", "state": "Estado"},
    "strength": {"undertake": "Realizar", "promote": "Promover"},
    "condition": {"on_request": "A solicitud"},
    "theme": {"research": "Investigación"},
    "indicator_kind": {"process": "De proceso"},
    "unit": {"count": "Número", "ratio": "Proporción", "money": "Importe", "index": "Índice"},
}
REPORT = {
    "id": "01a22485-801a-7f4c-ab69-302614225ba4",
    "kind": "implementation",
    "state": "published",
    "revision": 1,
    "edition": "2016-draft",
    "reporter": "CIM",
    "joint_reporters": ["COL"],
    "confirmed": ["COL"],
    "language": "es",
    "title": "Taller <i>regional</i>",
    "payload": {"activity": "ACT-12", "year": 2024, "status": "under_way"},
    "evidence": [{"url": "https://example.org/a", "title": "A", "access": "public"}],
    "published_at": "2026-11-20T10:15:00.000000Z",
    "updated_at": "2026-11-20T10:15:00.000000Z",
}
LINKS = [
    {
        "activity": activity,
        "objective": "GO-1",
        "strength": strength,
        "rationale": "Porque sí",
        "texts": {"rationale": {"lang": "es", "provenance": "editorial"}},
    }
    for activity, strength in (("ACT-12", "direct"), ("ACT-21", "indirect"))
]
DEFINITIONS = [
    {
        "code": code,
        "version": 1,
        "kind": "process",
        "unit": unit,
        "name": f"nombre de {code}",
        "formula": "una fórmula",
        "numerator": None,
        "denominator": None,
        "denominator_on": None,
    }
    for code, unit in (
        ("reports_published", "count"),
        ("activities_reported", "count"),
        ("activity_coverage", "ratio"),
        ("states_contributing", "count"),
        ("status_distribution", "count"),
        ("axis_share", "ratio"),
        ("resources_reported", "money"),
        ("implementation_index", "index"),
    )
]


def code_of(code: str, word: str) -> dict[str, Any]:
    """A code of a list, called the same in every language."""
    return {"code": code, "label": word, "names": dict.fromkeys(("en", "es", "pt", "fr"), word)}


#: What every page needs: where the services stand, the editions, the catalogue.
FRAME: dict[str, Any] = {
    "/indicators/status": {"position": 7, "last_event_at": "2026-11-23T10:00:00.000000Z"},
    "/catalog/history": {"items": [{"at": "2026-11-20T00:00:00.000000Z"}], "next": None},
    "/catalog/editions": {
        "items": [
            {
                "id": "2016-draft",
                "title": "Programa",
                "status": "draft",
                "current": True,
                "date": "2016-04-19",
            }
        ],
        "next": None,
    },
    "/catalog/objectives": {"items": [OBJECTIVE], "next": None},
    "/catalog/activities": {"items": [ACTIVITY, OPTIONAL], "next": None},
    "/catalog/actors": {"items": ACTORS, "next": None},
    "/catalog/links": {"items": LINKS, "next": None},
    "/catalog/defects": {"items": [], "next": None},
    "/indicators/definitions": {"items": DEFINITIONS},
    "/catalog/codelists": {
        "items": [
            {"id": id_, "codes": [code_of(code, word) for code, word in words.items()]}
            for id_, words in CODELISTS.items()
        ],
        "next": None,
    },
}
PLACE = {"edition": "2016-draft", "position": 7, "as_of": None}
OBJECTIVES = [{"code": "GO-1", "values": VALUES}]
BEHIND = {
    "id": REPORT["id"],
    "revision": 1,
    "position": 3,
    "reporters": ["CIM", "COL"],
    "activity": "ACT-12",
    "year": 2024,
    "contribution": 1,
}


def evidence(code: str, value: Any = 1, **more: Any) -> dict[str, Any]:
    """A figure and the reports behind it as the indicators tell them."""
    return {
        "value": value,
        "unit": "count",
        "divisor": None,
        **PLACE,
        "definition": {"code": code, "version": 1},
        "submissions": [BEHIND],
        "next": None,
        **more,
    }


ANSWERS: dict[str, Any] = {
    **FRAME,
    "/indicators/objectives": {**PLACE, "objectives": OBJECTIVES},
    "/indicators/programme": {
        **PLACE,
        "values": VALUES,
        "reporters": ["COL", "CIM"],
        "objectives": OBJECTIVES,
    },
    "/indicators/programme/states_contributing/evidence": evidence("states_contributing"),
    "/reports/submissions": {"items": [REPORT], "next": None},
}
PROBLEMS = {"code": "x", "detail": "x"}


Answers = dict[str, Any] | Callable[[httpx2.Request], httpx2.Response]


CONTENTS = ("editions", "objectives", "activities", "links", "defects", "actors", "codelists")
EDITION = {
    "title": "Programa",
    "official_name": "Programa Interamericano",
    "note": "",
    "status": "draft",
    "date": "2016-04-19",
    "text_languages": [],
}


def contents(answers: dict[str, Any]) -> Any:
    """The catalogue in one answer, made of its lists; 503 while one of them is silent."""
    lists = {name: answers.get(f"/catalog/{name}", 503) for name in CONTENTS}
    if 503 in lists.values():
        return 503
    shown = {name: listed["items"] for name, listed in lists.items()}
    instruments = answers.get("/catalog/codelists/instruments")
    own = [{"id": "instruments", **instruments}] if instruments else []
    nodes = [*shown.pop("objectives"), *shown.pop("activities")]
    current = next((each["id"] for each in shown["editions"] if each.get("current")), "")
    whole = {"edition": {**EDITION, "id": current}, "mandates": [], "sections": []}
    document = with_nodes(answers.get("/catalog/programme", whole), nodes)
    return {**shown, "codelists": [*shown["codelists"], *own], "programme": document}


def with_nodes(document: dict[str, Any], nodes: list[Any]) -> dict[str, Any]:
    """A document with a last chapter for the nodes that stand nowhere in it."""
    there = {code for part in document["sections"] for code in codes_in(part)}
    missing = [each for each in nodes if each["code"] not in there]
    last = {"code": "X", "title": "Otros", "nodes": missing, "sections": []}
    return {**document, "sections": [*document["sections"], *([last] if missing else [])]}


def codes_in(part: dict[str, Any]) -> list[str]:
    """The codes of the nodes in a section and its parts."""
    below = (code for each in part["sections"] for code in codes_in(each))
    return [*(each["code"] for each in part["nodes"]), *below]


def told(answers: dict[str, Any], request: httpx2.Request) -> Any:
    """What is answered to a request, or makes the answer; what is named with `?as_of` stands for
    every moment.
    """
    known = {"/catalog/contents": contents(answers), **answers}
    path = request.url.path
    moment = f"{path}?as_of" if "as_of" in request.url.params else path
    found = known.get(moment, known.get(path, 503))
    return found(request) if callable(found) else found


def client_over(answers: Answers, asked: list[httpx2.Request] | None = None) -> httpx2.AsyncClient:
    """A client whose services answer so; a number is a problem of that status, and so is what is
    not among the answers: 503. `asked`: takes down the requests.
    """

    def answer(request: httpx2.Request) -> httpx2.Response:
        if asked is not None:
            asked.append(request)
        if callable(answers):
            return answers(request)
        body = told(answers, request)
        if isinstance(body, int):
            return httpx2.Response(body, json=PROBLEMS)
        return httpx2.Response(200, json=body)

    return httpx2.AsyncClient(transport=httpx2.MockTransport(answer), base_url="http://services")


@asynccontextmanager
async def portal_over(
    answers: Answers, asked: list[httpx2.Request] | None = None, **needs: Any
) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser's client of the portal, over services that answer so."""
    async with client_over(answers, asked) as services:
        portal = httpx2.ASGITransport(app=front.build(front.Needs(client=services, **needs)))
        async with httpx2.AsyncClient(transport=portal, base_url="http://portal") as client:
            yield client


@pytest.fixture
async def page() -> AsyncIterator[httpx2.AsyncClient]:
    async with portal_over(ANSWERS) as client:
        yield client


def visible(html: str) -> str:
    """What a reader sees or hears of a page: its text, titles and labels."""
    labels = re.findall(r'(?:aria-label|content|title|data-l)="([^"]*)"', html)
    return "\n".join([re.sub(r"<[^>]+>", "\n", html), *labels])
