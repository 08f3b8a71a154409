"""The maker of dossiers: made again they are the same, once each whoever makes them, and what
cannot be made now is made later.
"""

import asyncio
import threading
from typing import Any

import pytest

from services.reports.formats import dossier as files
from services.reports.operations.gathering import NotYet
from tests.databases import Databases
from tests.services.reports.closings import LANGUAGES, closed, dossier, maker, neighbours, reported
from tests.services.reports.conftest import Desk


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


async def digests(desk: Desk, cycle: str) -> dict[str, tuple[str, str, int]]:
    listed = (await desk.ask(None, "GET", f"/cycles/{cycle}")).json()["dossiers"]
    return {one["lang"]: (one["json_sha256"], one["pdf_sha256"], one["noted"]) for one in listed}


async def test_made_again_later_it_is_the_same_bytes(desk: Desk) -> None:
    await reported(desk)
    cycle, making = await closed(desk), maker(desk)
    assert not await making.idle()
    assert await making.make_due()
    assert await making.idle()
    await desk.published("COL")
    await desk.settled()
    changed = neighbours(desk)
    changed.history.append(
        {
            "at": "2999-01-01T00:00:00.000000Z",
            "edition": "2016-draft",
            "kind": "general_objective",
            "code": "GO-1",
            "change": "changed",
            "field": "title",
            "lang": "fr",
            "before": {"text": "Autrefois", "provenance": "editorial"},
        }
    )
    for lang, (json_sha256, pdf_sha256, noted) in (await digests(desk, cycle)).items():
        again = await making.made_again(cycle, lang, noted)
        assert (again.json_sha256, again.pdf_sha256) == (json_sha256, pdf_sha256)
    undone = await maker(desk, changed).made_again(cycle, "fr", noted)
    assert "Autrefois" in undone.json.decode(), "a text is that of the closing"


async def test_two_makers_issue_each_language_once(desk: Desk) -> None:
    cycle = await closed(desk)
    await asyncio.gather(maker(desk).make_due(), maker(desk).make_due())
    await maker(desk).make_due()
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=100")).json()["items"]
    assert [item["type"] for item in items].count("reports.dossier_issued") == len(LANGUAGES)
    assert set(await digests(desk, cycle)) == set(LANGUAGES)


async def test_it_waits_for_neighbours_that_do_not_answer(desk: Desk) -> None:
    cycle, among = await closed(desk), neighbours(desk)
    among.silent = True
    making = maker(desk, among)
    assert not await making.make_due()
    assert not await making.idle()
    among.silent = False
    assert await making.make_due()
    assert (await dossier(desk, cycle))["lang"] == "fr"


async def test_pages_are_made_beside_the_loop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await closed(desk)
    threads: list[threading.Thread] = []
    make = files.make

    def noticed(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return make(*arguments)

    monkeypatch.setattr(files, "make", noticed)
    assert await maker(desk).make_due()
    assert threads
    assert threading.main_thread() not in threads


async def test_what_is_hidden_now_cannot_be_made_again_as_it_was(desk: Desk) -> None:
    submission, cycle = await reported(desk), await closed(desk)
    assert await maker(desk).make_due()
    noted = (await digests(desk, cycle))["es"][2]
    await desk.act("SG", submission, "withhold", comment="nombra a una persona")
    with pytest.raises(NotYet):
        await maker(desk).made_again(cycle, "es", noted)
