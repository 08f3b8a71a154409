"""Outbound calls: what the front page shows, read from the APIs of catalogue and indicators."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx2


class ServiceUnavailable(Exception):
    """A service does not answer, or not with what it promises."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Objectives as the catalogue names them, their values by indicator code, the edition, and the
    position counted up to.
    """

    objectives: list[dict[str, Any]]
    values: dict[str, dict[str, dict[str, Any]]]
    edition: dict[str, Any]
    position: int


async def overview(client: httpx2.AsyncClient, lang: str) -> Overview:
    """Everything the front page shows. Raises ServiceUnavailable."""
    pages = (
        f"/catalog/objectives?limit=500&lang={lang}",
        "/indicators/objectives",
        f"/catalog/editions?lang={lang}",
    )
    objectives, indicators, editions = await asyncio.gather(*(_get(client, page) for page in pages))
    try:
        values = {
            entry["code"]: {value["indicator"]: value for value in entry["values"]}
            for entry in indicators["objectives"]
        }
        edition = next(
            item
            for item in editions["items"]
            if indicators["edition"] in (item.get("id"), item.get("code"))
        )
        return Overview(objectives["items"], values, edition, indicators["position"])
    except (KeyError, TypeError, StopIteration) as error:
        raise ServiceUnavailable(f"an answer lacks {error}") from error


async def _get(client: httpx2.AsyncClient, url: str) -> Any:
    try:
        answer = await client.get(url)
        answer.raise_for_status()
        return answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise ServiceUnavailable(f"{url}: {error}") from error
