"""Indicators, read as anybody."""

import httpx2

from services.reports.clients import indicators
from tests.services.reports.closings import DEFINITIONS, OBJECTIVES, VALUES, Neighbours


def client(asked: list[httpx2.URL]) -> httpx2.AsyncClient:
    among = Neighbours(httpx2.MockTransport(lambda _: httpx2.Response(404)))

    async def note(request: httpx2.Request) -> None:
        asked.append(request.url)

    hooks = {"request": [note]}
    return httpx2.AsyncClient(transport=among, base_url="http://test", event_hooks=hooks)


async def test_values_are_asked_for_as_of_a_position_that_they_include() -> None:
    asked: list[httpx2.URL] = []
    values = await indicators.get_values(client(asked), 40)
    assert dict(asked[0].params) == {"as_of": "40", "min_position": "40"}
    assert (values.edition, set(values.by_objective)) == ("2016-draft", set(OBJECTIVES))
    assert values.by_objective["GO-1"] == VALUES


async def test_names_are_those_of_the_language() -> None:
    asked: list[httpx2.URL] = []
    assert await indicators.get_names(client(asked), "pt") == DEFINITIONS
    assert asked[0].params["lang"] == "pt"
