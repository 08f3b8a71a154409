"""Of a published edition titles and summaries may change, its structure may not; of a draft
everything may, and nodes come and go.
"""

import asyncio
from typing import Any

import pytest

from services.catalog.schemas import answers as shapes

PATH = "/catalog/editions/2016-draft/nodes/ACT-12"
NONE = {lang: {"provenance": "missing"} for lang in ("en", "pt", "fr")}
NEW = {
    "code": "ACT-43",
    "kind": "activity",
    "number": 43,
    "section": "V.B",
    "addressees": ["STATES"],
    "optional": True,
    "strength": "promote",
    "title": {"es": {"text": "Nueva"}, **NONE},
    "summary": {"es": {"text": "Una nueva."}, **NONE},
    "links": [{"objective": "SO-07", "rationale": {"es": {"text": "Porque sí."}, **NONE}}],
}
BODY = {"title": {"pt": {"text": "Pesquisar a migração feminina", "provenance": "machine"}}}


async def test_a_title_changes_and_says_so(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit", actor="CAM")
    read = await desk.client.get("/catalog/activities/ACT-12?lang=pt")
    answer = await desk.client.patch(
        f"{PATH}?lang=pt", json=BODY, headers={**key, "If-Match": read.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["title"] == BODY["title"]["pt"]["text"]
    assert answer.json()["texts"]["title"] == {"lang": "pt", "provenance": "machine"}
    after = await desk.client.get("/catalog/nodes/ACT-12?lang=pt")
    assert after.headers["etag"] == answer.headers["etag"] != read.headers["etag"]
    change = (await desk.get("/history"))["items"][0]
    assert (change["code"], change["field"], change["lang"], change["actor"]) == (
        "ACT-12",
        "title",
        "pt",
        "CAM",
    )
    assert change["before"]["text"] == read.json()["title"]
    assert [
        item["code"] for item in (await desk.get("/activities", params={"q": "feminina"}))["items"]
    ] == ["ACT-12"]
    again = await desk.client.patch(
        PATH, json=BODY, headers={**key, "If-Match": read.headers["etag"]}
    )
    assert again.status_code == 412


async def test_the_tag_of_any_language_matches(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit")
    tag = (await desk.client.get("/catalog/nodes/ACT-12?lang=fr")).headers["etag"]
    assert (
        await desk.client.patch(f"{PATH}?lang=es", json=BODY, headers={**key, "If-Match": tag})
    ).status_code == 200
    assert (
        await desk.client.patch(PATH, json=BODY, headers={**key, "If-Match": "*"})
    ).status_code == 200


async def test_the_order_of_decisions(desk: Any) -> None:
    key, other = (
        await desk.key("editor", "programme:edit"),
        await desk.key("reader", "reports:write"),
    )
    any_ = {"If-Match": "*"}
    unknown = PATH.replace("ACT-12", "ACT-99")
    for path, headers, body, status in (
        (unknown, {}, b"", 401),
        (unknown, other, b"", 404),
        (PATH, other, b"", 403),
        (PATH, key, b"{", 428),
        (PATH, {**key, "If-Match": '"x"'}, b"{", 412),
        (PATH, {**key, **any_}, b"{", 400),
        (PATH, {**key, **any_}, b"{}", 422),
        (PATH, {**key, **any_}, b'{"addressees":["SG"],"nonsense":1}', 409),
        (PATH, {**key, **any_}, b'{"nonsense":1}', 422),
        (PATH, {**key, **any_}, b'{"title":{"de":{"text":"x"}}}', 422),
        (PATH, {**key, **any_}, b'{"title":{"en":{"text":" "}}}', 422),
        (PATH, {**key, **any_}, b'{"title":{"en":{"text":"x","provenance":"official"}}}', 422),
    ):
        sent = {"Content-Type": "application/json", **headers}
        answer = await desk.client.patch(path, content=body, headers=sent)
        assert answer.status_code == status, (path, body, answer.text)
    assert len((await desk.get("/history"))["items"]) == 2


async def test_frozen_is_named(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit")
    key["If-Match"] = "*"
    answer = await desk.client.patch(
        PATH,
        json={"addressees": ["SG"], "objectives": [], "links": [], "fingerprints": {}},
        headers=key,
    )
    assert (answer.json()["code"], answer.json()["fields"]) == (
        "frozen",
        ["addressees", "objectives", "links", "fingerprints"],
    )
    assert (
        await desk.client.post("/catalog/editions/2016-draft/nodes", json=NEW, headers=key)
    ).json()["code"] == "frozen"
    assert (await desk.client.delete(PATH, headers=key)).json()["code"] == "frozen"


async def test_of_two_at_once_one_is_late(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    answers = await asyncio.gather(
        *(desk.client.patch(PATH, json=BODY, headers=key) for _ in range(2))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


AMENDED = {
    "title": {"en": {"text": "Amended"}},
    "number": 77,
    "section": "V.B",
    "addressees": ["STATES", "CIM"],
    "optional": True,
    "strength": "promote",
    "conditions": ["as_appropriate"],
    "axes": [],
    "themes": ["trafficking"],
    "links": [{"objective": "SO-07"}],
    "fingerprints": {"es": "0" * 64},
    "replaces": ["ACT-13"],
}


async def test_everything_of_a_draft_may_change(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    read = await desk.client.get("/catalog/nodes/ACT-12?edition=2027&lang=en", headers=key)
    body = AMENDED
    answer = await desk.client.patch(
        f"{draft}/nodes/ACT-12?lang=en", json=body, headers=key | {"If-Match": read.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    after = answer.json()
    shapes.Node.model_validate(after)
    for name in (
        "number",
        "section",
        "addressees",
        "optional",
        "strength",
        "conditions",
        "axes",
        "themes",
        "replaces",
    ):
        assert after[name] == body[name], name
    assert (after["title"], after["objectives"], after["official"]) == (
        "Amended",
        ["SO-07"],
        {"lang": "es", "text": None, "sha256": "0" * 64, "status": "missing", "line": None},
    )
    again = await desk.client.get("/catalog/nodes/ACT-12?edition=2027&lang=en", headers=key)
    assert (again.json(), again.headers["etag"]) == (after, answer.headers["etag"])
    assert (await desk.get("/editions/2027", headers=key))["text_languages"] == ["es", "fr"]
    late = await desk.client.patch(
        f"{draft}/nodes/ACT-12", json=body, headers=key | {"If-Match": read.headers["etag"]}
    )
    assert late.status_code == 412
    fields = {
        line["field"]
        for line in (await desk.get("/history", params={"edition": "2027"}, headers=key))["items"]
    }
    assert {"title", "addressees", "axes"} <= fields
    assert (await desk.get("/nodes/ACT-12"))["addressees"] == ["CIM"]


@pytest.mark.parametrize(
    ("code", "change", "pointer", "problem"),
    [
        ("ACT-12", {"addressees": ["NOBODY"]}, "/addressees/0", "unknown_code"),
        ("ACT-12", {"addressees": []}, "/addressees", "required"),
        ("ACT-12", {"section": "IX"}, "/section", "unknown_code"),
        ("ACT-12", {"themes": ["colour"]}, "/themes/0", "unknown_code"),
        ("ACT-12", {"links": [{"objective": "SO-01"}]}, "/links/0/rationale", "required"),
        ("ACT-12", {"number": 1}, "/number", "repeated"),
        ("ACT-12", {"links": [{"objective": "ACT-01"}]}, "/links/0/objective", "unknown_code"),
        ("SO-01", {"links": []}, "/links", "not_an_activity"),
        ("ACT-12", {"fingerprints": {"fr": "x"}}, "/fingerprints/fr", "wrong_form"),
        ("ACT-12", {"objectives": []}, "/objectives", "unknown_field"),
        ("ACT-12", {"replaces": ["ACT-12"]}, "/replaces/0", "unknown_code"),
        ("ACT-12", {}, "", None),
    ],
)
async def test_what_a_draft_cannot_say(
    desk: Any, code: str, change: dict[str, Any], pointer: str, problem: str | None
) -> None:
    key = await desk.editor()
    answer = await desk.client.patch(
        f"{await desk.draft(key)}/nodes/{code}", json=change, headers=key
    )
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert error["pointer"] == pointer
    assert problem in (None, error["code"])


async def test_a_node_comes_and_goes(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    answer = await desk.client.post(f"{draft}/nodes?lang=es", json=NEW, headers=key)
    assert (answer.status_code, answer.headers["location"]) == (
        201,
        "/catalog/nodes/ACT-43?edition=2027",
    )
    shapes.Node.model_validate(answer.json())
    assert answer.json()["source"] == {"line": None}
    read = await desk.client.get(f"{answer.headers['location']}&lang=es", headers=key)
    assert (read.json(), read.headers["etag"]) == (answer.json(), answer.headers["etag"])
    listed = await desk.get("/activities", params={"edition": "2027", "limit": 500}, headers=key)
    assert [item["code"] for item in listed["items"]] == [f"ACT-{n:02}" for n in range(1, 44)]
    assert (await desk.client.post(f"{draft}/nodes", json=NEW, headers=key)).json()[
        "code"
    ] == "exists"
    path = f"{draft}/nodes/ACT-43"
    bare = {"Authorization": key["Authorization"]}
    for headers, status in (
        (bare, 428),
        ({**bare, "If-Match": '"x"'}, 412),
        ({**bare, "If-Match": answer.headers["etag"]}, 204),
        (key, 404),
    ):
        gone = await desk.client.delete(path, headers=headers)
        assert gone.status_code == status, gone.text
    assert gone.headers["content-type"] == "application/problem+json"
    links = await desk.get("/links", params={"edition": "2027", "limit": 500}, headers=key)
    assert not [link for link in links["items"] if link["activity"] == "ACT-43"]


async def test_a_code_is_not_given_twice(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    await desk.client.post(f"{draft}/nodes", json=NEW, headers=key)
    assert (await desk.client.delete(f"{draft}/nodes/ACT-42", headers=key)).status_code == 204
    back = await desk.client.post(
        f"{draft}/nodes", json={**NEW, "code": "ACT-42", "number": 42}, headers=key
    )
    assert back.status_code == 201, back.text
    assert (await desk.client.delete(f"{draft}/nodes/ACT-42", headers=key)).status_code == 204
    assert (await desk.client.post(f"{draft}/publish", headers=adopter)).status_code == 200
    later, other = [
        await desk.draft(key, code, base)
        for code, base in (("later", "2027"), ("other", "2016-draft"))
    ]
    for path, code in ((later, "ACT-42"), (other, "ACT-43")):
        taken = await desk.client.post(
            f"{path}/nodes", json={**NEW, "code": code, "number": 50}, headers=key
        )
        assert (taken.status_code, taken.json()["code"]) == (409, "exists")


@pytest.mark.parametrize(
    ("change", "pointer", "problem"),
    [
        ({"code": "ACT-431"}, "/code", "wrong_form"),
        ({"kind": "section"}, "/kind", "unknown_code"),
        ({"addressees": []}, "/addressees", "required"),
        ({"title": {}}, "/title", "too_few"),
        ({"strength": "king"}, "/strength", "unknown_code"),
        ({"number": 42}, "/number", "repeated"),
        ({"links": [{"objective": "SO-07"}]}, "/links/0/rationale", "required"),
        ({"title": {"es": {"provenance": "missing"}}}, "/title", "required"),
        ({"title": {"es": {}}}, "/title/es", "required"),
        ({"title": {"es": {"text": "x", "provenance": "missing"}}}, "/title/es", "required"),
        ({"line": 3}, "/line", "unknown_field"),
    ],
)
async def test_what_no_new_node_can_be(
    desk: Any, change: dict[str, Any], pointer: str, problem: str
) -> None:
    key = await desk.editor()
    answer = await desk.client.post(
        f"{await desk.draft(key)}/nodes", json={**NEW, **change}, headers=key
    )
    assert answer.status_code == 422, answer.text
    assert (pointer, problem) in [
        (error["pointer"], error["code"]) for error in answer.json()["errors"]
    ]


async def test_edits_of_different_nodes_at_once_all_hold(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    codes = [f"ACT-{n:02}" for n in range(1, 7)]
    answers = await asyncio.gather(
        *(
            desk.client.patch(f"{draft}/nodes/{code}", json={"axes": ["development"]}, headers=key)
            for code in codes
        )
    )
    assert [answer.status_code for answer in answers] == [200] * 6
    assert all(
        [
            (await desk.get(f"/nodes/{code}", params={"edition": "2027"}, headers=key))["axes"]
            == ["development"]
            for code in codes
        ]
    )
    assert (await desk.get("/editions/2027", headers=key))["revision"] == 7
    seen = key | {
        "If-Match": (
            await desk.client.get("/catalog/nodes/ACT-12?edition=2027", headers=key)
        ).headers["etag"]
    }
    same = await asyncio.gather(
        *(desk.client.patch(f"{draft}/nodes/ACT-12", json=BODY, headers=seen) for _ in range(2))
    )
    assert sorted(answer.status_code for answer in same) == [200, 412]


async def test_a_link_to_what_goes_at_the_same_time_leads_nowhere(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    link = {"links": [{"objective": "SO-01", "rationale": {"en": {"text": "x"}}}]}
    linked, gone = await asyncio.gather(
        desk.client.patch(f"{draft}/nodes/ACT-12", json=link, headers=key),
        desk.client.delete(f"{draft}/nodes/SO-01", headers=key),
    )
    assert (linked.status_code, gone.status_code) in ((200, 204), (422, 204))
    assert (
        "SO-01"
        not in (await desk.get("/nodes/ACT-12", params={"edition": "2027"}, headers=key))[
            "objectives"
        ]
    )


async def test_an_edition_made_here_may_still_get_fingerprints(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    draft = await desk.draft(key)
    assert (await desk.client.post(f"{draft}/publish", headers=adopter)).status_code == 200
    held = (await desk.get("/nodes/ACT-12"))["official"]["sha256"]
    for marks, status in (
        ({"fr": held, "es": "1" * 64}, 200),
        ({"fr": held}, 409),
        ({"fr": "2" * 64, "es": "1" * 64}, 409),
        ([], 409),
    ):
        answer = await desk.client.patch(
            f"{draft}/nodes/ACT-12", json={"fingerprints": marks}, headers=key
        )
        assert answer.status_code == status, answer.text
    assert (await desk.get("/editions/2027"))["text_languages"] == ["es", "fr"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\u2003\u200b", "blank"),
        ("", "blank"),
        ("a\u202eb", "unreadable_character"),
        ("a\u0000b", "unreadable_character"),
    ],
)
async def test_a_text_can_be_read(desk: Any, text: str, problem: str) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    for name in ("title", "summary"):
        answer = await desk.client.patch(PATH, json={name: {"en": {"text": text}}}, headers=key)
        assert (answer.status_code, answer.json()["errors"][0]) == (
            422,
            answer.json()["errors"][0] | {"pointer": f"/{name}/en/text", "code": problem},
        )


async def test_a_text_is_kept_in_one_form(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    body = {"title": {"pt": {"text": "Migrac\u0327a\u0303o"}}}
    assert (await desk.client.patch(PATH, json=body, headers=key)).status_code == 200
    read = await desk.get("/nodes/ACT-12", params={"lang": "pt"})
    assert read["title"] == "Migra\u00e7\u00e3o"
