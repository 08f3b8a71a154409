"""What can be chosen: from public lists, all code lists in one request."""

import httpx2

from services.portal.clients.desk import DeskClient
from services.portal.clients.reference import Reference
from services.portal.clients.site import Site
from services.portal.pages import choices
from services.portal.views.forms import Option
from tests.services.portal.a_report import Stored, over


async def test_lists_by_the_address_that_names_them() -> None:
    services = over(Stored())
    transport = httpx2.MockTransport(services.answer)
    async with httpx2.AsyncClient(transport=transport, base_url="http://services") as client:
        wanted = {
            "/catalog/codelists/axis",
            "/catalog/codelists/nothing",
            "/catalog/actors?kind=state",
            "/catalog/activities",
            "https://evil.example/codes",
        }
        reference = Reference(Site(client), DeskClient(client, "", "en"))
        found = await choices.load(DeskClient(client, "key", "en"), reference, wanted)
    assert found["/catalog/codelists/axis"] == [Option("gender", "Gender")]
    assert found["/catalog/codelists/nothing"] == []
    assert found["/catalog/actors?kind=state"] == [Option("COL", "Colombia")]
    assert found["/catalog/activities"][0].label == "ACT-12 · Study the migration of women"
    assert "https://evil.example/codes" not in found
    assert len([one for one in services.sent if "lang" in one.url.params]) == 3


def test_what_has_no_code_is_named_by_its_id() -> None:
    assert choices.option({"id": "1", "title": "A report"}) == Option("1", "A report")
    assert choices.option({"version": "2024-1"}) == Option("2024-1", "2024-1")
