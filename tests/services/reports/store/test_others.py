"""Other submissions as they are found: by id, by code and by term, with a public revision."""

from services.reports.domain.others import Sought
from services.reports.store import others
from tests.services.reports.conftest import Desk, practice


async def test_only_what_has_a_public_revision_is_found(desk: Desk) -> None:
    draft = await desk.draft("CIM")
    public = await desk.published("CIM")
    withdrawn = await desk.published("CIM")
    await desk.act("CIM", withdrawn, "withdraw")
    withheld = await desk.published("COL")
    await desk.act("SG", withheld, "withhold", "w")
    sought = Sought(ids=(draft, public, withdrawn, withheld))
    async with desk.db.read() as connection:
        found = await others.load(connection, sought)
        but = await others.load(connection, sought, public)
        nothing = await others.load(connection, Sought())
    assert set(found.by_id) == {public, withheld}
    assert set(but.by_id) == {withheld}
    assert found.public(withheld) is None
    assert nothing.by_id == {}


async def test_a_correction_is_not_seen(desk: Desk) -> None:
    answer = await desk.ask("CIM", "POST", "/submissions", practice("CIM"))
    id_ = str(answer.json()["id"])
    await desk.publish("CIM", id_)
    await desk.act("CIM", id_, "revise")
    changed = practice("CIM", year=2020)
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", changed, If_Match="*")
    async with desk.db.read() as connection:
        by = [
            await others.load(connection, Sought(terms=(("practice", ("year", year)),)))
            for year in ("2022", "2020")
        ]
    assert [set(one.by_id) for one in by] == [{id_}, set()]
    assert by[0].by_id[id_].payload["year"] == 2022
