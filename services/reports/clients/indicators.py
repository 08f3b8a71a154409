"""The indicators of all objectives at a position, from their public interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from services.reports.clients import http


@dataclass(frozen=True, slots=True)
class Values:
    """The edition that was counted against, and by objective the values of its indicators."""

    edition: str
    by_objective: Mapping[str, list[dict[str, Any]]]


async def get_values(client: httpx2.AsyncClient, position: int) -> Values:
    """The values at a position, once they include it. Raises SourceUnavailable."""
    answer = await http.get(client, "/indicators/objectives", as_of=position, min_position=position)
    by_objective = {one["code"]: one["values"] for one in answer["objectives"]}
    return Values(answer["edition"], by_objective)


async def get_names(client: httpx2.AsyncClient, lang: str) -> list[dict[str, Any]]:
    """Code, version, name and unit of every indicator. Raises SourceUnavailable."""
    answer = await http.get(client, "/indicators/definitions", lang=lang)
    return http.only(answer["items"], "code", "version", "name", "unit")
