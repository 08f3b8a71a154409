"""The front door: three names, and what stands around every page."""

import httpx2

from services.portal import app as front


async def test_the_front_door_has_three_names(page: httpx2.AsyncClient) -> None:
    assert front.__all__ == ["Needs", "build", "workers"]
    assert front.workers(front.Needs(client=page)) == []


async def test_head_answers_as_get_without_a_body(page: httpx2.AsyncClient) -> None:
    page.headers["accept-encoding"] = "identity"
    get, head = await page.get("/?lang=es"), await page.head("/?lang=es")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-language", "content-length", "content-security-policy"):
        assert head.headers[name] == get.headers[name]


async def test_every_answer_has_a_request_id_and_limits(page: httpx2.AsyncClient) -> None:
    for path in ("/", "/nowhere", "/static/portal.css"):
        headers = (await page.get(path)).headers
        assert headers["x-request-id"]
        assert headers["ratelimit"]
        assert headers["x-content-type-options"] == "nosniff"
