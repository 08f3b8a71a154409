"""Contributions: who brings what to which cycle, and what stays of it once that is closed."""

import asyncio
from typing import Any

import pytest

from tests.services.reports.conftest import Desk, body, practice
from tests.services.reports.occasions import bring, occasion, step


async def brings(desk: Desk, who: str | None, cycle: str, id_: str, method: str = "PUT") -> Any:
    return await desk.ask(who, method, f"/cycles/{cycle}/contributions/{id_}")


async def made(desk: Desk, sent: dict[str, Any]) -> str:
    """A submission that is public."""
    answer = await desk.ask(sent["reporter"], "POST", "/submissions", sent)
    id_ = str(answer.json()["id"])
    await desk.publish(sent["reporter"], id_)
    return id_


async def contributions(desk: Desk, cycle: str) -> list[dict[str, Any]]:
    answer = await desk.ask(None, "GET", f"/cycles/{cycle}/contributions")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize(
    ("who", "expected"),
    [(None, 401), ("revoked", 401), ("COL", 403), ("SG", 403), ("admin", 403), ("CIM", 200)],
)
async def test_only_the_reporter_brings(desk: Desk, who: str | None, expected: int) -> None:
    cycle, id_ = await occasion(desk, state="convened"), await desk.published("CIM")
    answer = await brings(desk, who, cycle, id_)
    assert answer.status_code == expected, (answer.text, str(answer.request.url))
    assert (await brings(desk, who, cycle, id_, "DELETE")).status_code in (expected, 404)
    missing = 401 if expected == 401 else 404
    assert (await brings(desk, who, "none", id_)).status_code == missing
    assert (await brings(desk, who, cycle, "none")).status_code == missing


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        ("considered", 409, "not_in_this_state"),
        ("convened", 200, None),
        ("not_convened", 409, "not_in_this_state"),
        ("open", 200, None),
        ("closed", 409, "closed"),
    ],
)
async def test_when_it_is_brought(desk: Desk, state: str, status: int, code: str | None) -> None:
    cycle, id_ = await occasion(desk, state=state), await desk.published("CIM")
    answer = await brings(desk, "CIM", cycle, id_)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


async def test_what_is_not_public_is_not_brought(desk: Desk) -> None:
    cycle = await occasion(desk, state="open")
    draft, hidden = await desk.draft("CIM"), await desk.published("CIM")
    await desk.act("SG", hidden, "withhold", "w")
    for id_ in (draft, hidden):
        answer = await brings(desk, "CIM", cycle, id_)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_public")
    assert (await brings(desk, "COL", cycle, draft)).status_code == 404


async def test_bringing_twice_is_once_and_the_ledger_tells_it(desk: Desk) -> None:
    cycle, id_ = await occasion(desk, state="open"), await made(desk, practice("CIM"))
    etags = [(await desk.ask(None, "GET", f"/submissions/{id_}")).headers["etag"]]
    first, again = [(await brings(desk, "CIM", cycle, id_)).json() for _ in range(2)]
    assert first == again == (await contributions(desk, cycle))[0]
    assert (first["kind"], first["reporter"], first["by_itself"]) == ("practice", "CIM", False)
    assert (await brings(desk, "CIM", cycle, id_, "DELETE")).status_code == 200
    assert (await brings(desk, "CIM", cycle, id_, "DELETE")).status_code == 404
    assert await contributions(desk, cycle) == []
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    types = [item["type"] for item in items if item["subject"] == cycle]
    assert types[3:] == ["reports.contribution_made", "reports.contribution_withdrawn"]
    steps = (await desk.ask(None, "GET", f"/cycles/{cycle}/history")).json()["items"]
    assert [one["action"] for one in steps][3:] == ["contribute", "withdraw_contribution"]
    assert steps[3]["data"]["submission"] == id_
    etags.append((await desk.ask(None, "GET", f"/submissions/{id_}")).headers["etag"])
    assert etags[0] == etags[1]


async def test_what_was_public_at_the_closing_stays_as_it_was(desk: Desk) -> None:
    cycle = await occasion(desk, state="open")
    kept, before, after, hidden = [await desk.published("CIM") for _ in range(4)]
    for id_ in (kept, before, after, hidden):
        assert (await brings(desk, "CIM", cycle, id_)).status_code == 200
    await desk.act("CIM", before, "withdraw")
    shown = [item["submission"] for item in await contributions(desk, cycle)]
    assert shown == sorted((kept, after, hidden))
    await step(desk, "SG", cycle, "close")
    await desk.settled()
    await desk.act("CIM", kept, "revise")
    changed = body("CIM") | {"title": "Otro"}
    await desk.ask("CIM", "PUT", f"/submissions/{kept}", changed, If_Match="*")
    await desk.publish("CIM", kept)
    await desk.act("CIM", after, "withdraw")
    await desk.act("SG", hidden, "withhold", "w")
    await desk.settled()
    then = {item["submission"]: item for item in await contributions(desk, cycle)}
    assert {id_: (item["revision"], item["state"]) for id_, item in then.items()} == {
        kept: (1, "published"),
        after: (1, "withdrawn"),
        hidden: (1, "withheld"),
    }
    assert then[kept]["title"] == "Informe sobre educación"
    assert then[hidden]["title"] is None


async def test_an_annual_report_takes_the_reports_of_its_year_by_itself(desk: Desk) -> None:
    cycle = await occasion(desk, "annual_report", year=2022)
    other = await occasion(desk, "cidi_meeting", "open", year=2022)
    organ, state = await made(desk, body("CIM")), await made(desk, body("COL"))
    await made(desk, body("ILO"))
    moved = await desk.published("CIM")
    later = await made(desk, body("CIM", year=2021))
    await made(desk, practice("CIM"))
    await bring(desk, cycle, "closed")
    await desk.settled()
    for id_, year in ((moved, 2020), (later, 2022)):
        await desk.act("CIM", id_, "revise")
        await desk.ask("CIM", "PUT", f"/submissions/{id_}", body("CIM", year=year), If_Match="*")
        await desk.publish("CIM", id_)
    await desk.published("CIM")
    await desk.settled()
    items = await contributions(desk, cycle)
    assert [item["submission"] for item in items] == sorted((organ, state, moved))
    assert {item["revision"] for item in items} == {1}
    assert all(item["by_itself"] for item in items)
    assert await contributions(desk, other) == []
    path = f"/cycles/{cycle}/contributions?limit=2"
    page = (await desk.ask(None, "GET", path)).json()
    rest = (await desk.ask(None, "GET", page["next"].removeprefix("/reports"))).json()
    assert page["items"] + rest["items"] == items
    assert rest["next"] is None


async def test_what_is_brought_while_it_is_closed_is_there_or_refused(desk: Desk) -> None:
    cycle = await occasion(desk, state="open")
    ids = [await desk.published("CIM") for _ in range(6)]
    closing = step(desk, "SG", cycle, "close")
    first, last = [brings(desk, "CIM", cycle, id_) for id_ in ids[:3]], ids[3:]
    answers = await asyncio.gather(
        *first, closing, *(brings(desk, "CIM", cycle, id_) for id_ in last)
    )
    brought = [*answers[:3], *answers[4:]]
    assert answers[3].status_code == 200
    assert {answer.json().get("code") for answer in brought} <= {None, "closed"}
    await desk.settled()
    there = {item["submission"] for item in await contributions(desk, cycle)}
    pairs = zip(ids, brought, strict=True)
    assert there == {id_ for id_, answer in pairs if answer.status_code == 200}
