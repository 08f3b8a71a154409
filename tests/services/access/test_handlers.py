"""A key speaks only for an actor that access was told of."""

from typing import Any

from contracts import topics
from contracts.catalog import ActorChanged
from contracts.envelope import Envelope
from kernel import clock
from kernel.chain import canonical
from kernel.eventlog import Record
from tests.services.access.conftest import Desk


async def test_an_actor_told_later_can_have_a_key(desk: Desk) -> None:
    body = {"actor": "ILO", "scopes": ["reports:write"], "label": ""}
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 422
    await _told(desk, "ILO", "multilateral")
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 201


async def test_an_actor_that_became_a_group_gets_no_more_keys(desk: Desk) -> None:
    await _told(desk, "COL", "group")
    body = {"actor": "COL", "scopes": ["reports:write"], "label": ""}
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 422


async def _told(desk: Desk, code: str, kind: Any) -> None:
    position = await desk.log.end(topics.CATALOG) + 1
    data = ActorChanged(
        code=code,
        kind=kind,
        role=None,
        parent=None,
        valid_from=None,
        valid_to=None,
        memberships=[],
        names={},
        acronyms={},
    )
    envelope = Envelope(
        id=clock.uuid7(),
        source="/test",
        type=data.type,
        subject=code,
        time=clock.stamp(),
        typeversion=1,
        position=position,
        recordedtime=clock.stamp(),
    )
    await desk.log.append(
        topics.CATALOG,
        [
            Record(
                topics.CATALOG,
                position,
                code,
                envelope.headers(),
                canonical(data.model_dump(mode="json")),
            )
        ],
    )
    await desk.settled()
