"""One GET of a public API, and the few errors that every failure of it becomes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx2

Result = TypeVar("Result")
Parameter = str | int | None


class ServiceUnavailable(Exception):
    """A service does not answer, or not with what its contract says."""


class Missing(Exception):
    """404: there is no such thing."""


class Refused(Exception):
    """400 or 422: what was asked for cannot be, such as a year to come."""


class Gone(Exception):
    """410: it was public and is so no more; `problem` is the answer's body."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("detail", ""))
        self.problem = problem


REFUSALS: dict[int, type[Exception]] = {404: Missing, 400: Refused, 422: Refused}


async def get(
    client: httpx2.AsyncClient,
    path: str,
    parse: Callable[[Any], Result],
    **parameters: Parameter,
) -> Result:
    """What `parse` makes of the JSON at a path; a parameter that is None is not sent.

    Raises Missing, Refused and Gone; ServiceUnavailable for no answer, any other status of error,
    and an answer that `parse` cannot read.
    """
    try:
        return parse((await _response(client, path, parameters)).json())
    except (httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ServiceUnavailable(f"{path}: {error!r}") from error


async def text(client: httpx2.AsyncClient, path: str, **parameters: Parameter) -> str:
    """The text of a file. Raises what `get` raises."""
    try:
        return (await _response(client, path, parameters)).text
    except httpx2.HTTPError as error:
        raise ServiceUnavailable(f"{path}: {error!r}") from error


async def _response(
    client: httpx2.AsyncClient, path: str, parameters: Mapping[str, Parameter]
) -> httpx2.Response:
    given = {name: value for name, value in parameters.items() if value is not None}
    response = await client.get(path, params=given)
    if response.status_code == 410:
        raise Gone(response.json())
    if response.status_code in REFUSALS:
        raise REFUSALS[response.status_code](path)
    return response.raise_for_status()


async def part(answer: Awaitable[Result]) -> Result | None:
    """The answer; None when its service does not give one: a silent service takes away only its
    own part of a page.
    """
    try:
        return await answer
    except ServiceUnavailable:
        return None


def cursor(link: str | None) -> str | None:
    """The place in a list that a link to its next page names."""
    named = parse_qs(urlsplit(link).query).get("cursor") if link else None
    return named[0] if named else None
