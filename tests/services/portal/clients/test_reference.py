"""What desks name things by: read with no key, once, until the catalogue changes."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from services.portal.clients.desk import DeskClient
from services.portal.clients.reference import KINDS, Reference, is_reference
from services.portal.clients.site import Site


class Services:
    """A catalogue that can change, and be silent; `lists`: what was asked of it, and with a key."""

    def __init__(self) -> None:
        self.changed, self.silent = "2026-01-01T00:00:00.000000Z", False
        self.lists: list[tuple[str, bool]] = []

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if self.silent:
            return httpx2.Response(503)
        if path == "/catalog/history":
            return httpx2.Response(200, json={"items": [{"at": self.changed}], "next": None})
        if path == "/indicators/status":
            return httpx2.Response(503)
        self.lists.append((path, "authorization" in request.headers))
        return httpx2.Response(200, json={"items": [{"code": path}], "name": path, "next": None})


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
async def reference(services: Services) -> AsyncIterator[Reference]:
    transport = httpx2.MockTransport(services.answer)
    async with httpx2.AsyncClient(transport=transport, base_url="http://services") as client:
        site = Site(client)
        site._looked._trusted = 0.0  # each question looks
        yield Reference(site, DeskClient(client, "", "es"))


async def test_a_list_is_read_once_and_with_no_key(
    services: Services, reference: Reference
) -> None:
    for _ in range(3):
        assert await reference.items("/catalog/actors") == [{"code": "/catalog/actors"}]
        assert await reference.items(KINDS) == [{"code": KINDS}]
        assert (await reference.get("/catalog/actors/CIM"))["name"] == "/catalog/actors/CIM"
    paths = ("/catalog/actors", KINDS, "/catalog/actors/CIM")
    assert services.lists == [(path, False) for path in paths]


async def test_another_filter_is_another_list(services: Services, reference: Reference) -> None:
    await reference.items("/catalog/actors", kind="state")
    await reference.items("/catalog/actors", kind="organ")
    assert len(services.lists) == 2


async def test_who_changes_a_list_changes_only_theirs(reference: Reference) -> None:
    (await reference.items("/catalog/actors")).clear()
    assert await reference.items("/catalog/actors")


async def test_a_change_of_the_catalogue_is_seen(services: Services, reference: Reference) -> None:
    await reference.items("/catalog/actors")
    services.changed = "2026-01-02T00:00:00.000000Z"
    await reference.items("/catalog/actors")
    assert len(services.lists) == 2


async def test_a_silent_catalogue_is_named_as_it_was_known(
    services: Services, reference: Reference
) -> None:
    known = await reference.items("/catalog/actors")
    services.silent = True
    assert await reference.items("/catalog/actors") == known


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/catalog/codelists", True),
        ("/reports/kinds", True),
        ("/reports/cycles", True),
        ("/reports/submissions", False),
        ("/access/keys", False),
    ],
)
def test_what_is_the_same_for_everybody(path: str, shared: bool) -> None:
    assert is_reference(path) is shared
