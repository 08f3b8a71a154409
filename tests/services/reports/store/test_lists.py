"""What lists find for whom."""

from urllib.parse import urlencode

from services.reports.store import lists
from tests.services.reports.conftest import Desk, body


async def test_lists_show_each_reader_what_it_may_see(desk: Desk) -> None:
    public, draft, submitted = (
        await desk.published(),
        await desk.draft("COL"),
        await desk.draft("MEX", joint_reporters=["COL"]),
    )
    await desk.act("MEX", submitted, "submit")
    expected = {
        (None, False): {public},
        ("COL", False): {public, draft, submitted},
        (None, True): {public, submitted},
        ("NIC", False): {public},
    }
    async with desk.db.read() as connection:
        for (actor, reviewer), ids in expected.items():
            rows = await lists.page(
                connection, lists.Reader(actor, reviewer), lists.Wanted(), None, 10
            )
            assert {id_ for _, id_ in rows} == ids, actor
        waiting = await lists.page(
            connection, lists.Reader("COL", False), lists.Wanted(waiting=True), None, 10
        )
        assert {id_ for _, id_ in waiting} == {draft, submitted}


async def test_a_withdrawn_one_leaves_the_public_list(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.act("CIM", id_, "withdraw")
    async with desk.db.read() as connection:
        assert (
            await lists.page(connection, lists.Reader(None, False), lists.Wanted(), None, 10) == []
        )
        own = await lists.page(
            connection, lists.Reader("CIM", False), lists.Wanted(state="withdrawn"), None, 10
        )
        assert [found for _, found in own] == [id_]


TEXTS = [
    "Educación de niñas y niños migrantes",
    "L’œuvre « Cœur de l'Amérique »",
    "Straße der Migration – 100 % sicher",
    "İstanbul’da göç",
    "Diálogo “norte–sur” sobre a integração",
    "Ægir, Łódź, Đorđe, Ørsted, ﬁn, ½",
    "co\u00adoperación_regional con c:\\ruta",
]
FOUND = {
    "educacion": {0},
    "EDUCACIÓN": {0},
    "Educacio\u0301n": {0},
    "ninas migrantes": {0},
    "niños": {0},
    "oeuvre": {1},
    "œuvre": {1},
    "l'œuvre": {1},
    "coeur": {1},
    '"coeur': set(),
    '" coeur': {1},
    "strasse": {2},
    "STRASSE": {2},
    "straße": {2},
    "100 %": {2},
    "%": {2},
    "n_regional": {6},
    "cooperacio_": set(),
    "cooperaci%": set(),
    "c:\\ruta": {6},
    "\\": {6},
    "istanbul": {3},
    "İSTANBUL": {3},
    "ıstanbul": {3},
    "istanbul'da": {3},
    "norte-sur": {4},
    '"norte': {4},
    "integração": {4},
    "aegir lodz dorde orsted": {5},
    "ﬁn": {5},
    "fin": {5},
    "1/2": {5},
    "cooperacion": {6},
    "de migra": {0, 2},
    "a": {0, 1, 2, 3, 4, 5, 6},
    "nada": set(),
    "de ninas y ninos migrantes": {0},
    "una de ninas y ninos migrantes": set(),
}


async def test_a_search_finds_the_same_on_both_databases(desk: Desk) -> None:
    ids = [await desk.draft(title=title) for title in TEXTS]
    found = {
        asked: {ids.index(item["id"]) for item in await searched(desk, asked)} for asked in FOUND
    }
    assert {q: ids for q, ids in found.items() if ids != FOUND[q]} == {}


async def searched(desk: Desk, q: str) -> list[dict[str, str]]:
    answer = await desk.ask("CIM", "GET", f"/submissions?{urlencode({'q': q})}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_correction_under_way_is_not_found_from_outside(desk: Desk) -> None:
    id_ = await desk.published(title="Primero")
    await desk.act("CIM", id_, "revise")
    path = f"/submissions/{id_}"
    await desk.ask("CIM", "PUT", path, body() | {"title": "Segundo"}, If_Match="*")
    for who, q, expected in (
        ("CIM", "segundo", [id_]),
        ("CIM", "primero", [id_]),
        (None, "segundo", []),
        (None, "primero", [id_]),
    ):
        answer = await desk.ask(who, "GET", f"/submissions?q={q}")
        assert [item["id"] for item in answer.json()["items"]] == expected, (who, q)


async def test_a_pattern_has_a_hundred_characters_at_most(desk: Desk) -> None:
    assert (await desk.ask(None, "GET", f"/submissions?q={'a' * 100}")).status_code == 200
    answer = await desk.ask(None, "GET", f"/submissions?q={'a' * 101}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/q"
