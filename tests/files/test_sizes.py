"""The sizes of files: noted when one is made, told in one list, made when nobody has asked."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from files import answers, sizes
from files.answers import About
from files.sizes import Listed, Sizes, Stand

FILES = (Listed("/x/a.csv", "text/csv; charset=utf-8"), Listed("/x/b.json", "a/b", speaks=True))


def application(now: list[int], made: list[str]) -> FastAPI:
    """Two files, of which the position decides the size, and the list."""
    app = FastAPI()

    async def stand() -> Stand:
        return Stand(now[0], f"2026-11-0{now[0]}")

    async def pieces(request: Request) -> AsyncIterator[bytes]:
        made.append(str(request.url.path) + str(request.query_params.get("lang")))
        for _ in range(now[0]):
            yield b"0123456789"

    @app.get("/x/a.csv")
    @app.get("/x/b.json")
    async def file(request: Request) -> Response:
        about = About("text/csv", "a.csv", f'"{now[0]}"', lang="en")
        return answers.stream(request, about, lambda: pieces(request))

    async def at(_request: Request, as_of: str) -> Stand:
        return Stand(int(as_of), f"2026-11-0{as_of}")

    app.state.sizes = Sizes(FILES, stand, at)
    app.state.sizes.install(app)
    return app


async def test_files_are_noted_when_they_are_made(monkeypatch: object) -> None:
    now, made = [2], list[str]()
    app = application(now, made)
    sizes_of: Sizes = app.state.sizes
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
        packed = await client.get("/x/a.csv?lang=fr")
        assert packed.headers["content-encoding"] == "gzip"
        await client.get("/x/a.csv?lang=fr", headers={"Accept-Encoding": "identity"})
        for address in ("/x/a.csv?year=2020", "/x/other"):
            await client.get(address)
        shown = await sizes_of.listed(app, "fr")
        assert [(one["size"], one["position"], one["recorded_at"]) for one in shown] == [
            (20, 2, "2026-11-02"),
            (20, 2, "2026-11-02"),
        ]
        assert made == ["/x/a.csvfr", "/x/a.csvfr", "/x/a.csvNone", "/x/b.jsonfr"]
        now[0] = 3
        await sizes_of.listed(app, "fr")
        await asyncio.sleep(0)
        assert len(made) == 4  # the register has only just moved
        monkeypatch.setattr(sizes, "STILL_SECONDS", -1.0)  # type: ignore[attr-defined]
        await sizes_of.listed(app, "fr")
        await sizes_of.settled()
        assert [one["size"] for one in await sizes_of.listed(app, "fr")] == [30, 30]


async def test_files_of_a_moment_have_their_addresses_and_are_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, made = [2], list[str]()
    app = application(now, made)
    sizes_of: Sizes = app.state.sizes
    request = Request({"type": "http", "app": app})
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:

        async def sizes_at(as_of: str) -> dict[str, tuple[int | None, int, str]]:
            shown = await sizes_of.listed_at(request, "fr", as_of)
            return {o["address"]: (o["size"], o["position"], o["recorded_at"]) for o in shown}

        unknown = {f"{one.address}?as_of=1": (None, 1, "2026-11-01") for one in FILES}
        assert (await sizes_at("1"), made) == (unknown, [])
        plain = {"Accept-Encoding": "identity"}
        await client.get("/x/a.csv?as_of=1", headers=plain)
        assert await sizes_at("1") == unknown | {"/x/a.csv?as_of=1": (20, 1, "2026-11-01")}
        # no more is known than a bounded number, and what was made first is forgotten
        monkeypatch.setattr(sizes, "KEPT", 1)
        await client.get("/x/a.csv?as_of=2", headers=plain)
        assert await sizes_at("1") == unknown
