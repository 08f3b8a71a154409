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
