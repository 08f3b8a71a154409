"""A submission as it was."""

from functools import partial
from typing import Any

import pytest

from services.reports.api.modalities import EXAMPLE as MODALITIES
from tests.services.reports.conftest import Desk, body
from tests.services.reports.occasions import bring, occasion, step

SAID = {"role": "consultation", "language": "es", "text": "Nos parece bien."}


async def test_a_position_and_an_instant_answer_what_was_public_then(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.settled()
    before = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    await desk.act("CIM", id_, "revise")
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(status="completed"), If_Match="*")
    await desk.publish("CIM", id_)
    await desk.settled()
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["payload"][
        "status"
    ] == "completed"
    for asked in (str(before["position"]), before["time"]):
        was = (await desk.ask(None, "GET", f"/submissions/{id_}?as_of={asked}")).json()
        assert (was["payload"]["status"], was["revision"], was["as_of"]) == ("under_way", 1, asked)
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?revision=1")).json()["payload"][
        "status"
    ] == "under_way"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=0")).status_code == 404
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=999")).status_code == 422
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=yesterday")).status_code == 422


async def test_what_was_withdrawn_is_gone_but_was_there(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.settled()
    await desk.act("CIM", id_, "withdraw")
    await desk.settled()
    gone = await desk.ask(None, "GET", f"/submissions/{id_}")
    assert gone.status_code == 410
    assert (gone.json()["id"], gone.json()["reporter"]) == (id_, "CIM")
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=6")).json()[
        "state"
    ] == "published"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=7")).status_code == 410


class Album:
    """What everybody was told at each position, to be asked for again later."""

    def __init__(self, desk: Desk, *paths: str) -> None:
        self.desk, self.paths = desk, list(paths)
        self.seen: dict[tuple[str, int], tuple[int, Any]] = {}

    async def now(self) -> None:
        """Ask for everything as it stands."""
        await self.desk.settled()
        ledger = await self.desk.ask(None, "GET", "/ledger?limit=500")
        end = len(ledger.json()["items"])
        for path in self.paths:
            self.seen[path, end] = await self._told(path)

    async def differing(self) -> list[tuple[str, int]]:
        """What is told otherwise today of what was told then."""
        return [
            (path, position)
            for (path, position), told in self.seen.items()
            if await self._told(path, position) != told
        ]

    async def _told(self, path: str, position: int | None = None) -> tuple[int, Any]:
        mark = "&" if "?" in path else "?"
        moment = f"{mark}as_of={position}" if position is not None else ""
        answer = await self.desk.ask(None, "GET", f"{path}{moment}")
        data = answer.json()
        data.pop("as_of", None)
        for item in data.get("items", ()):
            for name in ("as_of", "etag"):  # the moment itself, and what is for changing it now
                item.pop(name, None)
        return answer.status_code, data if answer.status_code == 200 else None


async def test_what_was_told_at_a_position_is_told_of_it_ever_after(desk: Desk) -> None:
    await desk.key("ADOPTER", "CAM", "programme:adopt")
    first = await desk.draft("CIM")
    plan = await occasion(desk, "work_plan", state="considered")
    here, there = f"/submissions/{first}", f"/cycles/{plan}"
    album = Album(
        desk,
        *(f"{here}/revisions", f"{here}/history", f"{here}/statements"),
        *("/cycles", "/cycles?year=2022&state=open", there, f"{there}/history"),
        *(f"{there}/contributions", f"{there}/statements", "/fund/modalities"),
        *(f"{here}/beside", f"{there}/beside", "/ledger/1", "/ledger/2"),
    )
    await album.now()
    for act in (
        partial(desk.publish, "CIM", first),
        partial(bring, desk, plan, "convened"),
        partial(desk.ask, "CIM", "PUT", f"{there}/contributions/{first}"),
        partial(desk.ask, "COL", "POST", f"{there}/statements", SAID),
        partial(step, desk, "SG", plan, "open"),
        partial(desk.ask, "SG", "PATCH", there, {"title": "Otro"}, If_Match="*"),
        partial(desk.ask, "ADOPTER", "POST", "/fund/modalities", MODALITIES),
        partial(desk.act, "CIM", first, "revise"),
        partial(desk.publish, "CIM", first),
        partial(desk.ask, "CIM", "DELETE", f"{there}/contributions/{first}"),
        partial(desk.ask, "CIM", "PUT", f"{there}/contributions/{first}"),
        partial(step, desk, "SG", plan, "close"),
        partial(desk.act, "CIM", first, "withdraw"),
        partial(occasion, desk, "annual_report"),
    ):
        answer = await act()
        assert getattr(answer, "is_success", True), answer.text
        await album.now()
    assert await album.differing() == []
    assert len({told[0] for told in album.seen.values()}) > 1


async def test_a_statement_that_is_hidden_since_has_no_text_of_then(desk: Desk) -> None:
    plan = await occasion(desk, "work_plan", state="convened")
    path = f"/cycles/{plan}/statements"
    made = (await desk.ask("COL", "POST", path, SAID)).json()
    await desk.settled()
    end = len((await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"])
    await desk.ask("COL", "DELETE", f"{path}/{made['id']}")
    await desk.settled()
    (then,) = (await desk.ask(None, "GET", f"{path}?as_of={end}")).json()["items"]
    assert then == {**made, "text": None, "salt": None}
    assert (await desk.ask(None, "GET", f"{path}?as_of={end - 1}")).json()["items"] == []
    one = f"{path}/{made['id']}"
    assert (await desk.ask(None, "GET", f"{one}?as_of={end}")).status_code == 410
    assert (await desk.ask(None, "GET", f"{one}?as_of={end - 1}")).status_code == 404


@pytest.mark.parametrize("moment", ["999", "yesterday", "-1"])
async def test_a_moment_that_is_none_is_refused_everywhere(desk: Desk, moment: str) -> None:
    id_, plan = await desk.published(), await occasion(desk, "work_plan")
    for path in (
        *(f"/submissions/{id_}/{part}" for part in ("revisions", "history", "statements")),
        f"/submissions/{id_}/comments",
        *(f"/cycles/{plan}{part}" for part in ("", "/history", "/contributions", "/statements")),
        *("/cycles", "/fund/modalities", "/ledger", "/ledger/1"),
    ):
        answer = await desk.ask("CIM", "GET", f"{path}?as_of={moment}")
        assert answer.status_code == 422, (path, answer.text)
        assert answer.json()["errors"][0]["pointer"] == "/as_of"


async def test_comments_are_those_made_by_then(desk: Desk) -> None:
    id_ = await desk.published()
    path = f"/submissions/{id_}/comments"
    await desk.settled()
    before = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    await desk.ask("CIM", "POST", path, {"text": "Gracias."})
    said = (await desk.ask("CIM", "GET", path)).json()["items"][0]["at"]
    await desk.act("CIM", id_, "revise")
    await desk.publish("CIM", id_)
    await desk.settled()
    end = len((await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"])
    for moment, number in (
        *((0, 0), (before["position"], 0), (end, 1)),
        *((before["time"], 0), (said, 1)),
    ):
        listed = (await desk.ask("CIM", "GET", f"{path}?as_of={moment}")).json()["items"]
        assert len(listed) == number, moment
    assert (await desk.ask(None, "GET", f"{path}?as_of={end}")).status_code == 401
