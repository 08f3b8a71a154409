"""Submissions, statements, the fund and the ledger, read as anybody."""

import httpx2
import pytest

from services.reports.clients import submissions
from tests.databases import Databases
from tests.services.reports.closings import neighbours, reported
from tests.services.reports.conftest import Desk


def client(desk: Desk) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=neighbours(desk), base_url="http://test")


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


async def test_a_submission_is_read_as_of_a_position(desk: Desk) -> None:
    id_ = await reported(desk)
    await desk.settled()
    position = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    told = await submissions.get_then(client(desk), id_, position)
    assert told is not None
    assert (told["id"], told["revision"]) == (id_, 1)
    assert [link["access"] for link in told["evidence"]] == ["public"]
    await desk.act("SG", id_, "withhold", comment="por revisar")
    assert await submissions.get_then(client(desk), id_, position) is None
    assert await submissions.get_statements(client(desk), f"submissions/{id_}") == {}


async def test_fund_ledger_and_kinds(desk: Desk) -> None:
    here = client(desk)
    entry = await submissions.get_entry(here, 1)
    assert (entry["position"], entry["type"]) == (1, "reports.catalogue_noted")
    assert (await submissions.get_fund(here, 1))["balance"] == {}
    kinds = {kind["code"]: kind["name"] for kind in await submissions.get_kinds(here, "fr")}
    assert kinds["practice"] == "Bonne pratique"
    lists = await submissions.get_code_lists(here, "es")
    assert lists == {"self_reported_status": {"under_way": "under way (es)"}}
