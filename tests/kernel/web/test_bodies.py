"""Bodies: too large, not JSON by type, unreadable, invalid: a clear problem each, and nothing
stored.
"""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator

import httpx2
import pytest

from kernel.db import Database
from kernel.errors import Problem
from kernel.web import bodies
from kernel.web.bodies import LIMIT
from tests.kernel import demo

GOOD = b'{"id":"a","text":"x"}'


async def sent(
    client: httpx2.AsyncClient, content: bytes, **headers: str
) -> tuple[int, str, list[tuple[str, str]]]:
    answered = await client.post(
        "/shop/notes", content=content, headers={"Content-Type": "application/json", **headers}
    )
    said = answered.json()
    return (
        answered.status_code,
        said.get("code", ""),
        [(error["pointer"], error["code"]) for error in said.get("errors", [])],
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"id":"\xff"}',
        b"\xef\xbb\xbf" + GOOD,
        b'{"id":"a","id":"b","text":"x"}',
        b'{"id":"a","text":"x","part":{"count":1,"count":2}}',
        b'{"id":NaN}',
        b'{"id":-Infinity}',
        b'{"part":{"count":' + b"9" * 401 + b"}}",
        b'{"part":{"count":1e999}}',
        b"{" + b",".join(b'"%d":1' % n for n in range(3_000)) + b"}",
        b'{"id":[' + b"1," * bodies.MOST_VALUES + b"1]}",
        b'{"id":[' + b'"\\"",' * bodies.MOST_VALUES + b"{}]}",
        b"[" * 5_000 + b"]" * 5_000,
        b"[" * 200_000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        b"[" * 900 + b"]" * 900,
        b"nul",
        GOOD + b"x",
    ],
)
async def test_unreadable_is_400(
    client: httpx2.AsyncClient, lite: Database, content: bytes
) -> None:
    status, code, _ = await sent(client, content)
    assert (status, code) == (400, "unreadable")
    assert await demo.ids(lite) == []


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"[]", [("", "wrong_type")]),
        (b"{}", [("/id", "required"), ("/text", "required")]),
        (b'{"id":1,"text":"x"}', [("/id", "wrong_type")]),
        (b'{"id":"a","text":"x","more":1}', [("/more", "unknown_field")]),
        (b'{"id":"a","text":"x","a/b~c":1}', [("/a~1b~0c", "unknown_field")]),
        (b'{"id":"a\\u0000","text":"x"}', [("/id", "unreadable_character")]),
        (b'{"id":"a","text":"\\ud800"}', [("/text", "unreadable_character")]),
        (b'{"id":"a","text":"x","\\udfff":1}', [("", "unreadable_character")]),
        (b'{"id":"\\b","text":"\\f"}', [(p, "unreadable_character") for p in ("/id", "/text")]),
        (b'{"id":"a\x7f","text":"x"}', [("/id", "unreadable_character")]),
        ('{"id":"a","text":"\u0085"}'.encode(), [("/text", "unreadable_character")]),
        ('{"id":"a","text":"\u202egpj"}'.encode(), [("/text", "unreadable_character")]),
        ('{"id":"a","text":"\uffff"}'.encode(), [("/text", "unreadable_character")]),
        (b'{"id":"a","text":"x","part":{"count":"1"}}', [("/part/count", "wrong_type")]),
        (b'{"id":"a","text":"x","part":{"count":true}}', [("/part/count", "wrong_type")]),
        (b'{"id":"a","text":"x","part":{"count":1.5}}', [("/part/count", "wrong_type")]),
        (b'{"id":"a","text":"x","part":{"count":-1}}', [("/part/count", "out_of_range")]),
        (
            b'{"id":"a","text":"x","part":{"count":' + b"9" * 400 + b"}}",
            [("/part/count", "out_of_range")],
        ),
    ],
)
async def test_invalid_is_422_with_pointers(
    client: httpx2.AsyncClient, lite: Database, content: bytes, errors: list[tuple[str, str]]
) -> None:
    assert await sent(client, content) == (422, "invalid", errors)
    assert await demo.ids(lite) == []


@pytest.mark.parametrize(
    "written", ["n\u0303", r"n\u0303", r"\u006e\u0303", "\u00f1", r"\t\r\n\u00f1"]
)
async def test_texts_come_in_one_form(
    client: httpx2.AsyncClient, lite: Database, written: str
) -> None:
    assert (await sent(client, f'{{"id":"{written}","text":"x"}}'.encode()))[0] == 201
    assert [text.strip() for text in await demo.ids(lite)] == ["\u00f1"]


def test_counting_values_takes_no_memory() -> None:
    body = b'{"id":{' + b",".join(b'"%x":1' % n for n in range(80_000)) + b"}}"
    tracemalloc.start()
    try:
        with pytest.raises(Problem, match="more than"):
            bodies.parse(body)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(body)
    finally:
        tracemalloc.stop()


async def test_commas_within_texts_are_no_values(client: httpx2.AsyncClient) -> None:
    text = r"a,\\,\"," * bodies.MOST_VALUES
    content = b'{"id":"a","text":"%b"}' % text.encode()
    assert (await sent(client, content))[0] != 400


async def test_a_text_of_marks_alone_is_refused_and_not_put_in_order(
    client: httpx2.AsyncClient,
) -> None:
    text = "a" + "\u0301\u0316" * 250_000  # half an hour to sort
    content = f'{{"id":"a","text":"{text}"}}'.encode()
    assert await sent(client, content) == (
        422,
        "invalid",
        [("/text", "unreadable_character")],
    )


async def test_a_surrogate_pair_is_one_character(client: httpx2.AsyncClient) -> None:
    assert (await sent(client, b'{"id":"a","text":"\\ud83e\\udded"}'))[0] == 201


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
async def test_another_media_type_is_415(client: httpx2.AsyncClient, media: str) -> None:
    assert (await sent(client, GOOD, **{"Content-Type": media}))[:2] == (
        415,
        "unsupported_media_type",
    )


@pytest.mark.parametrize(
    "media", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.oas+json"]
)
async def test_json_by_any_name(client: httpx2.AsyncClient, media: str) -> None:
    assert (await sent(client, GOOD, **{"Content-Type": media}))[0] == 201


@pytest.mark.parametrize("media", ["", "text/plain", "application/json; charset=latin-1"])
async def test_what_is_not_said_to_be_json_in_utf8_is_415(
    client: httpx2.AsyncClient, media: str
) -> None:
    headers = {"Content-Type": media} if media else {}
    answered = await client.post("/shop/notes", content=GOOD, headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (415, "unsupported_media_type")


async def test_a_body_that_does_not_arrive_is_408(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)

    async def half() -> AsyncIterator[bytes]:
        yield GOOD[:5]
        await asyncio.sleep(5)

    headers = {"Content-Type": "application/json"}
    answered = await client.post("/shop/notes", content=half(), headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (408, "too_slow")


async def test_the_rest_of_a_refused_body_is_read_before_the_answer(
    client: httpx2.AsyncClient,
) -> None:
    sent_chunks = []

    async def large() -> AsyncIterator[bytes]:
        for _ in range(5):
            sent_chunks.append(1)
            yield b" " * LIMIT

    answered = await client.post("/shop/notes", content=large())
    assert (answered.status_code, len(sent_chunks)) == (413, 5)


async def test_too_large_is_413_whether_declared_or_not(client: httpx2.AsyncClient) -> None:
    large = b'{"id":"' + b"a" * LIMIT + b'"}'

    async def undeclared() -> object:
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    assert (await sent(client, large))[:2] == (413, "too_large")
    assert (await client.post("/shop/notes", content=undeclared())).status_code == 413
    declared = [
        (b"Content-Length", "²".encode("latin-1")),
        (b"Content-Type", b"application/json"),
    ]
    odd = await client.post("/shop/notes", content=GOOD, headers=declared)
    assert odd.status_code == 201


async def test_of_many_wrong_fields_a_hundred_are_told(client: httpx2.AsyncClient) -> None:
    names = ",".join(f'"n{n}":1' for n in range(1_500))
    status, _, errors = await sent(client, b'{"id":"a","text":"x",' + names.encode() + b"}")
    assert (status, len(errors)) == (422, 100)
