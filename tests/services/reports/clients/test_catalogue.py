"""The catalogue's texts, read as anybody."""

import httpx2

from services.reports.clients import catalogue
from tests.services.reports.closings import Neighbours

AT = "2026-03-01T00:00:00.000000Z"


def change(at: str, edition: str | None, before: str) -> dict[str, object]:
    line = {"kind": "general_objective", "code": "GO-1", "change": "changed", "field": "title"}
    return {**line, "at": at, "edition": edition, "lang": "es", "before": {"text": before}}


async def test_texts_are_those_of_the_instant() -> None:
    among = Neighbours(httpx2.MockTransport(lambda _: httpx2.Response(404)))
    among.history = [
        change("2026-04-02T00:00:00.000000Z", "2016-draft", "entonces"),
        change("2026-04-01T00:00:00.000000Z", "2005", "de otra edición"),
        change("2026-02-01T00:00:00.000000Z", "2016-draft", "antes"),
    ]
    client = httpx2.AsyncClient(transport=among, base_url="http://test")
    texts = await catalogue.get_texts(client, "2016-draft", AT)
    assert texts.text("GO-1", "title", "es") == "entonces"
    assert texts.text("GO-1", "title", "fr") == "GO-1 (fr)"
    assert texts.objectives == ["GO-1", "SO-04"]
    assert (texts.name("CIM", "pt"), texts.kinds["COL"]) == ("CIM pt", "state")
