"""Four eyes: who wrote a text does not review it, and who speaks for nobody takes no step."""

from dataclasses import replace

import pytest

from services.reports.settings import Settings
from tests.services.reports.conftest import Desk, body

EVERYTHING = ("reports:write", "reports:review", "reports:publish")
REVIEW = ("start_review", "accept", "publish")


@pytest.fixture(name="desk")
async def with_keys_of_one_actor(desk: Desk) -> Desk:
    """Keys of CIM that may do everything; `second` and `third` were rotated from `first`."""
    await desk.key("first", "CIM", *EVERYTHING)
    await desk.key("second", "CIM", *EVERYTHING, line="first")
    await desk.key("third", "CIM", *EVERYTHING, line="first")
    await desk.key("other", "CIM", *EVERYTHING)
    await desk.settled()
    return desk


async def drafted(desk: Desk, who: str) -> str:
    answer = await desk.ask(who, "POST", "/submissions", body())
    return str(answer.json()["id"])


async def refused(desk: Desk, who: str, id_: str, action: str) -> bool:
    """Whether a step is refused as the report of the key's own."""
    answer = await desk.act(who, id_, action, comment="por qué")
    if answer.status_code == 200:
        return False
    assert (answer.status_code, answer.json()["code"]) == (403, "own_report"), answer.text
    assert action not in answer.json()["allowed"]
    return True


@pytest.mark.parametrize("who", ["first", "second", "third"])
async def test_the_key_that_wrote_takes_no_step_of_the_review(desk: Desk, who: str) -> None:
    id_ = await drafted(desk, "second")
    await desk.act("second", id_, "submit")
    for action in ("start_review", "accept"):
        assert await refused(desk, who, id_, action)
        assert not await refused(desk, "other", id_, action)
    assert await refused(desk, who, id_, "return")
    assert await refused(desk, who, id_, "publish")
    seen = (await desk.ask(who, "GET", f"/submissions/{id_}")).json()
    assert seen["allowed"] == ["withdraw"]
    listed = (await desk.ask(who, "GET", "/submissions")).json()["items"]
    assert [item["allowed"] for item in listed] == [["withdraw"]]
    assert not await refused(desk, "other", id_, "publish")


async def test_drafting_saving_and_submitting_are_each_writing(desk: Desk) -> None:
    id_ = await drafted(desk, "first")
    saved = await desk.ask("other", "PUT", f"/submissions/{id_}", body(year=2020), If_Match="*")
    assert saved.status_code == 200
    await desk.key("clerk", "CIM", *EVERYTHING)
    await desk.settled()
    await desk.act("clerk", id_, "submit")
    for who in ("first", "other", "clerk"):
        assert await refused(desk, who, id_, "start_review")
    assert not await refused(desk, "SG", id_, "start_review")


async def test_a_correction_has_authors_of_its_own(desk: Desk) -> None:
    id_ = await drafted(desk, "first")
    await desk.act("first", id_, "submit")
    for action in REVIEW:
        assert (await desk.act("SG", id_, action)).status_code == 200
    await desk.act("other", id_, "revise")
    await desk.act("other", id_, "submit")
    assert await refused(desk, "other", id_, "start_review")
    assert not await refused(desk, "first", id_, "start_review")


async def test_another_key_of_the_same_actor_does(desk: Desk) -> None:
    id_ = await drafted(desk, "first")
    await desk.act("first", id_, "submit")
    for action in REVIEW:
        assert (await desk.act("other", id_, action)).status_code == 200
    steps = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [step["own_report"] for step in steps] == [False, False]


async def test_what_the_key_was_is_told_to_nobody(desk: Desk) -> None:
    id_ = await drafted(desk, "second")
    await desk.act("second", id_, "submit")
    for action in REVIEW:
        await desk.act("SG", id_, action)
    await desk.settled()
    for path in (f"/submissions/{id_}", f"/submissions/{id_}/history", "/ledger?limit=500"):
        answer = await desk.ask(None, "GET", path)
        assert "second" not in answer.text
        assert "first" not in answer.text
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    for item in items:
        entry = await desk.ask("SG", "GET", f"/ledger/{item['position']}")
        assert "second" not in entry.text


@pytest.fixture
async def relaxed(desk: Desk) -> Desk:
    """The same desk with `FOUR_EYES=false`."""
    desk.app.state.resources = replace(desk.app.state.resources, settings=Settings(four_eyes=False))
    return desk


async def test_turned_off_every_such_step_is_marked(relaxed: Desk) -> None:
    id_ = await drafted(relaxed, "first")
    for action in ("submit", *REVIEW):
        assert (await relaxed.act("second", id_, action)).status_code == 200
    inside = (await relaxed.ask("CIM", "GET", f"/submissions/{id_}/history")).json()["items"]
    marked = {step["action"]: step["own_report"] for step in inside}
    expected = dict.fromkeys(REVIEW, True) | {"draft": False, "submit": False}
    assert marked == expected
    public = (await relaxed.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [(step["action"], step["own_report"]) for step in public] == [
        ("submit", False),
        ("publish", True),
    ]


async def test_a_publication_tells_that_its_review_was_an_authors_own(relaxed: Desk) -> None:
    id_ = await drafted(relaxed, "first")
    for who, action in (("first", "submit"), ("first", "start_review"), ("SG", "accept")):
        assert (await relaxed.act(who, id_, action)).status_code == 200
    assert (await relaxed.act("SG", id_, "publish")).status_code == 200
    public = (await relaxed.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [step["own_report"] for step in public] == [False, True]


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().four_eyes
    monkeypatch.setenv("FOUR_EYES", "false")
    assert not Settings().four_eyes


async def test_a_key_without_an_actor_writes_nothing(desk: Desk) -> None:
    id_ = await desk.draft()
    await desk.act("CIM", id_, "submit")
    path = f"/submissions/{id_}"
    assert (await desk.ask("nameless", "GET", path)).json()["allowed"] == []
    for method, address, sent in (
        ("POST", "/submissions", body()),
        ("PUT", path, body()),
        *(("POST", f"{path}/transitions", {"action": action}) for action in REVIEW),
        ("POST", f"{path}/comments", {"text": "Hola"}),
        ("PUT", f"{path}/confirmation", None),
        ("DELETE", f"{path}/confirmation", None),
    ):
        answer = await desk.ask("nameless", method, address, sent, If_Match="*")
        assert answer.status_code == 403, (method, address, answer.text)
