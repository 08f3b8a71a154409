"""The catalogue's events change the structure that answers are counted against."""

from contracts import topics
from services.aggregator.store.replica import Replica
from tests.services.aggregator.conftest import Desk
from tests.services.desk import actor_changed


async def test_an_actor_that_changed_is_what_the_last_event_says(desk: Desk) -> None:
    await desk.append(topics.CATALOG, "LAB", actor_changed("LAB", "organ", "CIDH"))
    await desk.settled()
    catalogue = await Replica(desk.db).catalogue()
    assert catalogue is not None
    assert catalogue.structure("e").actors["LAB"].parent == "CIDH"
    before = desk.appended[topics.CATALOG] - 1
    assert catalogue.structure("e", before).actors["LAB"].parent == "CIM", "as it stood then"
