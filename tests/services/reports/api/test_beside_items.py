"""What a list of submissions tells beside each: what the own address, the history and the
statements of it tell the same caller, and nothing that these refuse.
"""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from services.reports.store import reading
from tests.services.reports.api.test_statements import assessed, recommended, says
from tests.services.reports.conftest import Desk

CALLERS = (None, "CIM", "COL", "MEX", "SG", "EXPERTS", "reviewer", "nameless")
ALL = "etag,step,statements"


async def various(desk: Desk) -> None:
    """Submissions in every state, among them two that look alike, a correction under way, one that
    waits for a joint reporter, and two with statements beside them.
    """
    for steps in ((), ("submit",), ("submit", "start_review"), ("submit", "withdraw")):
        id_ = await desk.draft(joint_reporters=["COL"])
        for action in steps:
            who = "SG" if action == "start_review" else "CIM"
            assert (await desk.act(who, id_, action)).status_code == 200
    corrected = await desk.published()
    await desk.act("CIM", corrected, "revise")
    hidden = await desk.published()
    await desk.act("SG", hidden, "withhold", comment="Nombra a una persona.")
    shown = await desk.published("COL")
    await desk.act("SG", shown, "withhold", comment="Por error.")
    await desk.act("SG", shown, "release")
    await says(desk, "CIM", await assessed(desk), "reply")
    followed = await recommended(desk, "CIM")
    for status in ("under_way", "implemented"):
        await says(desk, "CIM", followed, "follow_up", status=status)
    said = (await desk.ask(None, "GET", f"/submissions/{followed}/statements")).json()["items"]
    await desk.ask("CIM", "DELETE", f"/submissions/{followed}/statements/{said[0]['id']}")
    await desk.settled()


async def items(desk: Desk, who: str | None, query: str) -> list[dict[str, Any]]:
    answer = await desk.ask(who, "GET", f"/submissions?limit=100{query}")
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()["items"]
    return listed


@pytest.mark.parametrize("who", CALLERS)
async def test_each_tells_what_its_own_operations_tell(desk: Desk, who: str | None) -> None:
    await various(desk)
    plain = await items(desk, who, "")
    told = await items(desk, who, f"&beside={ALL}")
    beside = [one.pop("beside") for one in told]
    assert told == plain
    assert len(told) >= 6
    for one, each in zip(told, beside, strict=True):
        path = f"/submissions/{one['id']}"
        own = await desk.ask(who, "GET", path)
        assert each["etag"] == own.headers["etag"]
        steps = (await desk.ask(who, "GET", f"{path}/history?limit=500")).json()["items"]
        moves = [step for step in steps if step["action"] in reading.MOVES]
        led = [step for step in moves if step["to_state"] == one["state"]]
        assert each["step"] == (led[-1] if led else None), (one["state"], steps)
        said = (await desk.ask(who, "GET", f"{path}/statements")).json()["items"]
        assert each["statements"] == said


async def test_why_something_is_withheld_is_for_who_reads_its_history(desk: Desk) -> None:
    await various(desk)
    for who in ("SG", "reviewer", "CIM"):
        [one] = await items(desk, who, "&state=withheld&beside=step")
        assert one["beside"]["step"]["comment"] == "Nombra a una persona."
        assert one["beside"].keys() == {"step"}
    for who in (None, "COL", "MEX"):
        assert await items(desk, who, "&state=withheld&beside=step") == []
        released = await items(desk, who, "&reporter=COL&state=published&beside=step")
        [step] = [one["beside"]["step"] for one in released]
        assert step["action"] == "release"
        assert ("key_id" in step) == (who == "COL")


async def test_a_joint_reporter_does_not_learn_of_a_review(desk: Desk) -> None:
    await various(desk)
    for one in await items(desk, "COL", "&reporter=CIM&beside=step"):
        if one["state"] == "under_review":
            assert one["beside"] == {"step": None}
    by_state = {
        one["state"]: one["beside"]["step"]
        for one in await items(desk, "COL", "&beside=step")
        if one["reporter"] == "CIM"
    }
    assert by_state["submitted"]["action"] == "submit"
    assert "key_id" not in by_state["submitted"]


async def test_an_etag_of_a_list_is_what_a_step_matches(desk: Desk) -> None:
    id_ = await desk.draft()
    await desk.draft()  # looks like it, which the own address tells and a list does not
    tags = {one["id"]: one["beside"]["etag"] for one in await items(desk, "CIM", "&beside=etag")}
    assert (await desk.act("CIM", id_, "submit", match=tags[id_])).status_code == 200
    assert (await desk.act("CIM", id_, "withdraw", match=tags[id_])).status_code == 412


async def test_what_is_gone_tells_nothing_beside_it(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.act("SG", id_, "withhold", comment="Por revisar.")
    await desk.settled()
    [gone] = await items(desk, None, f"&updated_after=1&beside={ALL}")
    assert (gone["id"], gone["gone"]) == (id_, True)
    assert "beside" not in gone


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("beside=", "/beside"),
        ("beside=comments", "/beside"),
        ("beside=etag,", "/beside"),
        ("beside=etag,key", "/beside"),
        ("beside=etag&as_of=1", "/beside"),
    ],
)
async def test_what_is_refused(desk: Desk, query: str, pointer: str) -> None:
    answer = await desk.ask(None, "GET", f"/submissions?{query}")
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_the_database_is_asked_no_more_for_many_than_for_two(desk: Desk) -> None:
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    await various(desk)
    numbers = []
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for limit in (2, 8):
            sent.clear()
            await desk.ask("SG", "GET", f"/submissions?limit={limit}&beside={ALL}")
            numbers.append(len([one for one in sent if one.startswith(("SELECT", "WITH"))]))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert 0 < numbers[1] <= numbers[0] + 1, "not one more for each"


async def test_a_page_ends_where_much_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = [await recommended(desk, "CIM") for _ in range(2)]
    for id_ in followed:
        await says(desk, "CIM", id_, "follow_up", status="under_way", text="x" * 5_000)
    monkeypatch.setattr(reading, "MOST_TEXT", 8_000)
    path = "/submissions?kind=recommendation&beside={}"
    whole = (await desk.ask(None, "GET", path.format("etag"))).json()
    first = (await desk.ask(None, "GET", path.format("statements"))).json()
    assert (len(whole["items"]), whole["next"], len(first["items"])) == (2, None, 1)
    rest = (await desk.ask(None, "GET", first["next"].removeprefix("/reports"))).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == followed[::-1]
    assert rest["items"][0]["beside"]["statements"][0]["text"] == "x" * 5_000
