"""Ready-made answers: the same bytes as made ones, dropped when their version moves, never given to
who may see something else.
"""

import asyncio
import gzip
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.types import Message, Receive, Scope, Send

from kernel import tracing
from kernel.db import Database
from kernel.errors import Unavailable
from kernel.web import response_cache
from tests.kernel import demo
from tests.kernel.demo import notes
from tests.kernel.web import shop


@dataclass
class Shop:
    """The shop with a version: how many notes there are and what their revisions add up to; `made`
    counts how often it was asked.
    """

    db: Database
    app: FastAPI
    asked: list[object]


@pytest.fixture
async def cached_shop(lite: Database) -> Shop:
    asked: list[object] = []

    async def version() -> object:
        async with lite.read() as connection:
            found = (
                await connection.execute(select(func.count(), func.sum(notes.c.revision)))
            ).one()
        asked.append(found)
        return tuple(found)

    await lite.write(shop.key_rows)
    await lite.write(demo.note, "a")
    return Shop(lite, shop.build(lite, version=version), asked)


@pytest.fixture
def reads(lite: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many reads of the database there were."""
    count = 0
    read = Database.read

    def counted(self: Database, **options: bool) -> object:
        nonlocal count
        count += 1
        return read(self, **options)

    monkeypatch.setattr(Database, "read", counted)
    monkeypatch.setattr(response_cache, "TRUSTED_SECONDS", 60.0)
    return lambda: count


async def test_the_second_answer_is_the_first_without_the_database(
    reads: Callable[[], int], cached_shop: Shop
) -> None:
    async with shop.client(cached_shop.app, None) as client:
        first = await client.get("/shop/notes/a", headers={"Accept-Encoding": "identity"})
        second = await client.get("/shop/notes/a", headers={"Accept-Encoding": "identity"})
        before = reads()
        third = await client.get(
            "/shop/notes/a", headers={"Accept-Encoding": "identity", "X-Request-ID": "mine"}
        )
        assert reads() == before
        head = await client.head("/shop/notes/a")
        metrics = (await client.get("/shop/metrics")).text
    own = ("x-request-id", "ratelimit")
    bare = [
        {name: value for name, value in answer.headers.items() if name not in own}
        for answer in (first, second, third)
    ]
    assert bare[0] == bare[1] == bare[2]
    assert first.content == second.content == third.content
    assert third.headers["x-request-id"] == "mine"
    assert [answer.headers["ratelimit"].split(";")[1] for answer in (first, second, third)] == [
        "r=11999",
        "r=11998",
        "r=11997",
    ]
    assert (head.status_code, head.content, head.headers["etag"]) == (
        200,
        b"",
        first.headers["etag"],
    )
    assert (
        'http_requests_total{method="GET",route="/shop/notes/{id_}",service="demo",status="200"} '
        "3.0" in metrics
    )


async def test_a_change_is_seen_by_the_next_read_after_any_answer_that_tells_of_it(
    reads: Callable[[], int], cached_shop: Shop
) -> None:
    async with shop.client(cached_shop.app, None) as client, shop.client(cached_shop.app) as writer:
        for _ in range(2):
            assert (await client.get("/shop/notes/a")).json()["revision"] == 1
        changed = await writer.put(
            "/shop/notes/a", json={"id": "a", "text": "y"}, headers={"If-Match": "*"}
        )
        assert changed.status_code == 200
        assert (await client.get("/shop/notes/a")).json()["revision"] == 2


async def test_a_change_elsewhere_is_seen_when_the_version_is_looked_at_again(
    cached_shop: Shop,
) -> None:
    async with shop.client(cached_shop.app, None) as client:
        assert [(await client.get("/shop/notes")).json()["items"] for _ in range(2)] == [
            ["a"],
            ["a"],
        ]
        await cached_shop.db.write(demo.note, "b")
        await asyncio.sleep(response_cache.TRUSTED_SECONDS)
        assert (await client.get("/shop/notes")).json()["items"] == ["a", "b"]


async def test_conditional_reads(cached_shop: Shop) -> None:
    async with shop.client(cached_shop.app, None) as client:
        tag = [(await client.get("/shop/notes/a")).headers["etag"] for _ in range(2)][1]
        for header in (tag, f"W/{tag}", "*", f'"x", {tag}'):
            answer = await client.get("/shop/notes/a", headers={"If-None-Match": header})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        assert (
            await client.get("/shop/notes/a", headers={"If-None-Match": '"x"'})
        ).status_code == 200


async def test_who_can_read_it_gets_it_packed_under_another_tag(cached_shop: Shop) -> None:
    for number in range(200):
        await cached_shop.db.write(demo.note, f"note{number:03d}")
    packed, plain = {"Accept-Encoding": "br, gzip"}, {"Accept-Encoding": "identity"}
    async with shop.client(cached_shop.app, None) as client:
        path = "/shop/notes?limit=500"
        first = await client.get(path, headers=plain)
        async with client.stream("GET", path, headers=packed) as answer:
            raw = b"".join([chunk async for chunk in answer.aiter_raw()])
        assert (answer.headers["content-encoding"], len(raw) < len(first.content) / 4) == (
            "gzip",
            True,
        )
        assert gzip.decompress(raw) == first.content
        assert answer.headers["etag"] == first.headers["etag"][:-1] + '-gzip"'
        for told in (first, answer):
            assert told.headers["vary"] == "Authorization, Accept-Language, Accept-Encoding"
        for tag in (answer.headers["etag"], first.headers["etag"]):
            assert (
                await client.get(path, headers={**packed, "If-None-Match": tag})
            ).status_code == 304
        assert (await client.get(path, headers=plain)).content == first.content


async def test_languages_and_queries_are_kept_apart(cached_shop: Shop) -> None:
    async with shop.client(cached_shop.app, None) as client:
        for _ in range(2):
            for lang in ("es", "pt"):
                assert (await client.get("/shop/notes", headers={"Accept-Language": lang})).headers[
                    "content-language"
                ] == lang
            assert (await client.get("/shop/notes?limit=1")).status_code == 200
            assert (await client.get("/shop/notes?colour=red")).status_code == 422


async def test_a_key_is_looked_at_although_the_answer_is_kept(cached_shop: Shop) -> None:
    async with shop.client(cached_shop.app, None) as client:
        for _ in range(2):
            assert (await client.get("/shop/notes/a")).status_code == 200
        refused: httpx2.Response = await client.get(
            "/shop/notes/a", headers={"Authorization": "Bearer nonsense"}
        )
        assert refused.status_code == 401


async def test_a_version_asked_for_before_a_newer_answer_went_out_is_not_trusted_after_it(
    lite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_cache, "TRUSTED_SECONDS", 60.0)
    gate, waiting = asyncio.Event(), asyncio.Event()
    gate.set()

    async def version() -> object:
        async with lite.read() as connection:
            found = tuple(
                (await connection.execute(select(func.count(), func.sum(notes.c.revision)))).one()
            )
        waiting.set()
        await gate.wait()
        return found

    await lite.write(shop.key_rows)
    await lite.write(demo.note, "a")
    app = shop.build(lite, version=version)
    async with shop.client(app, None) as client, shop.client(app) as writer:
        for _ in range(2):
            assert (await client.get("/shop/notes/a")).json()["revision"] == 1
        # an answer made for a key: the version is asked for again
        await writer.get("/shop/notes/a")
        gate.clear()
        waiting.clear()
        early = asyncio.create_task(client.get("/shop/notes/a"))
        await waiting.wait()  # it has read the version, and is late with it
        await writer.put("/shop/notes/a", json={"id": "a", "text": "y"}, headers={"If-Match": "*"})
        gate.set()
        await early
        assert (await client.get("/shop/notes/a")).json()["revision"] == 2


async def test_of_two_wishes_for_a_language_the_first_counts_for_the_kept_answer_too(
    cached_shop: Shop,
) -> None:
    async with shop.client(cached_shop.app, None) as client:
        for first, second in (("fr", "en"), ("en", "fr"), ("fr", "en")):
            answer = await client.get(
                "/shop/notes", headers=[("Accept-Language", first), ("Accept-Language", second)]
            )
            assert answer.headers["content-language"] == first
        assert (await client.get("/shop/notes", headers={"Accept-Language": "en"})).headers[
            "content-language"
        ] == "en"


async def test_nothing_is_kept_of_a_read_that_was_answered_304(cached_shop: Shop) -> None:
    async with shop.client(cached_shop.app, None) as client:
        assert (
            await client.get("/shop/notes/a", headers={"If-None-Match": "*"})
        ).status_code == 304
        whole = await client.get("/shop/notes/a")
        assert (whole.status_code, whole.json()["revision"]) == (200, 1)


async def test_a_probe_asks_for_no_version(cached_shop: Shop) -> None:
    async with shop.client(cached_shop.app, None) as client:
        for _ in range(2):
            assert (await client.get("/shop/healthz")).status_code == 200
    assert cached_shop.asked == []


@dataclass
class Layer:
    """The layer alone, over an application that tells how often it was asked, and that waits where
    a test says so.
    """

    version: int = 1
    away: bool = False
    asked: int = 0
    keep: bool = True

    def __post_init__(self) -> None:
        self.layer = response_cache.ResponseCache(self._app, self._version)
        self.gate = asyncio.Event()
        self.gate.set()

    async def _version(self) -> int:
        if self.away:
            raise Unavailable("away")
        return self.version

    async def _app(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        told = b"%d" % self.version
        await self.gate.wait()
        scope["keep"] = self.keep
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b'"e"')]})
        await send({"type": "http.response.body", "body": told})

    async def get(self, path: str) -> bytes:
        told: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            told.append(message.get("body", b""))

        await self.layer(
            {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []},
            receive,
            send,
        )
        return b"".join(told)


async def test_an_answer_that_was_late_is_not_kept_for_the_version_that_came_meanwhile() -> None:
    layer = Layer()
    layer.gate.clear()
    late = asyncio.create_task(layer.get("/a"))
    while not layer.asked:  # noqa: ASYNC110 - the layer counts
        await asyncio.sleep(0)
    layer.version = 2
    await asyncio.sleep(response_cache.TRUSTED_SECONDS)
    other = asyncio.create_task(layer.get("/b"))
    while layer.asked < 2:  # noqa: ASYNC110 - the layer counts
        await asyncio.sleep(0)
    layer.gate.set()
    assert (await late, await other) == (b"1", b"2")
    assert (await layer.get("/a"), await layer.get("/b"), layer.asked) == (b"2", b"2", 3)


async def test_nothing_is_given_while_nobody_can_say_whether_it_holds() -> None:
    layer = Layer()
    assert (await layer.get("/a"), await layer.get("/a"), layer.asked) == (b"1", b"1", 1)
    layer.away = True
    await asyncio.sleep(response_cache.TRUSTED_SECONDS)
    assert (await layer.get("/a"), layer.asked) == (b"1", 2)


async def test_what_its_door_does_not_let_go_is_not_kept() -> None:
    layer = Layer(keep=False)
    assert (await layer.get("/a"), await layer.get("/a"), layer.asked) == (b"1", b"1", 2)


async def test_where_requests_are_traced_each_is_answered_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = Layer()
    monkeypatch.setattr(tracing, "on", lambda: True)
    assert (await layer.get("/a"), await layer.get("/a"), layer.asked) == (b"1", b"1", 2)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("*;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("br", False),
        ("xgzip", False),
        ("", False),
        ("gzip, deflate", True),
    ],
)
async def test_gzip_only_for_who_takes_it(
    cached_shop: Shop, monkeypatch: pytest.MonkeyPatch, accepted: str, packed: bool
) -> None:
    monkeypatch.setattr(response_cache, "SMALLEST_PACKED", 1)
    async with shop.client(cached_shop.app, None) as client:
        for _ in range(2):
            answer = await client.get("/shop/notes/a", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) == packed


async def test_what_is_kept_costs_what_is_counted(cached_shop: Shop) -> None:
    """Measured: the memory of 500 kept answers of few bytes, at addresses of a caller's."""
    cache = response_cache.ResponseCache(cached_shop.app, cached_shop.app, trusted=0)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(500):
        headers = [(f"x-{i}-{n}".encode(), f"{i} {n}".encode()) for i in range(8)]
        made = response_cache.CachedResponse(None, headers, b'"%d"' % n, b"{%d}" % n)
        cache._keep((f"/shop/public/{n}", b"a=%d" % n, "en"), made)
    real = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert real <= cache._bytes <= 3 * real
