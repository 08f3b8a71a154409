"""The OpenAPI document: every reference leads somewhere, bodies and problems are in it."""

from collections.abc import Iterator
from typing import Any

import httpx2


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


async def test_what_doors_read_themselves_is_documented(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/shop/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    make = document["paths"]["/shop/notes"]["post"]
    content = make["requestBody"]["content"]["application/json"]
    assert (content["schema"]["properties"]["part"]["anyOf"][0], content["example"]) == (
        {"$ref": "#/components/schemas/Part"},
        {"id": "a", "text": "x"},
    )
    assert {"201", "400", "401", "403", "409", "413", "415", "422", "429", "503"} <= set(
        make["responses"]
    )
    assert all(
        "application/problem+json" in answer["content"]
        for status, answer in make["responses"].items()
        if status >= "4"
    )
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
