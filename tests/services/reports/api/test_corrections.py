"""A correction on its way: until it is published, no byte of a public answer changes but the growth
of the ledger, whose new entries name nothing.
"""

from collections.abc import AsyncIterator
from typing import Any

from tests.services.reports.conftest import Desk, body

EVIDENCE = [{"url": "https://example.org/x", "title": "Estudio", "access": "public"}]
FILTERS = (
    "",
    "?kind=implementation",
    "?reporter=CIM",
    "?reporter=COL",
    "?reporter=MEX",
    "?activity=ACT-12",
    "?activity=ACT-06",
    "?objective=GO-1",
    "?objective=SO-04",
    "?year=2022",
    "?year=2020",
    *(f"?state={state}" for state in ("draft", "submitted", "returned", "accepted", "published")),
    "?q=educacion",
    "?q=corregido",
    "?updated_after=2016-01-01T00:00:00Z",
    "?limit=1",
    "?waiting=me",
)
PARTS = ("", "/history", "/revisions", "/comments", "?revision=1", "?revision=2", "?as_of=6")


async def seen(desk: Desk, who: str | None, id_: str, since: str) -> dict[str, Any]:
    """Every answer of reports about a submission to an outsider: status, ETag and bytes."""
    later = [f"/submissions?updated_after={since}"]
    lists = [f"/submissions{wanted}" for wanted in FILTERS if who or "waiting" not in wanted]
    answers = {}
    for path in [*(f"/submissions/{id_}{part}" for part in PARTS), *lists, *later]:
        answer = await desk.ask(who, "GET", path)
        answers[path] = (answer.status_code, answer.headers.get("etag"), answer.content)
    second = (await desk.ask(who, "GET", "/submissions?limit=1")).json()["next"]
    answers["second page"] = second and (await desk.ask(who, "GET", second[8:])).content
    return answers


async def ledger(desk: Desk, who: str | None) -> list[Any]:
    await desk.settled()
    items = (await desk.ask(who, "GET", "/ledger?limit=500")).json()["items"]
    for item in items:
        entry = await desk.ask(who, "GET", f"/ledger/{item['position']}")
        item["entry"] = (entry.status_code, entry.content if entry.status_code == 200 else None)
    return list(items)


async def unpublished_steps(desk: Desk, id_: str) -> AsyncIterator[str]:
    """Take a correction through every step that ends before a publication."""
    path = f"/submissions/{id_}"
    changed = body(activity="ACT-12", year=2020) | {
        "title": "Informe corregido",
        "joint_reporters": ["COL", "MEX"],
    }
    for who, action in (
        ("CIM", "revise"),
        ("CIM", "save"),
        ("CIM", "submit"),
        ("MEX", "confirm"),
        ("SG", "comment"),
        ("SG", "start_review"),
        ("SG", "return"),
        ("CIM", "save"),
        ("CIM", "submit"),
        ("MEX", "confirm"),
        ("MEX", "take back"),
        ("SG", "start_review"),
        ("SG", "accept"),
        ("SG", "return"),
        ("CIM", "discard"),
    ):
        if action == "save":
            answer = await desk.ask(who, "PUT", path, changed, If_Match="*")
        elif action in ("confirm", "take back"):
            method = "PUT" if action == "confirm" else "DELETE"
            answer = await desk.ask(who, method, f"{path}/confirmation", If_Match="*")
        elif action == "comment":
            answer = await desk.ask(who, "POST", f"{path}/comments", {"text": "¿Qué universidad?"})
        else:
            answer = await desk.act(who, id_, action, comment="por qué")
        assert answer.status_code in (200, 201), (action, answer.text)
        yield action


async def test_no_unpublished_step_shows_outside(desk: Desk) -> None:
    id_ = await desk.draft(joint_reporters=["COL"], evidence=EVIDENCE)
    await desk.act("CIM", id_, "submit")
    await desk.ask("COL", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    for action in ("start_review", "accept", "publish"):
        await desk.act("SG", id_, action)
    await desk.published()
    outsiders = (None, "ILO")
    since = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["updated_at"]
    told = {who: await ledger(desk, who) for who in outsiders}
    before = {who: await seen(desk, who, id_, since) for who in outsiders}
    async for step in unpublished_steps(desk, id_):
        for who in outsiders:
            now = await seen(desk, who, id_, since)
            assert {path for path in now if now[path] != before[who][path]} == set(), (step, who)
            grown = await ledger(desk, who)
            assert grown[: len(told[who])] == told[who], step
            for item in grown[len(told[who]) :]:
                nothing = (item["type"], item["subject"], item["revision"], item["entry"][0])
                assert nothing == (None, None, None, 404), (step, item)


async def test_what_is_published_at_last_tells_how_it_came(desk: Desk) -> None:
    id_ = await desk.published()
    before = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    await desk.act("CIM", id_, "revise")
    await desk.publish("CIM", id_)
    after = await desk.ask(None, "GET", f"/submissions/{id_}")
    assert after.json()["updated_at"] > before["updated_at"]
    steps = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [(step["action"], step["revision"]) for step in steps] == [
        ("submit", 1),
        ("publish", 1),
        ("submit", 2),
        ("publish", 2),
    ]
    types = [item["type"] for item in await ledger(desk, None) if item["subject"] == id_]
    assert types == ["reports.submission_submitted", "reports.submission_published"] * 2


async def test_a_step_that_the_public_sees_says_nothing_of_a_correction(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    await desk.act("CIM", id_, "revise")
    await desk.ask("COL", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    await desk.act("SG", id_, "withhold", comment="por revisar")
    await desk.act("SG", id_, "release")
    steps = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [(step["action"], step["to_state"], step["revision"]) for step in steps[2:]] == [
        ("confirm", "published", 1),
        ("withhold", "withheld", 1),
        ("release", "published", 1),
    ]
    items = [item for item in await ledger(desk, None) if item["subject"] == id_]
    assert [item["revision"] for item in items] == [1] * 5
    assert all(b"draft" not in (item["entry"][1] or b"").split(b"edition")[0] for item in items)


async def test_what_the_public_sees_change_moves_it_in_the_lists(desk: Desk) -> None:
    first = await desk.published(joint_reporters=["COL"])
    second = await desk.published()

    async def order() -> list[str]:
        items = (await desk.ask(None, "GET", "/submissions")).json()["items"]
        assert [item["updated_at"] for item in items] == sorted(
            (item["updated_at"] for item in items), reverse=True
        )
        return [item["id"] for item in items]

    assert await order() == [second, first]
    tag = (await desk.ask(None, "GET", f"/submissions/{first}")).headers["etag"]
    await desk.ask("COL", "PUT", f"/submissions/{first}/confirmation", If_Match="*")
    assert await order() == [first, second]
    assert (await desk.ask(None, "GET", f"/submissions/{first}")).headers["etag"] != tag


async def test_a_state_named_in_an_unsubmitted_correction_has_no_part_in_it(desk: Desk) -> None:
    id_ = await desk.published()
    path = f"/submissions/{id_}"
    await desk.act("CIM", id_, "revise")
    named = body() | {"joint_reporters": ["MEX"]}
    assert (await desk.ask("CIM", "PUT", path, named, If_Match="*")).status_code == 200
    assert (await desk.ask("MEX", "GET", f"{path}/comments")).status_code == 403
    written = await desk.ask("MEX", "POST", f"{path}/comments", {"text": "Hola"})
    assert written.status_code == 403
    for method in ("PUT", "DELETE"):  # 403 comes before 428: nothing tells that it is named
        assert (await desk.ask("MEX", method, f"{path}/confirmation")).status_code == 403
    assert (await desk.ask("MEX", "GET", "/submissions?waiting=me")).json()["items"] == []
    await desk.act("CIM", id_, "submit")
    assert (await desk.ask("MEX", "GET", f"{path}/comments")).status_code == 200
    assert len((await desk.ask("MEX", "GET", "/submissions?waiting=me")).json()["items"]) == 1


async def test_a_named_state_is_still_asked_while_a_correction_is_written(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    waiting = await desk.ask("COL", "GET", "/submissions?waiting=me")
    assert [item["id"] for item in waiting.json()["items"]] == [id_]
    await desk.act("CIM", id_, "revise")
    assert (await desk.ask("COL", "GET", "/submissions?waiting=me")).content == waiting.content


async def test_a_draft_withdrawn_before_it_was_submitted_stays_its_reporters(desk: Desk) -> None:
    never, once = await desk.draft(), await desk.draft()
    await desk.act("CIM", once, "submit")
    for id_ in (never, once):
        assert (await desk.act("CIM", id_, "withdraw")).status_code == 200
    for who, expected in (("CIM", {never, once}), ("SG", {once}), ("reviewer", {once})):
        for id_ in (never, once):
            answer = await desk.ask(who, "GET", f"/submissions/{id_}")
            assert answer.status_code == (200 if id_ in expected else 404), who
        listed = (await desk.ask(who, "GET", "/submissions?state=withdrawn")).json()["items"]
        assert {item["id"] for item in listed} == expected, who
