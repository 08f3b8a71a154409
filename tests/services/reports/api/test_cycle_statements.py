"""Statements beside cycles: who says what in which state, and what is left of it."""

from typing import Any

import pytest

from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import bring, occasion, step

SAID = {"role": "presentation", "language": "es", "text": "Presentamos lo aprendido."}


async def says(desk: Desk, who: str | None, id_: str, **changes: Any) -> Any:
    return await desk.ask(who, "POST", f"/cycles/{id_}/statements", SAID | changes)


@pytest.mark.parametrize(
    ("type_", "role", "state", "expected"),
    [
        ("cidi_meeting", "presentation", "considered", 409),
        ("cidi_meeting", "presentation", "convened", 409),
        ("cidi_meeting", "presentation", "open", 201),
        ("cidi_meeting", "presentation", "closed", 409),
        ("cidi_meeting", "consultation", "open", 422),
        ("work_plan", "consultation", "considered", 409),
        ("work_plan", "consultation", "convened", 201),
        ("work_plan", "consultation", "open", 201),
        ("work_plan", "consultation", "not_convened", 409),
        ("work_plan", "consultation", "closed", 409),
        ("results_report", "reply", "open", 422),
    ],
)
async def test_what_is_said_when(
    desk: Desk, type_: str, role: str, state: str, expected: int
) -> None:
    id_ = await occasion(desk, type_, state)
    answer = await says(desk, "COL", id_, role=role)
    assert answer.status_code == expected, answer.text
    if state == "closed":
        assert answer.json()["code"] == "closed"


@pytest.mark.parametrize(
    ("who", "expected"),
    [(None, 401), ("idle", 403), ("admin", 403), ("COMMITTEE", 403), ("SG", 403), ("CIM", 201)],
)
async def test_who_may_speak(desk: Desk, who: str | None, expected: int) -> None:
    id_ = await occasion(desk, state="open")
    assert (await says(desk, who, id_)).status_code == expected


async def test_a_statement_is_public_until_it_ends_and_the_ledger_tells_it(desk: Desk) -> None:
    id_ = await occasion(desk, state="open")
    path = f"/cycles/{id_}/statements"
    before = (await desk.ask(None, "GET", f"/cycles/{id_}")).headers["etag"]
    first, second = [(await says(desk, who, id_)).json() for who in ("CIM", "COL")]
    await desk.settled()
    assert (await desk.ask("SG", "PATCH", f"/cycles/{id_}", {}, If_Match=before)).status_code == 200
    assert (await desk.ask(None, "GET", path)).json()["items"] == [first, second]
    assert (await desk.ask(None, "GET", f"{path}/{first['id']}")).json() == first
    await step(desk, "SG", id_, "close")
    assert (await desk.ask("COL", "DELETE", f"{path}/{first['id']}")).status_code == 403
    assert (await desk.ask("CIM", "DELETE", f"{path}/{first['id']}")).status_code == 200
    withhold, why = f"{path}/{second['id']}/withhold", {"comment": "Nombra a alguien"}
    assert (await desk.ask("CIM", "POST", withhold, why)).status_code == 403
    assert (await desk.ask("SG", "POST", withhold, why)).status_code == 200
    assert (await desk.ask(None, "GET", f"{path}/{second['id']}")).status_code == 410
    left = (await desk.ask(None, "GET", path)).json()["items"]
    assert [(one["state"], one["text"]) for one in left] == [
        ("withdrawn", None),
        ("withheld", None),
    ]
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    types = [item["type"] for item in items if item["subject"] == id_]
    assert types[3:] == [
        *("reports.statement_made", "reports.statement_made", "reports.cycle_changed"),
        *("reports.statement_withdrawn", "reports.statement_withheld"),
    ]
    for who, comment in ((None, None), ("reviewer", "Nombra a alguien")):
        steps = (await desk.ask(who, "GET", f"/cycles/{id_}/history")).json()["items"]
        assert steps[-1]["comment"] == comment
        assert "text" not in steps[3]["data"]


async def test_statements_stay_beside_what_they_were_made_beside(desk: Desk) -> None:
    one, other = await occasion(desk, state="open"), await occasion(desk)
    made = (await says(desk, "CIM", one)).json()
    submission = await desk.published("CIM")
    for path in (f"/cycles/{other}", f"/submissions/{submission}", "/cycles/none"):
        for method, who in (("GET", None), ("DELETE", "CIM")):
            answer = await desk.ask(who, method, f"{path}/statements/{made['id']}")
            assert answer.status_code == 404
    await bring(desk, other, "open")
    assert (await desk.ask(None, "GET", f"/cycles/{other}/statements")).json()["items"] == []
