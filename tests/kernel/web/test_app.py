"""One application's manners: who is calling, unknown parameters, probes, the order of decisions."""

import re

import httpx2
import pytest
from fastapi import FastAPI

from kernel.db import Database
from tests.kernel.web import shop

JSON = {"Content-Type": "application/json"}


async def test_order_of_decisions(app: FastAPI, client: httpx2.AsyncClient) -> None:
    """Each request has every later fault too: the earliest decides."""
    bad = {"content": b"{", "headers": {"Content-Type": "text/plain"}}
    await client.post(
        "/shop/notes", json={"id": "a", "text": "x"}, headers={"Idempotency-Key": "k"}
    )
    async with shop.client(app, None) as anonymous, shop.client(app, "reader") as reader:
        refused = {"Authorization": "Bearer nonsense"}
        assert (
            await client.put("/shop/notes/none", content=b"{", headers=refused)
        ).status_code == 401
        assert (await reader.put("/shop/notes/none", **bad)).status_code == 404
        assert (await reader.put("/shop/notes/a", **bad)).status_code == 403
        assert (await anonymous.put("/shop/notes/a", **bad)).status_code == 401
    assert (await client.put("/shop/notes/a", **bad)).status_code == 428
    assert (
        await client.put("/shop/notes/a", content=b"{", headers={"If-Match": '"9"'})
    ).status_code == 412
    assert (
        await client.put(
            "/shop/notes/a", content=b"{", headers={"If-Match": '"1"', "Content-Type": "text/plain"}
        )
    ).status_code == 415
    assert (
        await client.put("/shop/notes/a", content=b"{", headers={"If-Match": '"1"', **JSON})
    ).status_code == 400
    assert (
        await client.put("/shop/notes/a", content=b"{}", headers={"If-Match": '"1"', **JSON})
    ).status_code == 422


@pytest.mark.parametrize(
    "header",
    [
        "Bearer x",
        "Bearer",
        "Basic eDp5",
        "",
        shop.key("writer"),
        f"Bearer {shop.key('writer')[:-1]}z",
        f"Bearer {shop.key('other')}",
    ],
)
async def test_a_key_that_is_not_valid_is_refused_on_public_reads_too(
    client: httpx2.AsyncClient, header: str
) -> None:
    refused = await client.get("/shop/notes", headers={"Authorization": header})
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"].startswith("Bearer")


async def test_public_reads_need_no_key(app: FastAPI) -> None:
    async with shop.client(app, None) as anonymous:
        assert (await anonymous.get("/shop/notes")).status_code == 200


async def test_unknown_query_parameters_are_named(client: httpx2.AsyncClient) -> None:
    refused = await client.get("/shop/notes?limit=5&colour=red&size=1&lang=en")
    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/colour", "unknown_parameter"),
        ("/size", "unknown_parameter"),
    ]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=501", "/limit"),
        ("limit=x", "/limit"),
        ("limit=" + "9" * 400, "/limit"),
        ("lang=de", "/lang"),
    ],
)
async def test_bad_parameters_have_a_pointer(
    client: httpx2.AsyncClient, query: str, pointer: str
) -> None:
    refused = await client.get(f"/shop/notes?{query}")
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (
        422,
        [pointer],
    )


async def test_probes(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/shop/healthz")).json() == {"status": "ok", "service": "shop"}
    ready = await client.get("/shop/readyz")
    assert (ready.status_code, ready.json()["status"], ready.json()["checks"]["log"]) == (
        200,
        "ready",
        {"ready": True},
    )
    assert ready.headers["cache-control"] == "no-store"
    assert "http_requests_total" in (await client.get("/shop/metrics")).text


async def test_not_ready_is_503_with_its_reasons(lite: Database) -> None:
    class Away(shop.Well):
        async def ready(self) -> dict[str, object]:
            return {"database": {"ready": True}, "log": {"ready": False, "reason": "away"}}

    async with shop.client(shop.build(lite, health=Away), None) as client:
        answered = await client.get("/shop/readyz")
    assert (answered.status_code, answered.json()["checks"]["log"]["reason"]) == (503, "away")


async def test_the_documentation_is_of_this_host_and_shows_every_operation(
    client: httpx2.AsyncClient,
) -> None:
    answered = await client.get("/shop/docs")
    page, policy = answered.text, answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "OAS" not in page
    for address in re.findall(r'(?:src|href)="([^#"]+)"', page):
        assert address == "data:," or (await client.get(address)).status_code == 200, address
    for path, methods in (await client.get("/shop/openapi.json")).json()["paths"].items():
        for method in methods:
            assert f'data-method="{method.upper()}" data-path="{path}"' in page


async def test_the_documentation_shows_code_as_code(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    told = "With `as_of`,\nas it was.\n\nElse as it is."
    app.get("/shop/told", tags=["notes"], description=told)(lambda: None)

    page = (await client.get("/shop/docs")).text
    assert '<p class="prose">With <code>as_of</code>,\nas it was.</p>' in page
    assert '<p class="prose">Else as it is.</p>' in page
