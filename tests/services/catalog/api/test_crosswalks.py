"""Crosswalks over HTTP: every correspondence with its rationale, filters, the filters of nodes."""

from typing import Any

import pytest

from services.catalog.schemas import crosswalks as shapes
from tests.databases import Databases

LANGUAGES = ("en", "es", "pt", "fr")


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: no statement is special to crosswalks."""
    return sqlite_databases


@pytest.mark.parametrize(("name", "prefix", "targets"), [("gcm", "GCM-", 23), ("sdg", "SDG-", 26)])
async def test_every_correspondence_has_a_rationale_in_four_languages(
    desk: Any, name: str, prefix: str, targets: int
) -> None:
    listed = await desk.get("/crosswalks")
    assert [each["id"] for each in listed["items"]] == ["gcm", "sdg"]
    rationales = set()
    for lang in LANGUAGES:
        query = {"lang": lang, "limit": 500}
        answer = await desk.client.get(f"/catalog/crosswalks/{name}", params=query)
        page = shapes.CrosswalkPage.model_validate(answer.json())
        assert page.crosswalk.version == 1
        for item in page.items:
            assert item.target.startswith(prefix)
            assert {text.lang for text in item.texts.values()} == {lang}
            assert item.provenance == "editorial"
            rationales.add((item.node, item.target, item.rationale))
        unchanged = await desk.client.get(
            f"/catalog/crosswalks/{name}",
            params=query,
            headers={"If-None-Match": answer.headers["etag"]},
        )
        assert unchanged.status_code == 304
    assert len(rationales) == 4 * len(page.items)
    head = await desk.client.head(f"/catalog/crosswalks/{name}")
    assert (head.status_code, head.content) == (200, b"")
    codes = (await desk.get(f"/codelists/{page.crosswalk.targets}"))["codes"]
    assert len(codes) == targets
    assert {item.target for item in page.items} <= {code["code"] for code in codes}


async def test_both_ends_are_filters(desk: Any) -> None:
    async def found(path: str) -> list[tuple[str, str]]:
        return [(item["node"], item["target"]) for item in (await desk.get(path))["items"]]

    assert await found("/crosswalks/gcm?activity=ACT-36") == [("ACT-36", "GCM-22")]
    assert await found("/crosswalks/gcm?target=GCM-22") == [("ACT-36", "GCM-22")]
    assert await found("/crosswalks/gcm?objective=SO-05&strength=direct") == [("SO-05", "GCM-07")]
    assert await found("/crosswalks/gcm?objective=SO-05&strength=indirect") == []
    assert await found("/crosswalks/gcm?edition=2016-draft&target=GCM-20") == []
    assert (await desk.client.get("/catalog/crosswalks/gcm?edition=2005")).status_code == 404
    assert (await desk.client.get("/catalog/crosswalks/ghost")).status_code == 404


async def test_nodes_are_found_by_what_they_correspond_to(desk: Any) -> None:
    async def codes(path: str) -> list[str]:
        return [item["code"] for item in (await desk.get(path))["items"]]

    assert await codes("/activities?gcm=GCM-14") == ["ACT-10", "ACT-27", "ACT-28"]
    assert await codes("/activities?gcm=GCM-14&sdg=SDG-16.9") == ["ACT-27"]
    assert await codes("/objectives?sdg=SDG-17.18") == ["GO-2", "SO-07", "SO-09"]
    assert (await desk.get("/nodes/ACT-27"))["crosswalks"] == {
        "gcm": ["GCM-04", "GCM-14"],
        "sdg": ["SDG-16.9"],
    }
    assert (await desk.get("/nodes/ACT-01"))["crosswalks"] == {}
    assert "crosswalks" not in await desk.get("/nodes/FIN-1")


async def test_what_is_read_anew_stands_in_the_history_of_the_node(desk: Any) -> None:
    folder = desk.files / "2016-draft"
    for path, before, after in (
        (folder / "crosswalks/gcm.yaml", "target: GCM-22", "target: GCM-18"),
        (folder / "crosswalks.yaml", "version: 1", "version: 2"),
    ):
        path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    await desk.load()
    page = await desk.get("/crosswalks/gcm?activity=ACT-36")
    assert (page["crosswalk"]["version"], page["items"][0]["target"]) == (2, "GCM-18")
    history = (await desk.get("/nodes/ACT-36/history"))["items"]
    assert sorted((line["kind"], line["code"], line["change"]) for line in history) == [
        ("correspondence", "ACT-36:GCM-18", "added"),
        ("correspondence", "ACT-36:GCM-22", "removed"),
    ]


async def test_a_new_edition_takes_them_over_without_what_was_retired(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    gone = await desk.client.delete(f"{draft}/nodes/ACT-36", headers=key)
    assert gone.status_code in (200, 204), gone.text
    path = "/crosswalks/gcm?edition=2027&limit=500"
    items = (await desk.get(path, headers=key))["items"]
    before = (await desk.get("/crosswalks/gcm?limit=500"))["items"]
    assert len(items) == len(before) - 1
    assert {item["edition"] for item in items} == {"2027"}
