"""Query parameters that are unknown, repeated or odd are refused; probes are not counted."""

import httpx2
import pytest
from fastapi import FastAPI

from kernel.db import Database
from kernel.web.limits import Rates
from tests.kernel.web import shop


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("wrong=1", "/wrong", "unknown_parameter"),
        ("limit=1&limit=2", "/limit", "repeated"),
        ("limit=%2B5", "/limit", "wrong_type"),
        ("limit=1_0", "/limit", "wrong_type"),
        ("limit=5.0", "/limit", "wrong_type"),
        ("limit=%D9%A5", "/limit", "wrong_type"),
        ("limit=", "/limit", "wrong_type"),
        ("lang=e%00", "/lang", "unreadable_character"),
        ("cursor=%E2%80%AE", "/cursor", "unreadable_character"),
        ("cursor=%C2%85", "/cursor", "unreadable_character"),
    ],
)
async def test_what_is_wrong_with_a_query_is_said(
    client: httpx2.AsyncClient, query: str, pointer: str, code: str
) -> None:
    answered = await client.get(f"/shop/notes?{query}")
    assert answered.status_code == 422
    errors = [(error["pointer"], error["code"]) for error in answered.json()["errors"]]
    assert errors == [(pointer, code)]


@pytest.mark.parametrize("query", ["limit=%FF", "cursor=a%C3", "%ED%A0%80=1"])
async def test_a_query_that_is_not_utf8_is_unreadable(
    client: httpx2.AsyncClient, query: str
) -> None:
    answered = await client.get(f"/shop/notes?{query}")
    assert (answered.status_code, answered.json()["code"]) == (400, "unreadable")


@pytest.mark.parametrize("name", ["a%00b", "%C2%85", "%E2%80%AE"])
async def test_an_address_that_no_text_can_be_is_not_there(
    client: httpx2.AsyncClient, name: str
) -> None:
    assert (await client.get(f"/shop/notes/{name}")).status_code == 404
    refused = {"Authorization": "Bearer nonsense"}
    assert (await client.get(f"/shop/notes/{name}", headers=refused)).status_code == 401


async def test_a_key_that_is_not_valid_comes_before_an_unknown_parameter(app: FastAPI) -> None:
    async with shop.client(app, None) as client:
        refused = {"Authorization": "Bearer nonsense"}
        assert (await client.get("/shop/notes?wrong=1", headers=refused)).status_code == 401


@pytest.mark.parametrize(
    ("path", "counted"),
    [("/shop/healthz", False), ("/healthz", True), ("/shop/notes/metrics", True)],
)
async def test_only_the_probes_themselves_are_not_counted(
    lite: Database, path: str, counted: bool
) -> None:
    await lite.write(shop.key_rows)
    app = shop.build(lite, Rates(address=2))
    async with shop.client(app, None) as client:
        statuses = [(await client.get(path)).status_code for _ in range(4)]
    assert (429 in statuses) == counted


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/shop/notes", "GET, HEAD, OPTIONS, POST"),
        ("PATCH", "/shop/notes/a", "GET, HEAD, OPTIONS, PUT"),
        ("POST", "/shop/healthz", "GET, HEAD, OPTIONS"),
    ],
)
async def test_405_names_every_method_of_the_address(
    client: httpx2.AsyncClient, method: str, path: str, allow: str
) -> None:
    refused = await client.request(method, path)
    assert (refused.status_code, refused.json()["code"]) == (405, "method_not_allowed")
    asked = await client.options(path)
    assert (asked.status_code, asked.headers["allow"]) == (204, allow)
    assert refused.headers["allow"] == allow
