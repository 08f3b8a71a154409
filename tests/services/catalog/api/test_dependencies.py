"""Every read takes `edition=`, and the snapshot behind it is never older than the question."""

from typing import Any

import pytest
from fastapi import Request

from kernel.errors import Problem, Unavailable
from services.catalog.api.dependencies import CatalogueRead, answers, or_not_found
from services.catalog.domain.catalogue import Catalogue
from services.catalog.schemas import answers as shapes

READS = (
    "/editions",
    "/editions/2005",
    "/programme",
    "/sections",
    "/objectives",
    "/activities",
    "/links",
    "/defects",
    "/mandates",
    "/codelists",
    "/codelists/axis",
    "/actors",
    "/actors/COL",
    "/history",
)


@pytest.mark.parametrize("path", READS)
async def test_every_read_takes_an_edition(desk: Any, path: str) -> None:
    assert (await desk.client.get(f"/catalog{path}?edition=2005")).status_code == 200
    assert (await desk.client.get(f"/catalog{path}?edition=1999")).status_code == 422


async def test_the_edition_asked_for_is_the_one_answered(desk: Any) -> None:
    assert (await desk.get("/programme", params={"edition": "2005"}))["edition"]["id"] == "2005"
    assert (await desk.get("/programme"))["edition"]["id"] == "2016-draft"


def test_nothing_found_is_404() -> None:
    with pytest.raises(Problem) as problem:
        or_not_found(None)
    assert problem.value.status == 404
    assert or_not_found("x") == "x"


def test_unavailable_is_outside_trouble() -> None:
    assert Catalogue(0).current is None
    assert issubclass(Unavailable, Exception)


async def test_a_list_belongs_to_an_edition_and_a_code_list_to_all(desk: Any) -> None:
    catalogue = await desk.app.state.resources.snapshots.current()
    asked = CatalogueRead(
        Request({"type": "http"}), catalogue, catalogue.editions["2005"], private=False
    )
    assert asked.entry("codelist", "axis").code == "axis"
    with pytest.raises(Problem):
        asked.entry("defect", "DEF-01")


def test_writes_promise_no_304() -> None:
    assert 304 in answers(shapes.Node, 404)
    assert 304 not in answers(shapes.Node, 404, 428)
    assert 304 not in answers(shapes.Node, status=201)
