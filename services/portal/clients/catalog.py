"""The catalog's public API: objectives and editions of the Program."""

from dataclasses import dataclass
from typing import Any

import httpx2

from services.portal.clients import http

LIMIT = 500  # the longest page of a list


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective; its title in the language asked for, where the catalog has it, and how many of
    its activities are linked to it indirectly.
    """

    code: str
    title: str
    indirect: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Program; `draft` while its wording is not final."""

    id: str
    title: str
    draft: bool


async def list_objectives(client: httpx2.AsyncClient, lang: str) -> list[Objective]:
    """Every objective in document order. Raises ServiceUnavailable."""
    return await http.get(client, "/catalog/objectives", _objectives, limit=LIMIT, lang=lang)


async def list_editions(client: httpx2.AsyncClient, lang: str) -> list[Edition]:
    """Every edition that is public. Raises ServiceUnavailable."""
    return await http.get(client, "/catalog/editions", _editions, lang=lang)


def _objectives(answer: Any) -> list[Objective]:
    return [
        Objective(item["code"], item["title"], _indirect(item.get("link_strengths", {})))
        for item in answer["items"]
    ]


def _indirect(strengths: dict[str, str]) -> int:
    return [*strengths.values()].count("indirect")


def _editions(answer: Any) -> list[Edition]:
    return [
        Edition(item["id"], item["title"], item["status"] == "draft") for item in answer["items"]
    ]
