"""A draft edition is a whole copy that only its editors see; adopted, it is frozen, current and
told to the others.
"""

import asyncio
import json
from typing import Any

import pytest

from services.catalog import tables
from services.catalog.schemas import answers as shapes

NEW = {
    "id": "2027",
    "from": "2016-draft",
    "title": {
        "es": {"text": "Edición de 2027"},
        "en": {"text": "Edition of 2027", "provenance": "machine"},
    },
}
COPIED = ("/objectives", "/activities", "/links", "/sections", "/defects")
NONE = {lang: {"provenance": "missing"} for lang in ("es", "pt", "fr")}
WHY = {"en": {"text": "Because it was found so."}, **NONE}


async def told(desk: Any) -> list[dict[str, Any]]:
    """The editions that events told of, in order."""
    rows = await desk.rows(tables.kernel.outbox)
    return [
        json.loads(row["payload"]) for row in rows if row["type"] == "catalog.edition_published"
    ]


async def test_a_draft_is_a_whole_copy(desk: Any) -> None:
    key = await desk.editor()
    answer = await desk.client.post("/catalog/editions?lang=es", json=NEW, headers=key)
    assert (answer.status_code, answer.headers["location"], answer.headers["content-language"]) == (
        201,
        "/catalog/editions/2027",
        "es",
    )
    shapes.Edition.model_validate(answer.json())
    assert (
        answer.json().items()
        >= {
            "id": "2027",
            "current": False,
            "published": False,
            "published_at": None,
            "based_on": "2016-draft",
            "revision": 1,
            "status": "draft",
            "date": None,
            "title": "Edición de 2027",
            "note": "Elaborada a partir de la edición 2016-draft.",
            "text_languages": ["fr"],
        }.items()
    )
    read = await desk.client.get("/catalog/editions/2027?lang=es", headers=key)
    assert (read.json(), read.headers["etag"], read.headers["cache-control"]) == (
        answer.json(),
        answer.headers["etag"],
        "private, no-cache",
    )
    assert answer.json()["counts"] == (await desk.get("/editions/2016-draft"))["counts"]
    for path in COPIED:
        old, new = [
            await desk.get(path, params={"limit": 500, "edition": code}, headers=key)
            for code in ("2016-draft", "2027")
        ]
        for item in (*old["items"], *new["items"]):
            assert item.pop("edition") in ("2016-draft", "2027")
        assert old["items"] == new["items"], path
    found = await desk.get("/editions/2016-draft/diff", params={"to": "2027"}, headers=key)
    assert (found["added"], found["removed"], found["changed"]) == ([], [], [])
    assert len(found["mapping"]) == 64
    assert all(line["to"] == [line["from"]] for line in found["mapping"])
    assert (await desk.get("/programme"))["edition"]["id"] == "2016-draft"
    assert len(await told(desk)) == 1


async def test_without_a_title_it_has_that_of_the_edition_it_was_made_from(desk: Any) -> None:
    answer = await desk.client.post(
        "/catalog/editions", json={"id": "2027", "from": "2016-draft"}, headers=await desk.editor()
    )
    assert answer.status_code == 201
    assert answer.json()["title"] == (await desk.get("/editions/2016-draft"))["title"]


async def test_a_draft_is_not_there_for_others(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    public = [
        await desk.client.get(path) for path in ("/catalog/editions", "/catalog/history?limit=500")
    ]
    await desk.client.patch(
        f"{draft}/nodes/ACT-12", json={"title": {"en": {"text": "Secret"}}}, headers=key
    )
    organ = await desk.key("organ", "reports:write", actor="CIM")
    for headers in ({}, organ):
        assert [item["id"] for item in (await desk.get("/editions", headers=headers))["items"]] == [
            "2005",
            "2016-draft",
        ]
        assert (
            "Secret"
            not in (await desk.client.get("/catalog/history?limit=500", headers=headers)).text
        )
        for path, status in (
            (draft, 404),
            ("/catalog/activities?edition=2027", 422),
            ("/catalog/history?edition=2027", 422),
            (f"{draft}/diff?to=2016-draft", 404),
            ("/catalog/editions/2016-draft/diff?to=2027", 422),
        ):
            hidden = await desk.client.get(path, headers=headers)
            never = await desk.client.get(path.replace("2027", "2999"), headers=headers)
            assert (hidden.status_code, hidden.text.replace("2027", "2999")) == (status, never.text)
    assert [
        (await desk.client.get(answer.url.path + "?limit=500")).json()["items"] for answer in public
    ] == [a.json()["items"] for a in public]
    for headers in (key, await desk.adopter()):
        assert [item["id"] for item in (await desk.get("/editions", headers=headers))["items"]] == [
            "2005",
            "2016-draft",
            "2027",
        ]
        assert (await desk.get("/history", headers=headers))["items"][0]["after"][
            "text"
        ] == "Secret"


@pytest.mark.parametrize(
    ("change", "status", "pointer", "code"),
    [
        ({"id": "2016-draft"}, 409, None, "exists"),
        ({"from": "2005"}, 409, None, "not_a_base"),
        ({"from": "other"}, 409, None, "not_a_base"),
        ({"from": "1999"}, 422, "/from", "unknown_code"),
        ({"id": "*"}, 422, "/id", "wrong_form"),
        ({"id": "x" * 41}, 422, "/id", "wrong_form"),
        ({"title": {}}, 422, "/title", "too_few"),
        ({"title": {"de": {"text": "x"}}}, 422, "/title/de", None),
        ({"colour": 1}, 422, "/colour", "unknown_field"),
    ],
)
async def test_what_no_draft_can_be(
    desk: Any, change: dict[str, Any], status: int, pointer: str | None, code: str | None
) -> None:
    key = await desk.editor()
    await desk.draft(key, "other")
    answer = await desk.client.post("/catalog/editions", json=NEW | change, headers=key)
    assert answer.status_code == status, answer.text
    assert code in (
        None,
        answer.json()["code"],
        *(error["code"] for error in answer.json()["errors"]),
    )
    assert pointer is None or answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_a_lost_answer_can_be_had_again(desk: Any) -> None:
    editor, adopter = (
        {**key, "Idempotency-Key": "k"} for key in (await desk.editor(), await desk.adopter())
    )
    first, second = [
        await desk.client.post("/catalog/editions", json=NEW, headers=editor) for _ in range(2)
    ]
    assert (first.status_code, first.content, first.headers["etag"]) == (
        201,
        second.content,
        second.headers["etag"],
    )
    tag = {"If-Match": first.headers["etag"]}
    first, second = [
        await desk.client.post("/catalog/editions/2027/publish", json={}, headers=adopter | tag)
        for _ in range(2)
    ]
    assert first.status_code == 200, first.text
    assert (first.status_code, first.content, second.headers["idempotent-replayed"]) == (
        200,
        second.content,
        "true",
    )
    assert len(await told(desk)) == 2


async def test_adopted_it_is_current_frozen_and_told(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    links = [{"objective": "SO-07"}, {"objective": "SO-08", "rationale": WHY}]
    change = {"links": links, "addressees": ["CIM", "CIDH"], "title": {"en": {"text": "Amended"}}}
    assert (
        await desk.client.patch(f"{draft}/nodes/ACT-12", json=change, headers=key)
    ).status_code == 200
    tag = (await desk.client.get(draft, headers=key)).headers["etag"]
    body = {"resolution": "AG/RES. 1", "date": "2026-06-05"}
    answer = await desk.client.post(
        f"{draft}/publish?lang=fr", json=body, headers=adopter | {"If-Match": tag}
    )
    assert answer.status_code == 200, answer.text
    shapes.Edition.model_validate(answer.json())
    assert (
        answer.json().items()
        >= {
            "current": True,
            "published": True,
            "status": "adopted",
            "resolution": "AG/RES. 1",
            "date": "2026-06-05",
            "year": 2026,
            "in_force_from": "2026-06-05",
            "revision": 3,
        }.items()
    )
    read = await desk.client.get(f"{draft}?lang=fr")
    assert (read.json(), read.headers["etag"]) == (answer.json(), answer.headers["etag"])
    assert tag != answer.headers["etag"]
    event = (await told(desk))[-1]
    assert (event["edition"], event["current"], event["date"]) == ("2027", True, "2026-06-05")
    activity = next(activity for activity in event["activities"] if activity["code"] == "ACT-12")
    assert (activity["objectives"], activity["addressees"]) == (["SO-07", "SO-08"], ["CIM", "CIDH"])
    assert (await desk.get("/activities/ACT-12"))["objectives"] == ["SO-07", "SO-08"]
    assert (await desk.get("/activities/ACT-12", params={"edition": "2016-draft"}))[
        "objectives"
    ] == ["GO-2", "SO-07"]
    assert not (await desk.get("/editions/2016-draft"))["current"]
    frozen = await desk.client.patch(
        f"{draft}/nodes/ACT-12", json={"addressees": ["CIM"]}, headers=key
    )
    assert (frozen.status_code, frozen.json()["code"]) == (409, "frozen")
    history = (await desk.get("/history", params={"edition": "2027"}))["items"]
    assert [(line["change"], line["actor"]) for line in (history[0], history[-1])] == [
        ("published", "CAM"),
        ("begun", "SG"),
    ]


async def test_the_difference_says_what_the_new_edition_changed(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    new = {
        "code": "ACT-43",
        "kind": "activity",
        "number": 43,
        "section": "V.A",
        "addressees": ["OPS"],
        "strength": "promote",
        "replaces": ["ACT-20"],
        "title": {"en": {"text": "New"}},
        "summary": {"en": {"text": "Quite new."}},
        "links": [{"objective": "SO-01", "rationale": WHY}],
    }
    assert (await desk.client.post(f"{draft}/nodes", json=new, headers=key)).status_code == 201
    for code in ("ACT-20", "ACT-19"):
        assert (await desk.client.delete(f"{draft}/nodes/{code}", headers=key)).status_code == 204
    change = {"axes": ["development"], "links": [{"objective": "SO-07"}]}
    assert (
        await desk.client.patch(f"{draft}/nodes/ACT-12", json=change, headers=key)
    ).status_code == 200
    found = await desk.get("/editions/2016-draft/diff", params={"to": "2027"}, headers=key)
    shapes.Diff.model_validate(found)
    assert (found["added"], found["removed"]) == (["ACT-43"], ["ACT-19", "ACT-20"])
    changed = {line["code"]: line for line in found["changed"]}
    assert (
        changed["ACT-12"]["after"].items()
        >= {"axes": ["development"], "objectives": ["SO-07"]}.items()
    )
    assert changed["ACT-12"]["before"]["objectives"] == ["GO-2", "SO-07"]
    assert "ACT-12" not in changed["GO-2"]["after"]["activities"]
    mapping = {line["from"]: line["to"] for line in found["mapping"]}
    assert (mapping["ACT-12"], mapping["ACT-19"], mapping["ACT-20"]) == (["ACT-12"], [], ["ACT-43"])


async def test_what_is_not_complete_is_not_published(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    await desk.client.patch(f"{draft}/nodes/ACT-12", json={"links": []}, headers=key)
    for code in (await desk.get("/objectives/SO-06"))["activities"]:
        links = [
            {"objective": other}
            for other in (await desk.get(f"/activities/{code}"))["objectives"]
            if other != "SO-06"
        ]
        await desk.client.patch(f"{draft}/nodes/{code}", json={"links": links}, headers=key)
    answer = await desk.client.post(f"{draft}/publish", json={}, headers=adopter)
    assert answer.status_code == 422
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert {"/nodes/ACT-12/links", "/nodes/SO-06/activities"} <= set(pointers)
    assert (await desk.get("/programme"))["edition"]["id"] == "2016-draft"
    assert len(await told(desk)) == 1


async def test_the_order_of_decisions_of_a_publication(desk: Any) -> None:
    key, adopter, reader = (
        await desk.editor(),
        await desk.adopter(),
        await desk.key("reader", "reports:write"),
    )
    draft, no_match = await desk.draft(key), {"Authorization": adopter["Authorization"]}
    complete, unknown = f"{draft}/publish", "/catalog/editions/1999/publish"
    published = "/catalog/editions/2016-draft/publish"
    await desk.client.patch(f"{draft}/nodes/ACT-12", json={"links": []}, headers=key)
    for path, headers, body, status in (
        (unknown, {}, b"", 401),
        (unknown, adopter, b"", 404),
        (complete, reader, b"", 404),
        (complete, key, b"{", 403),
        (published, key, b"{", 403),
        (complete, no_match, b"{", 428),
        (complete, {**adopter, "If-Match": '"x"'}, b"{", 412),
        (published, adopter, b"{", 409),
        (complete, adopter, b"{", 400),
        (complete, adopter, b'{"date":"2999-01-01"}', 422),
        (complete, adopter, b'{"date":"2016-04-18"}', 422),
        (complete, adopter, b'{"status":"king"}', 422),
        (complete, {**adopter, "Content-Type": "text/plain"}, b"{}", 415),
        (complete, adopter, b"", 422),
    ):
        sent = {"Content-Type": "application/json", **headers}
        answer = await desk.client.post(path, content=body, headers=sent)
        assert answer.status_code == status, (path, body, answer.text)


async def test_of_two_publications_one_wins(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    drafts = [await desk.draft(key, code) for code in ("one", "two")]
    same = await asyncio.gather(
        *(desk.client.post(f"{drafts[0]}/publish", headers=adopter) for _ in range(2))
    )
    assert sorted(answer.status_code for answer in same) in ([200, 409], [200, 412])
    late = await desk.client.post(f"{drafts[1]}/publish", headers=adopter)
    assert (late.status_code, late.json()["code"], late.json()["current"]) == (
        409,
        "superseded",
        "one",
    )
    assert [event["edition"] for event in await told(desk)] == ["2016-draft", "one"]
    third = await desk.draft(key, "three", base="one")
    assert (await desk.client.post(f"{third}/publish", headers=adopter)).status_code == 200


async def test_of_two_drafts_published_at_once_one_wins(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    drafts = [await desk.draft(key, code) for code in ("one", "two")]
    answers = await asyncio.gather(
        *(desk.client.post(f"{draft}/publish", headers=adopter) for draft in drafts)
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 412])
    assert sum(edition["current"] for edition in (await desk.get("/editions"))["items"]) == 1


async def test_what_was_read_is_what_is_published(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    tag = (await desk.client.get(draft, headers=adopter)).headers["etag"]
    await desk.client.patch(
        f"{draft}/nodes/ACT-12", json={"links": [{"objective": "SO-07"}]}, headers=key
    )
    assert (
        await desk.client.post(f"{draft}/publish", headers=adopter | {"If-Match": tag})
    ).status_code == 412


async def test_an_edit_during_a_publication_is_in_it_or_refused(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    edit = desk.client.patch(
        f"{draft}/nodes/ACT-12", json={"links": [{"objective": "SO-07"}]}, headers=key
    )
    edited, published = await asyncio.gather(
        edit, desk.client.post(f"{draft}/publish", headers=adopter)
    )
    assert (edited.status_code, published.status_code) in ((200, 412), (200, 200), (409, 200))
    if published.status_code == 200:
        activity = next(
            activity
            for activity in (await told(desk))[-1]["activities"]
            if activity["code"] == "ACT-12"
        )
        assert activity["objectives"] == (
            ["SO-07"] if edited.status_code == 200 else ["GO-2", "SO-07"]
        )
