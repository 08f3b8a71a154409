"""One GET of a public API, and the error that every failure of it becomes."""

from collections.abc import Callable
from typing import Any, TypeVar

import httpx2

Result = TypeVar("Result")


class ServiceUnavailable(Exception):
    """A service does not answer, or not with what its contract says."""


async def get(
    client: httpx2.AsyncClient,
    path: str,
    parse: Callable[[Any], Result],
    **parameters: str | int,
) -> Result:
    """What `parse` makes of the JSON at a path. Raises ServiceUnavailable for no answer, a status
    of error, and an answer that `parse` cannot read.
    """
    try:
        response = await client.get(path, params=parameters)
        response.raise_for_status()
        return parse(response.json())
    except (httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ServiceUnavailable(f"{path}: {error!r}") from error
