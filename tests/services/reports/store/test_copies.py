"""The copy of the catalogue follows its topic and is read anew when it moved."""

from contracts import topics
from contracts.catalog import ActorChanged
from services.reports.store.copies import Copies
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk


async def test_the_copy_holds_what_was_told(desk: Desk) -> None:
    copies = Copies(desk.db)
    catalogue = await copies.catalogue()
    assert catalogue.edition == "2016-draft"
    assert set(catalogue.addressees) == set(ACTIVITIES)
    assert set(catalogue.actors) == set(PEOPLE)
    assert await copies.catalogue() is catalogue, "remembered"
    await desk.append(
        topics.CATALOG,
        "IOM",
        ActorChanged(
            code="IOM",
            kind="multilateral",
            role=None,
            parent=None,
            valid_from=None,
            valid_to=None,
            memberships=[],
            names={},
            acronyms={},
        ),
    )
    await desk.settled()
    assert "IOM" in (await copies.catalogue()).actors
