"""Nothing written is lost, and a change decided from an old state is refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.auth import Caller
from kernel.errors import StaleWrite
from services.reports import commands, tables
from services.reports.store import reading, writing
from tests.services.reports.conftest import Desk, body


def test_folding_drops_case_and_accents() -> None:
    assert writing.folded("EDUCACIÓN Ñandú") == "educacion nandu"
    assert writing.folded("“Ação” – straße, ½ ﬁn, Œuvre µ") == "“acao” – strasse, 1⁄2 fin, œuvre μ"


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_folding_byte_by_byte_is_folding(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    assert writing.folded(text) == "".join(c for c in decomposed if not unicodedata.combining(c))


async def test_every_saved_text_stays(desk: Desk) -> None:
    id_ = await desk.draft()
    for year in (2018, 2019):
        await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(year=year), If_Match="*")
    assert await desk.rows(tables.texts) == 3


async def test_a_change_from_an_old_state_is_stale_and_leaves_nothing(desk: Desk) -> None:
    id_ = await desk.draft()
    async with desk.db.read() as connection:
        submission = await reading.get_submission(connection, id_)
    assert submission is not None
    content = commands.Content("nuevo", "es", {}, [], ())
    await desk.db.write(commands.save, submission, content, Caller(None, "CIM"))
    texts, steps = await desk.rows(tables.texts), await desk.rows(tables.history)
    with pytest.raises(StaleWrite):
        await desk.db.write(commands.save, submission, content, Caller(None, "CIM"))
    assert (await desk.rows(tables.texts), await desk.rows(tables.history)) == (texts, steps)
