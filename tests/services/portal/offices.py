"""The desks of the Secretariat and of CAM over made-up services."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from tests.services.portal.signed_in import Services, at_the_desk, services

ACTORS = [
    {"code": "SG", "kind": "organ", "name": "General Secretariat", "sort": {"en": "general"}},
    {"code": "CAM", "kind": "organ", "name": "Committee", "sort": {"en": "committee"}},
    {"code": "CIM", "kind": "organ", "name": "Commission of Women", "sort": {"en": "women"}},
    {"code": "COL", "kind": "state", "name": "Colombia", "sort": {"en": "colombia"}},
    {"code": "BRA", "kind": "state", "name": "Brazil", "sort": {"en": "brazil"}},
]
for _actor in ACTORS:
    _actor |= {"parent": None, "valid_to": None, "valid_from": None, "succeeded_by": None}
KINDS = [
    {
        "code": "implementation",
        "name": "Report",
        "fields": [
            {"field": "activity", "name": "Activity"},
            {"field": "status", "name": "How far"},
            {"field": "carried_out", "name": "Done"},
            {"field": "resources", "name": "Means"},
            {"field": "beneficiaries", "name": "Persons"},
        ],
    }
]
LISTS = [
    {"id": "self_reported_status", "codes": [{"code": "under_way", "label": "Under way"}]},
    {"id": "assessed_status", "codes": [{"code": "limited", "label": "Limited"}]},
    {"id": "sex", "codes": [{"code": "female", "label": "Female"}]},
]
SECRETARIAT = ["reports:review", "reports:publish", "audit:read", "programme:edit", "keys:admin"]
CAM = ["programme:adopt", "assess:write"]


def page(*items: Any) -> dict[str, Any]:
    return {"items": list(items), "next": None}


def item(id_: str, state: str = "published", **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "implementation",
        "state": state,
        "revision": 1,
        "reporter": "COL",
        "joint_reporters": [],
        "confirmed": [],
        "language": "es",
        "title": f"Título {id_}",
        "payload": {"activity": "ACT-28", "year": 2024, "status": "under_way"},
        "evidence": [],
        "decision": None,
        "updated_at": "2026-11-20T09:00:00.000000Z",
        "published_at": "2026-11-20T09:00:00.000000Z",
        "allowed": [],
        **more,
    }


def _office(actor: str | None, scopes: list[str], answers: dict[str, Any]) -> Services:
    me = {"id": "key-1", "actor": actor, "scopes": scopes, "expires_at": None}
    known = {
        "GET /access/me": me,
        "GET /catalog/actors": page(*ACTORS),
        "GET /catalog/activities": page({"code": "ACT-28", "title": "Agree on assistance"}),
        f"GET /catalog/actors/{actor}": {"code": actor, "name": "The office"},
        "GET /reports/kinds": page(*KINDS),
        "GET /catalog/codelists": page(*LISTS),
    }
    return services(**{**known, **answers})


@asynccontextmanager
async def secretariat(
    scopes: list[str] | None = None, **answers: Any
) -> AsyncIterator[tuple[httpx2.AsyncClient, Services]]:
    """Somebody of the Secretariat, and what its services were sent."""
    over = _office("SG", SECRETARIAT if scopes is None else scopes, answers)
    async with at_the_desk(over) as browser:
        yield browser, over


@asynccontextmanager
async def cam(
    scopes: list[str] | None = None, **answers: Any
) -> AsyncIterator[tuple[httpx2.AsyncClient, Services]]:
    """Somebody of CAM, and what its services were sent."""
    over = _office("CAM", CAM if scopes is None else scopes, answers)
    async with at_the_desk(over) as browser:
        yield browser, over


async def send(
    browser: httpx2.AsyncClient, page_: str, to: str | None = None, **fields: Any
) -> httpx2.Response:
    """Open a page and send a form of it with its token."""
    from tests.services.portal.signed_in import hidden

    text = (await browser.get(page_)).text
    given = {"token": hidden(text, "token"), **fields}
    return await browser.post(to or page_, data=given)
