"""Titles and summaries of a published edition may change, each change in the history; its structure may not."""

import asyncio
from typing import Any

PATH = "/catalog/editions/2016-draft/nodes/ACT-12"
BODY = {"title": {"pt": {"text": "Pesquisar a migração feminina", "provenance": "machine"}}}


async def test_a_title_changes_and_says_so(house: Any) -> None:
    key = await house.key("editor", "programme:edit", actor="CAM")
    read = await house.client.get("/catalog/activities/ACT-12?lang=pt")
    answer = await house.client.patch(f"{PATH}?lang=pt", json=BODY, headers={**key, "If-Match": read.headers["etag"]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["title"] == BODY["title"]["pt"]["text"]
    assert answer.json()["texts"]["title"] == {"lang": "pt", "provenance": "machine"}
    after = await house.client.get("/catalog/nodes/ACT-12?lang=pt")
    assert after.headers["etag"] == answer.headers["etag"] != read.headers["etag"]
    change = (await house.get("/history"))["items"][0]
    assert (change["code"], change["field"], change["lang"], change["actor"]) == ("ACT-12", "title", "pt", "CAM")
    assert change["before"]["text"] == read.json()["title"]
    assert [item["code"] for item in (await house.get("/activities", params={"q": "feminina"}))["items"]] == ["ACT-12"]
    again = await house.client.patch(PATH, json=BODY, headers={**key, "If-Match": read.headers["etag"]})
    assert again.status_code == 412


async def test_the_tag_of_any_language_matches(house: Any) -> None:
    key = await house.key("editor", "programme:edit")
    tag = (await house.client.get("/catalog/nodes/ACT-12?lang=fr")).headers["etag"]
    assert (await house.client.patch(f"{PATH}?lang=es", json=BODY, headers={**key, "If-Match": tag})).status_code == 200
    assert (await house.client.patch(PATH, json=BODY, headers={**key, "If-Match": "*"})).status_code == 200


async def test_the_order_of_decisions(house: Any) -> None:
    key, other = await house.key("editor", "programme:edit"), await house.key("reader", "reports:write")
    any_ = {"If-Match": "*"}
    unknown = PATH.replace("ACT-12", "ACT-99")
    for path, headers, body, status in (
        (unknown, {}, b"", 401), (unknown, other, b"", 404), (PATH, other, b"", 403), (PATH, key, b"{", 428),
        (PATH, {**key, "If-Match": '"x"'}, b"{", 412), (PATH, {**key, **any_}, b"{", 400), (PATH, {**key, **any_}, b"{}", 422),
        (PATH, {**key, **any_}, b'{"addressees":["SG"],"nonsense":1}', 409), (PATH, {**key, **any_}, b'{"nonsense":1}', 422),
        (PATH, {**key, **any_}, b'{"title":{"de":{"text":"x"}}}', 422), (PATH, {**key, **any_}, b'{"title":{"en":{"text":" "}}}', 422),
        (PATH, {**key, **any_}, b'{"title":{"en":{"text":"x","provenance":"official"}}}', 422),
    ):
        answer = await house.client.patch(path, content=body, headers=headers)
        assert answer.status_code == status, (path, body, answer.text)
    assert len((await house.get("/history"))["items"]) == 2


async def test_frozen_is_named(house: Any) -> None:
    key = await house.key("editor", "programme:edit")
    answer = await house.client.patch(PATH, json={"addressees": ["SG"], "objectives": []}, headers={**key, "If-Match": "*"})
    assert (answer.json()["code"], answer.json()["fields"]) == ("frozen", ["addressees", "objectives"])


async def test_of_two_at_once_one_is_late(house: Any) -> None:
    key = {**await house.key("editor", "programme:edit"), "If-Match": "*"}
    answers = await asyncio.gather(*(house.client.patch(PATH, json=BODY, headers=key) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
