"""Answers that are files: their name, their tag, and 304."""

import asyncio
import contextlib
import gzip
import random
from collections.abc import AsyncIterator

import pytest
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Message

from files import xlsx
from files.answers import About, documented_file, file, stream


def asked(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "query_string": b"", "headers": raw}
    return Request(scope)


def test_a_file_has_a_name_and_a_tag() -> None:
    answer = file(asked(), b"a,b", "text/csv", "x.csv")
    assert answer.body == b"a,b"
    assert answer.headers["content-disposition"] == 'attachment; filename="x.csv"'
    known = asked(**{"if-none-match": answer.headers["etag"]})
    assert file(known, b"a,b", "text/csv", "x.csv").status_code == 304
    assert file(known, b"a,c", "text/csv", "x.csv").status_code == 200


def test_its_type_is_documented() -> None:
    assert "text/csv" in documented_file("text/csv")[200]["content"]


async def test_nothing_is_made_for_who_has_it_or_asks_for_the_head() -> None:
    made = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal made
        made += 1
        yield b"a"

    about = About("text/csv", "x.csv", '"t"', private=True, lang="pt")
    assert stream(asked(**{"if-none-match": '"t"'}), about, pieces).status_code == 304
    head = asked()
    head.scope["asked"] = "HEAD"
    for request, expected in ((head, []), (asked(), [b"a"])):
        answer = stream(request, about, pieces)
        assert isinstance(answer, StreamingResponse)
        assert [piece async for piece in answer.body_iterator] == expected
        assert answer.headers["content-language"] == "pt"
        assert answer.headers["cache-control"] == "private, no-cache"
    assert made == 1


async def test_text_is_packed_for_who_can_read_that() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"a,b\r\n"

    async def sent(about: About, **given: str) -> tuple[bytes, str, str | None]:
        answer = stream(asked(**{"accept-encoding": "gzip", **given}), about, pieces)
        if answer.status_code == 304:
            return b"", answer.headers["etag"], None
        assert isinstance(answer, StreamingResponse)
        body = b"".join([bytes(one) async for one in answer.body_iterator])
        return body, answer.headers["etag"], answer.headers.get("content-encoding")

    text = About("text/csv", "x.csv", '"t"')
    body, tag, coding = await sent(text)
    assert (gzip.decompress(body), tag, coding) == (b"a,b\r\n" * 1_000, '"t-gzip"', "gzip")
    assert len(body) < 100
    for known in ('"t"', '"t-gzip"'):
        assert await sent(text, **{"if-none-match": known}) == (b"", '"t-gzip"', None)
    assert (await sent(text, **{"accept-encoding": "br"}))[1:] == ('"t"', None)
    for other in (About(xlsx.MEDIA_TYPE, "x", '"t"'), About("text/csv", "x", '"t"', True)):
        assert (await sent(other))[1:] == ('"t"', None)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("version", ["2.3", "2.4"])
async def test_what_makes_a_file_ends_when_its_caller_has_gone(packed: bool, version: str) -> None:
    ended, gone = [], asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        try:
            while True:
                yield random.randbytes(100_000)
        finally:
            await asyncio.sleep(0)  # as a connection is given back
            ended.append(True)

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            gone.set()
            if version == "2.4":
                raise OSError("gone")
            await asyncio.sleep(3600)

    made = [pieces()]  # kept here, so that nothing but the answer ends it
    encoding = {"accept-encoding": "gzip"} if packed else {}
    answer = stream(asked(**encoding), About("text/csv", "x.csv", '"t"'), made.pop)
    kept = answer.body_iterator  # type: ignore[attr-defined]
    with contextlib.suppress(ClientDisconnect):
        await answer({"type": "http", "asgi": {"spec_version": version}}, receive, send)
    assert (ended, kept is not None) == ([True], True)
