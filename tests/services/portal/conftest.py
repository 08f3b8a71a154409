"""The portal over made-up services that answer as their contracts say, or do not answer at all."""

from collections.abc import AsyncIterator
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
]
ANSWERS: dict[str, Any] = {
    "/catalog/objectives": {"items": [{"code": "GO-1", "title": "<b>Objetivo</b>"}], "next": None},
    "/indicators/objectives": {
        "edition": "2016-draft",
        "position": 7,
        "as_of": None,
        "objectives": [{"code": "GO-1", "values": VALUES}],
    },
    "/catalog/editions": {
        "items": [{"id": "2016-draft", "title": "Programa", "status": "draft"}],
        "next": None,
    },
}


def client_over(answers: dict[str, Any]) -> httpx2.AsyncClient:
    """A client whose services answer so; what is not among the answers is a 503."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        body = answers.get(request.url.path)
        return httpx2.Response(200, json=body) if body is not None else httpx2.Response(503)

    return httpx2.AsyncClient(transport=httpx2.MockTransport(answer), base_url="http://services")


@asynccontextmanager
async def portal_over(answers: dict[str, Any], **needs: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser's client of the portal, over services that answer so."""
    async with client_over(answers) as services:
        portal = httpx2.ASGITransport(app=front.build(front.Needs(client=services, **needs)))
        async with httpx2.AsyncClient(transport=portal, base_url="http://portal") as client:
            yield client


@pytest.fixture
async def page() -> AsyncIterator[httpx2.AsyncClient]:
    async with portal_over(ANSWERS) as client:
        yield client
