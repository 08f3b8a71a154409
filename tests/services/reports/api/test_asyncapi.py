"""The events are documented where the reports are."""

from contracts.asyncapi import document
from tests.services.reports.conftest import Desk


async def test_the_document_is_served_to_everybody(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/asyncapi.json")
    assert (answer.status_code, answer.json()) == (200, document())
    assert answer.headers["content-type"] == "application/json"
    known = answer.headers["etag"]
    assert (await desk.ask(None, "GET", "/asyncapi.json", If_None_Match=known)).status_code == 304
