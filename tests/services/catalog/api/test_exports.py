"""The files of the catalogue, with their sizes."""

from typing import Any

import pytest

from tests.databases import Databases


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: no statement is special to files."""
    return sqlite_databases


async def test_each_language_of_the_programme_has_its_size(desk: Any) -> None:
    programme = await desk.client.get("/catalog/programme?lang=fr")
    listed = (await desk.get("/files?lang=fr"))["items"]
    sizes = {each["address"]: each for each in listed}
    shown = sizes["/catalog/programme"]
    assert shown["size"] == len(programme.content)
    assert shown["position"] is None


async def test_the_files_of_a_moment(desk: Any) -> None:
    at = "2026-11-01T00:00:00Z"
    listed = (await desk.get(f"/files?as_of={at}"))["items"]
    assert {each["recorded_at"] for each in listed} == {None}  # before it told anything
    for each in listed:
        assert (await desk.client.get(each["address"])).status_code == 200
    answer = await desk.client.get("/catalog/files?as_of=soon")
    assert answer.json()["errors"][0]["pointer"] == "/as_of"
    await desk.app.state.sizes.settled()  # asked without its query, it was not refused
