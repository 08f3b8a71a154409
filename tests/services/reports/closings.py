"""Closed cycles for the tests of reports: the service among neighbours that are made up, and the
maker of dossiers beside it.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from services.reports.operations.dossiers import DossierMaker
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk, body
from tests.services.reports.occasions import occasion

LANGUAGES = ("en", "es", "fr", "pt")
OBJECTIVES = ("GO-1", "SO-04")
KINDS = {code: kind for code, (kind, *_) in PEOPLE.items()}
BLOCKS = {
    "entrusted": "La Asamblea lo encomendó.",
    "carried_out": "Se publicaron tres estudios sobre niñas.",
    "planned": "Dos seminarios.",
    "timetable": "Primer semestre.",
}
DEFINITIONS = [
    {"code": code, "version": 1, "name": code.replace("_", " "), "unit": unit}
    for code, unit in (
        ("activities_linked", "count"),
        ("activity_coverage", "ratio"),
        ("states_contributing", "count"),
        ("status_distribution", "count"),
        ("resources_reported", "money"),
    )
]
VALUES: list[dict[str, Any]] = [
    {"indicator": "activities_linked", "value": 3, "unit": "count"},
    {
        "indicator": "activity_coverage",
        "value": 0.333333,
        "numerator": 1,
        "denominator": 3,
        "unit": "ratio",
        "denominator_on": "2016-04-19",
    },
    {
        "indicator": "states_contributing",
        "value": 1,
        "numerator": 1,
        "denominator": 33,
        "unit": "count",
        "denominator_on": "2022-12-31",
    },
    {
        "indicator": "status_distribution",
        "value": {"under_way": 1, "completed": 2},
        "unit": "count",
    },
    {"indicator": "resources_reported", "value": {"USD": "15000.00"}, "unit": "money"},
]


def _node(code: str, lang: str) -> dict[str, Any]:
    told = {"lang": lang, "provenance": "editorial"}
    texts = {"title": f"{code} ({lang})", "summary": f"Œuvre pour les niñas ({lang})."}
    return {"code": code, **texts, "texts": {"title": told, "summary": told}}


@dataclass
class Neighbours(httpx2.AsyncBaseTransport):
    """Reports itself, the catalogue and the indicators at one address; `silent`: they do not
    answer; `history`: of the catalogue, newest first.
    """

    reports: httpx2.AsyncBaseTransport
    silent: bool = False
    history: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        path, lang = request.url.path, request.url.params.get("lang", "en")
        assert "authorization" not in request.headers, "dossiers are made as anybody reads"
        self.asked.append(path)
        if path.startswith("/reports"):
            return await self.reports.handle_async_request(request)
        if self.silent:
            return httpx2.Response(503, request=request)
        answer = self._answer(path, lang) | {"next": None}
        return httpx2.Response(200, json=answer, request=request)

    def _answer(self, path: str, lang: str) -> dict[str, Any]:
        items = {
            "/catalog/objectives": [_node(code, lang) for code in OBJECTIVES],
            "/catalog/activities": [_node(code, lang) for code in ACTIVITIES],
            "/catalog/actors": [
                {
                    "code": code,
                    "kind": kind,
                    "names": {each: f"{code} {each}" for each in LANGUAGES},
                }
                for code, kind in KINDS.items()
            ],
            "/catalog/history": self.history,
            "/catalog/codelists": [
                {
                    "id": "self_reported_status",
                    "codes": [{"code": "under_way", "label": f"under way ({lang})"}],
                }
            ],
            "/indicators/definitions": DEFINITIONS,
        }
        if path == "/indicators/objectives":
            values = [{"code": code, "values": VALUES} for code in OBJECTIVES]
            return {"edition": "2016-draft", "objectives": values}
        return {"items": items[path]}


def neighbours(desk: Desk) -> Neighbours:
    """The service of a desk among its neighbours."""
    return Neighbours(httpx2.ASGITransport(app=desk.app))


def maker(desk: Desk, among: Neighbours | None = None) -> DossierMaker:
    """Who makes the dossiers of a desk's cycles."""
    client = httpx2.AsyncClient(transport=among or neighbours(desk), base_url="http://test")
    return DossierMaker(desk.db, client, "https://example.org")


async def reported(desk: Desk) -> str:
    """A published report of an organ in the four blocks, with evidence for few eyes."""
    links = [
        {"url": "https://example.org/a", "title": "Estudio", "access": "public"},
        {"url": "https://example.org/secret", "title": "Reservado", "access": "restricted"},
    ]
    return await desk.published("CIM", payload=body("CIM", **BLOCKS)["payload"], evidence=links)


async def closed(desk: Desk, type_: str = "annual_report", **changes: Any) -> str:
    """A cycle with something said beside it, closed."""
    id_ = await occasion(desk, type_, "open", **changes)
    said = {"role": "presentation", "language": "pt", "text": "Apresentamos as lições."}
    answer = await desk.ask("CIM", "POST", f"/cycles/{id_}/statements", said)
    assert answer.status_code == 201, answer.text
    await close(desk, id_)
    return id_


async def close(desk: Desk, id_: str) -> None:
    """The last step of an open cycle."""
    path = f"/cycles/{id_}/transitions"
    answer = await desk.ask("SG", "POST", path, {"action": "close"}, If_Match="*")
    assert answer.status_code == 200, answer.text
    await desk.settled()


async def dossier(desk: Desk, id_: str, lang: str = "fr") -> dict[str, Any]:
    """The data of a dossier."""
    answer = await desk.ask(None, "GET", f"/cycles/{id_}/dossier?lang={lang}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told
