"""The Program, its actors and its words as the portal reads them."""

from datetime import date

import httpx2

from services.portal.clients import catalog
from services.portal.clients.nodes import Official
from tests.services.portal.conftest import ANSWERS, client_over
from tests.services.portal.published import PUBLISHED


async def test_the_catalogue_names_things() -> None:
    async with client_over(ANSWERS) as services:
        known = await catalog.get_catalogue(services, "es")
    assert known.title("GO-1") == "<b>Objetivo</b>"
    assert (known.title("ACT-12"), known.title("ACT-99")) == ("Investigar", "ACT-99")
    assert (known.name("COL"), known.name("XXX")) == ("Colombia", "XXX")
    assert (known.short("CIM"), known.short("COL"), known.short("X")) == ("CIM", "Colombia", "X")
    assert (known.word("axis", "gender"), known.word("axis", "x")) == ("Género", "x")
    assert [state.code for state in known.states] == ["COL", "NIC", "VEN"]


async def test_a_state_participates_by_its_dates() -> None:
    async with client_over(ANSWERS) as services:
        known = await catalog.get_catalogue(services, "es")
    nicaragua, venezuela = known.actors["NIC"], known.actors["VEN"]
    assert nicaragua.participates(date(2023, 11, 18))
    assert not nicaragua.participates(date(2023, 11, 19))
    assert venezuela.participates(date(2026, 1, 1)), "disputed counts"
    assert not known.actors["CIM"].participates(date(2026, 1, 1))


async def test_lists_are_asked_for_in_the_language_and_whole() -> None:
    asked: list[httpx2.Request] = []
    async with client_over(ANSWERS, asked) as services:
        await catalog.list_activities(services, "pt", q="salud")
    assert dict(asked[0].url.params) == {"limit": "500", "lang": "pt", "q": "salud"}


async def test_one_request_tells_everything() -> None:
    asked: list[httpx2.Request] = []
    async with client_over(PUBLISHED, asked) as services:
        known = await catalog.get_catalogue(services, "es", "2016-draft", as_of="5")
        changed = await catalog.get_latest_change(services)
    (edition,), (link,), (defect,) = known.editions, known.links, known.defects
    assert (edition.id, edition.draft, edition.dated) == ("2016-draft", True, date(2016, 4, 19))
    assert (known.edition, link.rationale) == ("2016-draft", "Investiga.")
    assert (defect.code, defect.nodes) == ("DEF-09", ("ACT-12",))
    assert [each.code for each in known.instruments] == ["ICRMW", "VCCR"]
    node = known.objectives["GO-1"]
    assert (node.indirect, node.official) == (1, Official("fr", None, True))
    assert changed == "2026-11-20T00:00:00.000000Z"
    assert dict(asked[0].url.params) == {"lang": "es", "edition": "2016-draft", "as_of": "5"}
