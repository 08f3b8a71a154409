"""The OpenAPI document: every reference leads somewhere, bodies and problems are in it."""

from collections.abc import Iterator
from typing import Any

import httpx2
from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from kernel import web
from kernel.db import Database
from kernel.web import Callers
from tests.kernel.web import shop


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


async def test_every_reference_resolves(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/shop/openapi.json")).json()
    found = set(references(document))
    assert "#/components/schemas/ProblemDocument" in found
    for reference in found:
        place = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in place, reference
            place = place[part]
    assert "$defs" not in str(document)


async def test_bodies_that_the_pipeline_reads_are_documented(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/shop/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    make = document["paths"]["/shop/notes"]["post"]
    content = make["requestBody"]["content"]["application/json"]
    assert (content["schema"]["properties"]["part"]["anyOf"][0], content["example"]) == (
        {"$ref": "#/components/schemas/Part"},
        {"id": "a", "text": "x"},
    )
    always = {"400", "401", "405", "422", "429", "431", "503"}
    assert always | {"201", "403", "408", "409", "413", "415"} <= set(make["responses"])
    read = document["paths"]["/shop/notes/{id_}"]["get"]
    assert always | {"200", "304", "404"} <= set(read["responses"])
    assert {"lang", "year", "If-None-Match", "Accept-Language"} <= {
        parameter["name"] for parameter in read["parameters"]
    }
    assert all(
        "application/problem+json" in answer["content"]
        for status, answer in make["responses"].items()
        if status >= "4"
    )
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


class Part(BaseModel):
    """Another model of the name that a body's part has."""

    weight: float


async def test_two_models_of_one_name_are_both_in_it(lite: Database) -> None:
    app = shop.build(lite)
    router = web.router("/shop", "shop")

    @router.get("/parts", response_model=Part)
    async def parts(request: Request, caller: Callers) -> Response:
        return web.answer(request, {"weight": 1.5})

    app.include_router(router)
    document = app.openapi()
    schemas = document["components"]["schemas"]
    assert set(schemas["Part"]["properties"]) == {"weight"}
    assert set(schemas["PartBody"]["properties"]) == {"count"}
    body = document["paths"]["/shop/notes"]["post"]["requestBody"]["content"]["application/json"]
    reference = body["schema"]["properties"]["part"]["anyOf"][0]["$ref"]
    assert reference == "#/components/schemas/PartBody"


async def test_the_headers_that_matter_are_documented(client: httpx2.AsyncClient) -> None:
    paths = (await client.get("/shop/openapi.json")).json()["paths"]

    def headers(method: str, path: str) -> dict[str, bool]:
        listed = paths[path][method]["parameters"]
        return {each["name"]: each["required"] for each in listed if each["in"] == "header"}

    assert headers("get", "/shop/notes") == {"If-None-Match": False, "Accept-Language": False}
    assert headers("post", "/shop/notes") == {"Idempotency-Key": False}
    assert headers("put", "/shop/notes/{id_}") == {"Idempotency-Key": False, "If-Match": True}
