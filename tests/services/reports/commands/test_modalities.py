"""A version of the modalities and its event are one commit."""

from kernel.auth import Caller
from services.reports import tables
from services.reports.commands import modalities
from tests.services.reports.conftest import Desk


async def test_a_version_and_its_event_are_recorded(desk: Desk) -> None:
    by = Caller("key", "CAM", frozenset({"programme:adopt"}))
    before = await desk.rows(tables.kernel.outbox)
    done = await desk.db.write(modalities.adopt, "1", {"es": "x"}, "2024-01-01", by)
    assert (done["actor"], done["position"]) == ("CAM", None)
    assert await desk.rows(tables.kernel.outbox) == before + 1
    assert await desk.rows(tables.modalities) == 1
