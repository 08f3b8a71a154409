"""Requests to the public APIs with the key of who signed in: reads and writes, and the problems
that the services answer with.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx2

from services.portal.clients.http import ServiceUnavailable

OUTSIDE_TROUBLE = 500
LARGEST_PAGE, MOST_PAGES = 500, 20
FILE_SECONDS = 60.0  # a large workbook is looked at before it is taken
PRESSED_AGAIN, PAUSE_SECONDS = 20, 0.1


class FieldProblem(NamedTuple):
    """What is wrong with one field: where, a stable code, a sentence in English."""

    pointer: str
    code: str
    detail: str


@dataclass(slots=True)
class Refused(Exception):
    """A service understood the request and says no: RFC 9457."""

    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = field(default_factory=list)
    retry_after: str = ""


class Answer(NamedTuple):
    """What a service answered: JSON, or None where there is no body, and the ETag."""

    data: Any
    etag: str


@dataclass(frozen=True, slots=True)
class DeskClient:
    """Speaks to the services with one key (empty: with none), in one language."""

    client: httpx2.AsyncClient = field(repr=False)
    key: str = field(repr=False)
    lang: str

    async def get(self, path: str, **parameters: str | int) -> Answer:
        """A read. Raises ServiceUnavailable, Refused."""
        return await self._send("GET", path, params={**parameters, "lang": self.lang})

    async def items(self, path: str, **parameters: str | int) -> list[dict[str, Any]]:
        """The first page of a list. Raises ServiceUnavailable, Refused."""
        data = (await self.get(path, **parameters)).data
        try:
            return list(data["items"])
        except (KeyError, TypeError) as error:
            raise ServiceUnavailable(f"{path}: {error!r}") from error

    async def whole(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        """A list with all of its pages, which are not many. Raises ServiceUnavailable, Refused."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            data = (await self.get(path, limit=LARGEST_PAGE, **parameters, **cursor)).data
            found += data["items"]
            more = parse_qs(urlsplit(data.get("next") or "").query).get("cursor")
            if not more:
                break
            cursor = {"cursor": more[0]}
        return found

    async def write(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        repeat: str = "",
        etag: str = "",
    ) -> Answer:
        """A write; `repeat` names the form it comes from, `etag` is what it must still find.

        The same words of one form are written a single time, other words of it are another write;
        a button that was pressed twice waits for what its first press does.
        Raises ServiceUnavailable, Refused.
        """
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
        headers = {"Idempotency-Key": repeat and f"{repeat}.{digest}", "If-Match": etag}
        given = {name: value for name, value in headers.items() if value}
        return await self._until_done(method, path, json=body, headers=given)

    async def send_file(
        self, path: str, content: bytes, media_type: str, *, repeat: str, **parameters: str
    ) -> Answer:
        """A file, written a single time under the name of its form. Raises as `write` does."""
        headers = {"Idempotency-Key": repeat, "Content-Type": media_type}
        given: dict[str, Any] = {"content": content, "params": parameters, "headers": headers}
        given["timeout"] = FILE_SECONDS
        return await self._until_done("POST", path, **given)

    async def file(self, path: str) -> tuple[bytes, str]:
        """A file and its media type. Raises ServiceUnavailable, Refused."""
        response = await self._request("GET", path, timeout=FILE_SECONDS)
        if not response.is_success:
            raise _refused(response.status_code, _json(response), response.headers)
        return response.content, response.headers.get("content-type", "")

    async def _until_done(self, method: str, path: str, **request: Any) -> Answer:
        """A write that waits for what its first press does."""
        for _ in range(PRESSED_AGAIN):
            try:
                return await self._send(method, path, **request)
            except Refused as refused:
                if refused.code != "in_progress":
                    raise
            await asyncio.sleep(PAUSE_SECONDS)
        return await self._send(method, path, **request)

    async def _send(self, method: str, path: str, **request: Any) -> Answer:
        response = await self._request(method, path, **request)
        data = _json(response)
        if response.is_success:
            return Answer(data, response.headers.get("etag", ""))
        raise _refused(response.status_code, data, response.headers)

    async def _request(self, method: str, path: str, **request: Any) -> httpx2.Response:
        headers = {**request.pop("headers", {}), "Accept-Language": self.lang}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        if request.get("json") is None:
            request.pop("json", None)
        try:
            response = await self.client.request(method, path, headers=headers, **request)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ServiceUnavailable(f"{path}: {error!r}") from error
        if response.status_code >= OUTSIDE_TROUBLE:
            raise ServiceUnavailable(f"{path}: status {response.status_code}")
        return response


def _json(response: httpx2.Response) -> Any:
    """What an answer says; None where it has no body. Raises ServiceUnavailable."""
    try:
        return response.json() if response.content else None
    except ValueError as error:
        raise ServiceUnavailable(f"{response.url.path}: {error!r}") from error


def _refused(status: int, data: Any, headers: Mapping[str, str]) -> Exception:
    """The problem that a service answered with."""
    if not isinstance(data, dict):
        return ServiceUnavailable(f"status {status} without a problem")
    errors = [
        FieldProblem(one.get("pointer", ""), one.get("code", ""), one.get("detail", ""))
        for one in data.get("errors", ())
    ]
    code, detail = str(data.get("code", "")), str(data.get("detail", ""))
    return Refused(status, code, detail, errors, headers.get("retry-after", ""))
