"""Every read takes a moment, but for those that say here why they have none."""

from collections.abc import Iterator
from typing import Any

import pytest

from system import composition
from system.resources import Settings, resources

#: Beginnings of addresses whose reads are of no moment, and why.
WITHOUT = {
    "/access/": "who may do what now: it is not public, has a history of its own and is no data",
    "/reports/imports": "an upload of the caller's, gone after a while: nobody cites it",
    "/reports/brief": "what was published between two days that are given, and what waits now",
    "/reports/kinds": "what the program accepts now",
    "/reports/templates/": "forms to be filled in now",
    "/reports/asyncapi.json": "how the program describes its events",
    "/reports/exports/": "a file in the making: the request that began it named the moment",
    "/indicators/exports/": "a file in the making: the request that began it named the moment",
    "/indicators/stream": "goes on from any position, by Last-Event-ID",
    "/indicators/parked": "what this installation could not apply",
    "/indicators/verification": "whether this installation's figures are right",
}


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The parameters of each read of the documents, by its path."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("built"))
    built = composition.build(resources(settings))
    documents = [service.app.openapi() for service in built.values()]
    return {path: told for document in documents for path, told in _reads(document)}


def _reads(document: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    for path, item in document["paths"].items():
        if "get" in item:
            yield path, {each.get("name") for each in item["get"].get("parameters", ())}


def test_every_read_takes_a_moment_or_says_why_not(reads: dict[str, set[str]]) -> None:
    without = {path for path, names in reads.items() if not names & {"as_of", "asOf"}}
    argued = {path for path in reads if path.startswith(tuple(WITHOUT))}
    assert without == argued


def test_every_exception_is_there(reads: dict[str, set[str]]) -> None:
    assert [place for place in WITHOUT if not any(path.startswith(place) for path in reads)] == []
