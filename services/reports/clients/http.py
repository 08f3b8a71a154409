"""GETs of the public interfaces without a key, and the error that every failure of one becomes."""

from typing import Any

import httpx2

MOST = 500  # items of one page


class SourceUnavailable(Exception):
    """A public interface does not answer, or not with what its contract says: try again later."""


async def get(client: httpx2.AsyncClient, path: str, **parameters: str | int) -> Any:
    """The JSON at a path. Raises SourceUnavailable."""
    answer = await get_public(client, path, **parameters)
    if answer is None:
        raise SourceUnavailable(f"{path}: 410")
    return answer


async def get_public(client: httpx2.AsyncClient, path: str, **parameters: str | int) -> Any:
    """The JSON at a path, None where it is hidden (410). Raises SourceUnavailable."""
    try:
        response = await client.get(path, params=parameters or None)
        if response.status_code == 410:
            return None
        response.raise_for_status()
        return response.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise SourceUnavailable(f"{path}: {error!r}") from error


async def get_items(
    client: httpx2.AsyncClient, path: str, **parameters: str | int
) -> list[dict[str, Any]]:
    """The items of all pages of a list. Raises SourceUnavailable."""
    page = await get(client, path, limit=MOST, **parameters)
    items: list[dict[str, Any]] = list(page["items"])
    while page["next"]:
        page = await get(client, page["next"])
        items += page["items"]
    return items


def only(items: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """These members of every item."""
    return [{name: item[name] for name in names} for item in items]
