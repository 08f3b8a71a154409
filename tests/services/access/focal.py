"""What the tests of focal points and notices share: people, and events that concern them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import httpx2

from contracts import topics
from contracts.reports import (
    Accepted,
    CommentMade,
    CycleChanged,
    Published,
    Recommendation,
    Reporter,
    Returned,
    Submitted,
)
from tests.services.access.conftest import Desk

PERSON = {
    "actor": "CIM",
    "name": "Ana Gómez",
    "email": "ana@example.org",
    "language": "es",
    "role": "enlace",
}
ID = "0190aaaa-0000-7000-8000-000000000001"
MOVED: dict[str, Any] = {
    "submission": ID,
    "kind": "implementation",
    "state": "submitted",
    "revision": 1,
    "reporter": "CIM",
    "edition": "2016-draft",
}
CYCLE: dict[str, Any] = {
    "cycle": "c1",
    "type": "annual_report",
    "year": 2026,
    "title": "Words of somebody",
    "state": "convened",
    "opens_on": None,
    "closes_on": "2026-12-28",
    "place": None,
    "summit": None,
    "items": [],
    "action": "convene",
    "actor": "CAM",
}


async def begin(desk: Desk, key: str | None = None, **changes: Any) -> dict[str, Any]:
    """A new focal point, by the administrator unless another key is given."""
    answer = await begun(desk, key or desk.administrator, **changes)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def begun(desk: Desk, key: str | None, **changes: Any) -> httpx2.Response:
    return await desk.ask(key, "POST", "/focal-points", PERSON | changes)


async def returned(desk: Desk, id_: str = ID) -> None:
    """A submission of CIM comes back to it."""
    data = Returned(**MOVED | {"submission": id_, "state": "returned"})
    await desk.append(topics.REPORTS, id_, data)


async def cycle(desk: Desk, **changes: Any) -> None:
    data = CycleChanged.model_validate(CYCLE | changes)
    await desk.append(topics.REPORTS, data.cycle, data)


async def life(desk: Desk) -> None:
    """A submission of CIM with COL beside it, from submitted to published: a recommendation."""
    await desk.append(topics.REPORTS, ID, Submitted(**MOVED, joint_reporters=["COL"]))
    await desk.append(topics.REPORTS, ID, CommentMade(submission=ID, comment="k1"))
    await desk.append(topics.REPORTS, ID, Accepted(**MOVED | {"state": "accepted"}))
    content = Recommendation(
        addressed_to=["COL", "SUMMIT"], activities=["ACT-12"], objectives=[], grounds=[ID]
    )
    data = Published(
        **MOVED | {"state": "published", "kind": "recommendation"},
        title="Words of somebody",
        language="es",
        reporters=[Reporter(code="CIM", kind="organ")],
        recommendation=content,
        evidence=[],
    )
    await desk.append(topics.REPORTS, ID, data)


async def notices(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    answer = await desk.ask(desk.administrator, "GET", f"/notices{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def mails(folder: Path) -> list[EmailMessage]:
    """The messages written as files, in the order in which they were queued."""
    paths = sorted((folder / "mail").glob("*.eml"))
    return [read(path.read_bytes()) for path in paths]


def read(data: bytes) -> EmailMessage:
    """A message as its reader gets it, with the line ends of this machine."""
    return cast(EmailMessage, message_from_bytes(data.replace(b"\r\n", b"\n"), policy=default))
