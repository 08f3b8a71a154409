"""What access keeps of submissions and cycles is what was said last."""

from services.access.store import notices as store
from tests.services.access.conftest import Desk
from tests.services.access.focal import cycle, life


async def test_submissions_and_cycles_as_they_stand(desk: Desk) -> None:
    await life(desk)
    await cycle(desk)
    await cycle(desk, state="open")
    await cycle(desk, state="open", closes_on="2027-01-31")
    await desk.settled()
    async with desk.db.read() as connection:
        actors = list((await store.actors_of(connection, ["s", *IDS])).values())
        cycles = await store.open_cycles(connection)
    assert actors[0][0] == "CIM"
    assert [(each["state"], each["closes_on"]) for each in cycles] == [("open", "2027-01-31")]
    assert cycles[0]["opened_on"] is not None


IDS = ["0190aaaa-0000-7000-8000-000000000001"]
