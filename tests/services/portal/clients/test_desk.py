"""Requests with a person's key: what is sent, and what becomes of the answers."""

import httpx2
import pytest

from services.portal.clients import desk
from services.portal.clients.desk import DeskClient, FieldProblem, Refused
from services.portal.clients.http import ServiceUnavailable
from tests.services.portal.signed_in import Services, problem


def client(services: Services) -> DeskClient:
    transport = httpx2.MockTransport(services.answer)
    inner = httpx2.AsyncClient(transport=transport, base_url="http://services")
    return DeskClient(inner, "a-key", "es")


async def test_a_read_carries_the_key_and_the_language() -> None:
    services = Services({"GET /a": httpx2.Response(200, json={"b": 1}, headers={"ETag": '"1"'})})
    answer = await client(services).get("/a", limit=5)
    assert answer == ({"b": 1}, '"1"')
    assert services.sent[0].headers["authorization"] == "Bearer a-key"
    assert services.sent[0].url.query == b"limit=5&lang=es"
    assert "a-key" not in repr(client(services))


async def test_the_same_words_of_a_form_are_the_same_write_and_others_another() -> None:
    services = Services({"POST /a": {}})
    there = client(services)
    for body in ({"x": 1}, {"x": 1}, {"x": 2}):
        await there.write("POST", "/a", body, repeat="form", etag='"1"')
    names = [request.headers["idempotency-key"] for request in services.sent]
    assert names[0] == names[1] != names[2]
    assert services.sent[0].headers["if-match"] == '"1"'


async def test_a_form_that_is_sent_again_waits_for_what_its_first_sending_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "PAUSE_SECONDS", 0)
    answers = iter([problem(409, "in_progress"), httpx2.Response(200, json={"done": 1})])
    services = Services({"POST /a": lambda _: next(answers)})
    assert (await client(services).write("POST", "/a", {}, repeat="form")).data == {"done": 1}


async def test_what_a_service_refuses_is_told_with_its_fields() -> None:
    services = Services({"PUT /a": problem(422, "invalid", ("/payload/year", "required"))})
    with pytest.raises(Refused) as refused:
        await client(services).write("PUT", "/a", {})
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert refused.value.errors == [FieldProblem("/payload/year", "required", "No.")]


@pytest.mark.parametrize(
    "answer", [None, httpx2.Response(500, json={}), httpx2.Response(200, content=b"{"), {"b": 1}]
)
async def test_what_cannot_be_read_is_unavailable(answer: object) -> None:
    with pytest.raises(ServiceUnavailable):
        await client(Services({"GET /a": answer} if answer else {})).items("/a")


async def test_a_list_is_read_to_its_end() -> None:
    def pages(request: httpx2.Request) -> dict[str, object]:
        last = request.url.params.get("cursor") == "a="
        more = None if last else "http://internal/a?cursor=a%3D&limit=500"
        return {"items": [{"n": 2 if last else 1}], "next": more}

    assert await client(Services({"GET /a": pages})).whole("/a") == [{"n": 1}, {"n": 2}]


async def test_a_file_is_sent_and_read_byte_for_byte_with_more_patience() -> None:
    content = bytes(range(256))
    file = httpx2.Response(200, content=content, headers={"Content-Type": "application/x"})
    services = Services({"POST /a": {"id": "1"}, "GET /a/f": file, "GET /a/g": problem(404, "x")})
    there = client(services)
    made = await there.send_file("/a", content, "text/csv", repeat="form", kind="practice")
    assert made.data == {"id": "1"}
    assert await there.file("/a/f") == (content, "application/x")
    with pytest.raises(Refused):
        await there.file("/a/g")
    sent = services.sent[0]
    assert (sent.content, sent.url.query) == (content, b"kind=practice")
    assert sent.headers["content-type"] == "text/csv"
    assert (sent.headers["idempotency-key"], sent.headers["authorization"]) == (
        "form",
        "Bearer a-key",
    )
    assert {each.extensions["timeout"]["read"] for each in services.sent} == {desk.FILE_SECONDS}
