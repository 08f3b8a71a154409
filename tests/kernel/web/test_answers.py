"""ETag, 304, caching headers, and the preconditions of writes."""

import httpx2
import pytest

from kernel.web.answers import etag_matches, json_bytes


async def made(client: httpx2.AsyncClient) -> None:
    assert (await client.post("/shop/notes", json={"id": "a", "text": "x"})).status_code == 201


async def test_a_read_has_a_strong_etag_and_turns_into_304(client: httpx2.AsyncClient) -> None:
    await made(client)
    first = await client.get("/shop/notes/a")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert "Authorization" in first.headers["vary"]
    assert "must-revalidate" in first.headers["cache-control"]
    for wish in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get("/shop/notes/a", headers={"If-None-Match": wish})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (
        await client.get("/shop/notes/a", headers={"If-None-Match": '"other"'})
    ).status_code == 200


async def test_the_etag_changes_with_a_write(client: httpx2.AsyncClient) -> None:
    await made(client)
    before = (await client.get("/shop/notes/a")).headers["etag"]
    changed = await client.put(
        "/shop/notes/a", json={"id": "a", "text": "y"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.headers["etag"], changed.headers["cache-control"]) == (
        200,
        '"2"',
        "no-store",
    )
    assert (await client.get("/shop/notes/a")).headers["etag"] != before


@pytest.mark.parametrize(
    ("match", "status"),
    [
        (None, 428),
        ('"9"', 412),
        ('W/"1"', 200),
        ('W/"9"', 412),
        ('"1.2"', 412),
        ("1", 412),
        ('"1"', 200),
        ('"9", "1"', 200),
        ("*", 200),
    ],
)
async def test_preconditions(client: httpx2.AsyncClient, match: str | None, status: int) -> None:
    await made(client)
    headers = {} if match is None else {"If-Match": match}
    answered = await client.put("/shop/notes/a", json={"id": "a", "text": "y"}, headers=headers)
    assert answered.status_code == status


async def test_head_is_get_without_its_body(client: httpx2.AsyncClient) -> None:
    await made(client)
    get, head = await client.get("/shop/notes/a"), await client.head("/shop/notes/a")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == get.headers[name]


def test_json_is_compact_utf8_and_never_nan() -> None:
    assert json_bytes({"ñ": [1, None]}) == '{"ñ":[1,null]}'.encode()
    assert json_bytes([float("nan"), float("inf")]) == b"[null,null]"


def test_no_header_matches_nothing() -> None:
    assert not etag_matches("", '"1"')


async def test_every_read_says_its_language_and_what_it_varies_by(
    client: httpx2.AsyncClient,
) -> None:
    await made(client)
    for query, header, lang in (
        ("", "pt, es;q=0.5", "pt"),
        ("?lang=fr", "pt", "fr"),
        ("", "", "en"),
    ):
        read = await client.get(f"/shop/notes/a{query}", headers={"Accept-Language": header})
        assert (read.status_code, read.headers["content-language"]) == (200, lang)
        assert read.headers["vary"] == "Authorization, Accept-Language, Accept-Encoding"
    assert (await client.get("/shop/notes/a?lang=de")).status_code == 422
