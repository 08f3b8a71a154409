"""The catalogue's events change the structure that answers are counted against."""

from contracts import topics
from contracts.catalog import ActorChanged
from services.aggregator.store.replica import Replica
from tests.services.aggregator.conftest import Desk


async def test_an_actor_that_changed_is_what_the_last_event_says(desk: Desk) -> None:
    changed = ActorChanged(
        code="LAB",
        kind="organ",
        role=None,
        parent="CIDH",
        valid_from=None,
        valid_to=None,
        memberships=[],
        names={},
        acronyms={},
    )
    await desk.append(topics.CATALOG, "LAB", changed)
    await desk.settled()
    structure = await Replica(desk.db).structure()
    assert structure is not None
    assert structure.actors["LAB"].parent == "CIDH"
