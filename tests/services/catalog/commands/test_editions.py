"""Decisions about editions that were made from the same reading: the first holds, the later one is
stale and writes nothing.
"""

from typing import Any

import pytest

from kernel.errors import DuplicateKey, StaleWrite
from services.catalog import tables
from services.catalog.commands import editions
from services.catalog.domain import copies, drafts
from services.catalog.domain.catalogue import Catalogue, Edition

AT = "2026-01-01T00:00:00.000000Z"
TITLE = {"en": {"text": "New", "provenance": "editorial"}}
ADOPTED = {"date": "2026-01-01"}


async def begun(desk: Any, code: str) -> Edition:
    catalogue: Catalogue = await desk.app.state.resources.snapshots.current()
    made: Edition = await desk.db.write(
        editions.begin,
        copies.copied(
            catalogue,
            catalogue.editions["2016-draft"],
            copies.Particulars(code, TITLE, None, 2026),
        ),
        "SG",
    )
    return made


async def everything(desk: Any) -> list[Any]:
    return [
        await desk.rows(table)
        for table in (
            tables.state,
            tables.entries,
            tables.official_texts,
            tables.history,
            tables.kernel.outbox,
        )
    ]


async def test_a_copy_is_written_whole_and_once(desk: Any) -> None:
    draft = await begun(desk, "new")
    catalogue = await desk.app.state.resources.snapshots.current()
    assert catalogue.editions["new"].entry == draft.entry
    assert list(catalogue.editions["new"].nodes.values()) == list(draft.nodes.values())
    before = await everything(desk)
    with pytest.raises(DuplicateKey):
        await begun(desk, "new")
    assert await everything(desk) == before


async def test_an_edit_decided_before_the_publication_comes_too_late(desk: Any) -> None:
    draft, old = (
        await begun(desk, "new"),
        (await desk.app.state.resources.snapshots.current()).current,
    )
    edit = drafts.change(draft, draft.nodes["ACT-12"], {"links": []}, AT)
    await desk.db.write(editions.publish, draft, old, ADOPTED, "CAM")
    before = await everything(desk)
    with pytest.raises(StaleWrite):
        await desk.db.write(editions.edit, draft, edit, "SG")
    assert await everything(desk) == before


async def test_a_publication_decided_before_an_edit_comes_too_late(desk: Any) -> None:
    draft, old = (
        await begun(desk, "new"),
        (await desk.app.state.resources.snapshots.current()).current,
    )
    after = await desk.db.write(
        editions.edit, draft, drafts.change(draft, draft.nodes["ACT-12"], {"axes": []}, AT), "SG"
    )
    before = await everything(desk)
    with pytest.raises(StaleWrite):
        await desk.db.write(editions.publish, draft, old, ADOPTED, "CAM")
    assert await everything(desk) == before
    assert (await desk.app.state.resources.snapshots.current()).editions["new"].nodes[
        "ACT-12"
    ] == after.nodes["ACT-12"]


async def test_of_two_drafts_decided_upon_together_one_is_published(desk: Any) -> None:
    one, two = await begun(desk, "one"), await begun(desk, "two")
    old = (await desk.app.state.resources.snapshots.current()).current
    await desk.db.write(editions.publish, one, old, ADOPTED, "CAM")
    with pytest.raises(StaleWrite):
        await desk.db.write(editions.publish, two, old, ADOPTED, "CAM")
    assert (await desk.app.state.resources.snapshots.current()).current.code == "one"


async def test_two_edits_of_one_draft_are_one_after_the_other(desk: Any) -> None:
    draft = await begun(desk, "new")
    await desk.db.write(editions.edit, draft, drafts.retire(draft, draft.nodes["SO-01"], AT), "SG")
    with pytest.raises(StaleWrite):
        await desk.db.write(
            editions.edit,
            draft,
            drafts.change(draft, draft.nodes["ACT-12"], {"links": [{"objective": "SO-01"}]}, AT),
            "SG",
        )
