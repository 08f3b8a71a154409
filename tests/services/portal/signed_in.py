"""A person at a desk: a browser with cookies over the portal, over made-up services that answer as
their contracts say and remember what they were sent.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx2

from services.portal import app as front
from services.portal.settings import Settings

KEY = "oasm_live_abc_def_0"
ME = {"id": "key-1", "actor": "CIM", "scopes": ["reports:write"], "expires_at": None}
NAME = "Comisión Interamericana de Mujeres"


@dataclass
class Services:
    """Answers by method and path; what is not among them is a 503. `sent` is every request."""

    answers: dict[str, Any] = field(default_factory=dict)
    sent: list[httpx2.Request] = field(default_factory=list)
    down: bool = False

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        known = self.answers.get(f"{request.method} {request.url.path}")
        if self.down or known is None:
            return httpx2.Response(503)
        if callable(known):
            known = known(request)
        return known if isinstance(known, httpx2.Response) else httpx2.Response(200, json=known)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """None of them answers."""
        self.down = True
        yield
        self.down = False

    def written(self) -> list[tuple[str, Any]]:
        """Method and path, and body, of every write."""
        return [
            (f"{request.method} {request.url.path}", json.loads(request.content or b"null"))
            for request in self.sent
            if request.method not in ("GET", "HEAD")
        ]


def problem(status: int, code: str, *errors: tuple[str, str], **more: Any) -> httpx2.Response:
    """What a service answers that says no; `errors`: pointer and code."""
    fields = [{"pointer": where, "code": what, "detail": "No."} for where, what in errors]
    body = {"status": status, "code": code, "detail": "It cannot be so.", "errors": fields, **more}
    return httpx2.Response(status, json=body, headers={"Content-Type": "application/problem+json"})


def tagged(tag: str, **data: Any) -> httpx2.Response:
    """A thing with its ETag."""
    return httpx2.Response(200, json=data, headers={"ETag": tag})


def of_key(request: httpx2.Request) -> Any:
    """`GET /access/me` of a service that knows one key."""
    right = request.headers.get("authorization") == f"Bearer {KEY}"
    return ME if right else problem(401, "unauthenticated")


def services(**answers: Any) -> Services:
    """Those that every page of a desk asks, and these."""
    known = {
        "GET /access/me": of_key,
        "GET /catalog/actors/CIM": {"code": "CIM", "name": NAME},
        "GET /reports/submissions": {"items": [], "next": None},
    }
    return Services({**known, **answers})


@asynccontextmanager
async def browser(
    over: Services, settings: Settings | None = None, host: str = "https://portal.example"
) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser at the portal's front door."""
    transport = httpx2.MockTransport(over.answer)
    async with httpx2.AsyncClient(transport=transport, base_url="http://services") as client:
        needs = front.Needs(client=client, settings=settings or Settings())
        portal = httpx2.ASGITransport(app=front.build(needs))
        headers = {"Accept-Language": "en"}
        async with httpx2.AsyncClient(transport=portal, base_url=host, headers=headers) as page:
            page.app = portal.app  # type: ignore[attr-defined]
            yield page


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    match = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert match, f"no field {name}"
    return match[1]


async def sign_in(page: httpx2.AsyncClient, key: str = KEY, **more: str) -> httpx2.Response:
    """Paste a key into the form."""
    form = (await page.get("/desk/sign-in")).text
    fields = {"token": hidden(form, "token"), "key": key, "next": "/desk", **more}
    return await page.post("/desk/sign-in", data=fields)


@asynccontextmanager
async def at_the_desk(over: Services, **more: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser whose person has signed in."""
    async with browser(over, **more) as page:
        assert (await sign_in(page)).status_code == 303
        yield page


def fields(page: str) -> dict[str, str]:
    """What the page's form carries beside what is written into it."""
    names = ("token", "repeat", "etag", "base")
    return {name: unescape(hidden(page, name)) for name in names if f'name="{name}"' in page}
