"""Revisions, history and comments, and who sees what of them."""

import pytest

from services.reports.store import reading
from tests.services.reports.conftest import Desk, body


async def test_history_has_every_step_with_its_position_once_given(desk: Desk) -> None:
    id_ = await desk.published()
    steps = (await desk.ask("CIM", "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [step["position"] for step in steps] == [None] * 5
    await desk.settled()
    steps = (await desk.ask("CIM", "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [(step["action"], step["position"]) for step in steps] == [
        ("draft", 2),
        ("submit", 3),
        ("start_review", 4),
        ("accept", 5),
        ("publish", 6),
    ]
    public = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [step["action"] for step in public] == ["submit", "publish"]
    assert all("key_id" not in step and "comment" not in step for step in public)


async def test_revisions_show_the_public_what_was_published(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.act("CIM", id_, "revise")
    await desk.act("CIM", id_, "discard")
    again = await desk.act("CIM", id_, "revise")
    assert again.json()["revision"] == 3
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(year=2020), If_Match="*")
    own = (await desk.ask("CIM", "GET", f"/submissions/{id_}/revisions")).json()["items"]
    assert [(r["revision"], r["state"]) for r in own] == [
        (1, "published"),
        (2, "discarded"),
        (3, "draft"),
    ]
    public = (await desk.ask(None, "GET", f"/submissions/{id_}/revisions")).json()["items"]
    assert [r["revision"] for r in public] == [1]


async def test_a_comment_says_something(desk: Desk) -> None:
    id_ = await desk.draft()
    for text, code in (("", "blank"), (" \u200b", "blank"), ("a\x07", "unreadable_character")):
        refused = await desk.ask("CIM", "POST", f"/submissions/{id_}/comments", {"text": text})
        error = refused.json()["errors"][0]
        assert (refused.status_code, error["pointer"], error["code"]) == (422, "/text", code)


async def test_comments_stay_inside_and_change_no_etag(desk: Desk) -> None:
    id_ = await desk.draft(joint_reporters=["COL"])
    await desk.act("CIM", id_, "submit")
    before = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"]
    for who in ("CIM", "SG", "COL"):
        assert (
            await desk.ask(who, "POST", f"/submissions/{id_}/comments", {"text": f"dice {who}"})
        ).status_code == 201
    assert (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"] == before
    steps = (await desk.ask("SG", "GET", f"/submissions/{id_}/history")).json()["items"]
    comments = [step for step in steps if step["action"] == "comment"]
    assert [(step["actor"], step["position"]) for step in comments] == [
        ("CIM", None),
        ("SG", None),
        ("COL", None),
    ]
    said = (await desk.ask("SG", "GET", f"/submissions/{id_}/comments")).json()["items"]
    assert [comment["actor"] for comment in said] == ["CIM", "SG", "COL"]
    assert (await desk.ask(None, "GET", f"/submissions/{id_}/comments")).status_code == 401
    assert (await desk.ask("MEX", "GET", f"/submissions/{id_}/comments")).status_code == 404


async def revised(desk: Desk, times: int, **payload: str) -> str:
    """A submission that was published and revised so many times."""
    id_ = await desk.published(**body(**payload))
    for _ in range(times):
        await desk.act("CIM", id_, "revise")
        await desk.publish("CIM", id_)
    return id_


async def numbers(desk: Desk, who: str | None, path: str | None) -> list[list[int]]:
    """The revisions of each page."""
    pages = []
    while path:
        answer = await desk.ask(who, "GET", path.removeprefix("/reports"))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        pages.append([item["revision"] for item in page["items"]])
        assert answer.headers.get("link") == (
            f'<{page["next"]}>; rel="next"' if page["next"] else None
        )
        path = page["next"]
    return pages


async def test_revisions_have_pages(desk: Desk) -> None:
    id_ = await revised(desk, 4)
    await desk.act("CIM", id_, "revise")
    path = f"/submissions/{id_}/revisions"
    assert await numbers(desk, None, f"{path}?limit=2") == [[1, 2], [3, 4], [5]]
    assert await numbers(desk, "CIM", f"{path}?limit=3") == [[1, 2, 3], [4, 5, 6]]
    assert await numbers(desk, None, path) == [[1, 2, 3, 4, 5]]
    assert (await desk.ask(None, "GET", f"{path}?cursor=x")).status_code == 400
    assert (await desk.ask(None, "GET", f"{path}?limit=501")).status_code == 422


async def test_a_page_of_long_texts_ends_early(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_TEXT", 6_000)
    id_ = await revised(desk, 2, carried_out="a" * 2_500)
    path = f"/submissions/{id_}/revisions"
    assert await numbers(desk, None, path) == [[1, 2], [3]]
    monkeypatch.setattr(reading, "MOST_TEXT", 1)
    assert await numbers(desk, None, path) == [[1], [2], [3]]
    for _ in range(2):
        await desk.draft()
    assert await numbers(desk, "CIM", "/submissions") == [[1], [1], [3]]
    assert await numbers(desk, "CIM", "/submissions?q=carried+nothing") == [[]]


async def test_a_page_without_anything_is_empty(desk: Desk) -> None:
    assert await numbers(desk, "CIM", "/submissions") == [[]]


async def test_every_201_and_every_transition_stands_in_the_ledger(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    path = f"/submissions/{id_}"
    said = await desk.ask("COL", "POST", f"{path}/comments", {"text": "Gracias"})
    assert said.status_code == 201
    await desk.settled()
    items = (await desk.ask("CIM", "GET", "/ledger?limit=500")).json()["items"]
    assert [item["type"].rpartition("_")[2] for item in items] == [
        *("noted", "drafted", "submitted", "started", "accepted", "published"),
        "made",
    ]
    entry = (await desk.ask("COL", "GET", f"/ledger/{len(items)}")).json()
    assert entry["data"] == {"submission": id_, "comment": said.json()["id"]}
    assert (await desk.ask(None, "GET", f"/ledger/{len(items)}")).status_code == 404
    public = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    assert (public["type"], public["subject"], public["revision"]) == (None, None, None)


async def test_what_says_nothing_is_refused(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    path = f"/submissions/{id_}"
    for text in ("", " ", "\t\n", "\u00a0\u2003"):
        answer = await desk.ask("CIM", "POST", f"{path}/comments", {"text": text})
        assert answer.status_code == 422
        assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/text", "blank")]
    for method in ("PUT", "DELETE"):
        confirmation = f"{path}/confirmation"
        unknown = await desk.ask("COL", method, confirmation, {"actor": "MEX"}, If_Match="*")
        assert unknown.status_code == 422
        assert unknown.json()["errors"][0]["pointer"] == "/actor"
        assert (await desk.ask("COL", method, confirmation, {}, If_Match="*")).status_code == 200
    withheld = await desk.act("SG", id_, "withhold", comment=" \u2003 ")
    assert withheld.json()["errors"] == [
        {"pointer": "/comment", "code": "blank", "detail": withheld.json()["errors"][0]["detail"]}
    ]


async def test_who_reads_a_revision_under_way_reads_it_by_its_number(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    path = f"/submissions/{id_}?revision=2"
    await desk.act("CIM", id_, "revise")
    for who, status in (("CIM", 200), ("SG", 404), ("COL", 404), (None, 404)):
        assert (await desk.ask(who, "GET", path)).status_code == status, who
    await desk.act("CIM", id_, "submit")
    for who, status in (("CIM", 200), ("SG", 200), ("COL", 200), ("MEX", 404), (None, 404)):
        assert (await desk.ask(who, "GET", path)).status_code == status, who
