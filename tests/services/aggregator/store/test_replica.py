"""The copy of the catalogue."""

from services.aggregator.store.replica import Replica
from tests.services.aggregator.conftest import Desk


async def test_the_structure_is_what_was_told(desk: Desk) -> None:
    catalogue = await Replica(desk.db).catalogue()
    assert catalogue is not None
    structure = catalogue.structure(catalogue.in_force())
    assert structure.links == {"GO-1": ("ACT-1", "ACT-2"), "SO-01": ("ACT-1", "ACT-3")}
    assert structure.actors["LAB"].parent == "CIM"
