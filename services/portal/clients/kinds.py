"""The reports' public API: the kinds of submission and the names of their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from services.portal.clients import http


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of submission in a language: its name, and its fields with their names, in order."""

    code: str
    name: str
    help: str
    fields: Mapping[str, str]


async def list_kinds(client: httpx2.AsyncClient, lang: str) -> dict[str, Kind]:
    """Every kind by its code. Raises ServiceUnavailable."""
    return await http.get(client, "/reports/kinds", _kinds, lang=lang)


def _kinds(answer: Any) -> dict[str, Kind]:
    return {item["code"]: _kind(item) for item in answer["items"]}


def _kind(item: Any) -> Kind:
    fields = {field["field"]: field["name"] for field in item["fields"]}
    return Kind(item["code"], item["name"], item["help"], fields)
