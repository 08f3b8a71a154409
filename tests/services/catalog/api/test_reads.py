"""Reads of the programme over HTTP: languages, filters, pages, search, conditional requests, and
what is refused.
"""

from typing import Any

import pytest
from pydantic import BaseModel

from services.catalog.schemas import answers as shapes
from services.catalog.schemas.editions import BesideEdition
from tests.services.catalog.api.test_nodes import NEW as NODE

LISTS: dict[str, tuple[type[BaseModel], int]] = {
    "/editions": (shapes.Edition, 2),
    "/sections": (shapes.Section, 19),
    "/objectives": (shapes.Node, 15),
    "/activities": (shapes.Node, 42),
    "/mandates": (shapes.Mandate, 6),
    "/actors": (shapes.Actor, 47),
}
SINGLE: dict[str, type[BaseModel]] = {
    "/editions/2016-draft": shapes.Edition,
    "/editions/2005": shapes.Edition,
    "/programme": shapes.Programme,
    "/nodes/FUP-3": shapes.Node,
    "/nodes/FIN-1": shapes.Node,
    "/objectives/SO-06": shapes.Node,
    "/activities/ACT-12": shapes.Node,
    "/actors/COL": shapes.Actor,
    "/codelists/axis": shapes.CodeList,
    "/codelists/instruments": shapes.CodeList,
    "/editions/2005/diff?to=2016-draft": shapes.Diff,
}


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
async def test_every_list_in_every_language(desk: Any, lang: str) -> None:
    everything = {
        **LISTS,
        "/links": (shapes.Link, None),
        "/defects": (shapes.Defect, None),
        "/codelists": (shapes.CodeList, None),
    }
    for path, (shape, count) in everything.items():
        answer = await desk.client.get(f"/catalog{path}", params={"lang": lang, "limit": 500})
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["content-language"] == lang
        items = answer.json()["items"]
        assert len(items) == count if count else len(items) > 10, path
        for item in items:
            shape.model_validate(item)
            assert all(text["lang"] == lang for text in item["texts"].values()), item


@pytest.mark.parametrize("path", SINGLE)
async def test_single_reads_fit_their_shape_and_know_304(desk: Any, path: str) -> None:
    answer = await desk.client.get(
        f"/catalog{path}", headers={"Accept-Language": "pt-BR, en;q=0.5"}
    )
    assert answer.status_code == 200, answer.text
    SINGLE[path].model_validate(answer.json())
    assert answer.headers["content-language"] == "pt"
    assert "Accept-Language" in answer.headers["vary"]
    again = await desk.client.get(
        f"/catalog{path}",
        headers={"Accept-Language": "pt", "If-None-Match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


async def test_an_activity_is_as_the_contract_says(desk: Any) -> None:
    found = await desk.get("/activities/ACT-12", params={"lang": "en"})
    assert {
        name: found[name]
        for name in ("code", "number", "addressees", "optional", "edition", "source")
    } == {
        "code": "ACT-12",
        "number": 12,
        "addressees": ["CIM"],
        "optional": False,
        "edition": "2016-draft",
        "source": {"line": 124},
    }
    assert found["official"].items() >= {"lang": "fr", "text": None, "status": "missing"}.items()
    assert len(found["official"]["sha256"]) == 64
    assert found["texts"]["title"] == {"lang": "en", "provenance": "editorial"}
    for code in found["objectives"]:
        assert "ACT-12" in (await desk.get(f"/objectives/{code}"))["activities"]
    links = await desk.get("/links", params={"activity": "ACT-12"})
    assert [link["objective"] for link in links["items"]] == found["objectives"]
    assert {link["provenance"] for link in links["items"]} == {"editorial"}
    strengths = {link["objective"]: link["strength"] for link in links["items"]}
    assert strengths == found["link_strengths"]


async def test_the_tree_holds_every_node_once_in_document_order(desk: Any) -> None:
    tree = await desk.get("/programme")

    def codes(part: Any) -> list[str]:
        return [node["code"] for node in part["nodes"]] + [
            code for inner in part["sections"] for code in codes(inner)
        ]

    found = [code for part in tree["sections"] for code in codes(part)]
    assert len(found) == len(set(found)) == 64
    assert found[:4] == ["GO-1", "GO-2", "GO-3", "SO-01"]
    assert [part["code"] for part in tree["sections"]] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert [mandate["code"] for mandate in tree["mandates"]] == [f"MAN-{n}" for n in range(1, 7)]


async def test_filters(desk: Any) -> None:
    async def found(**filters: str) -> list[str]:
        return [
            item["code"]
            for item in (await desk.get("/activities", params={"limit": 500, **filters}))["items"]
        ]

    assert await found(addressee="CIM") == ["ACT-12", "ACT-13", "ACT-14"]
    assert await found(addressee="STATES") == [f"ACT-{n}" for n in range(21, 43)]
    objective = await desk.get("/objectives/SO-06")
    assert await found(objective="SO-06") == objective["activities"] != []
    for name, code in (("axis", "gender"), ("theme", "trafficking")):
        some = await found(**{name: code})
        assert 0 < len(some) < 42
    assert await found(edition="2005") == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("educacion", "ACT-40"),
        ("EDUCACIÓN", "ACT-40"),
        ("educac", "ACT-40"),
        ("educação", "ACT-40"),
        ("consular vien", "ACT-28"),
        ("mulheres pesqui", "ACT-12"),
        ("propriedade", "ACT-42"),
        ("traite femmes", "ACT-14"),
        ("act 07", "ACT-07"),
    ],
)
async def test_search_folds_and_finds_in_any_language(desk: Any, question: str, code: str) -> None:
    found = await desk.get("/activities", params={"q": question, "lang": "en", "limit": 500})
    codes = [item["code"] for item in found["items"]]
    assert code in codes
    assert len(codes) < 20


async def test_search_finds_only_what_has_every_word(desk: Any) -> None:
    assert (await desk.get("/activities", params={"q": "educación zzz"}))["items"] == []
    assert (await desk.get("/activities", params={"q": "!?"}))["items"] == []


async def test_pages_are_whole_and_in_order(desk: Any) -> None:
    url, seen = "/activities?limit=9&lang=es", []
    while url:
        answer = await desk.client.get(url if url.startswith("/catalog") else f"/catalog{url}")
        body = answer.json()
        seen += [item["code"] for item in body["items"]]
        url = body["next"]
        assert (url is not None) == ("link" in answer.headers)
    assert seen == [f"ACT-{n:02}" for n in range(1, 43)]


async def test_a_cursor_from_elsewhere_is_unreadable(desk: Any) -> None:
    cursor = (await desk.get("/activities", params={"limit": 1}))["next"].partition("cursor=")[2]
    elsewhere = (
        f"/objectives?limit=1&cursor={cursor}",
        f"/activities?limit=1&axis=gender&cursor={cursor}",
    )
    for path in (*elsewhere, "/activities?cursor=%C3%A9", "/actors?cursor=x"):
        answer = await desk.client.get(f"/catalog{path}")
        assert answer.status_code == 400, path
        assert answer.json()["code"] == "unreadable"


@pytest.mark.parametrize(
    ("path", "pointer", "code"),
    [
        ("/activities?nonsense=1", "/nonsense", "unknown_parameter"),
        ("/activities?addressee=XYZ", "/addressee", "unknown_code"),
        ("/activities?objective=ACT-01", "/objective", "unknown_code"),
        ("/activities?axis=colour", "/axis", "unknown_code"),
        ("/activities?theme=colour", "/theme", "unknown_code"),
        ("/links?activity=GO-1", "/activity", "unknown_code"),
        ("/activities?gcm=SDG-10.7", "/gcm", "unknown_code"),
        ("/objectives?sdg=10.7", "/sdg", "unknown_code"),
        ("/crosswalks/gcm?activity=GO-1", "/activity", "unknown_code"),
        ("/crosswalks/gcm?objective=ACT-01", "/objective", "unknown_code"),
        ("/crosswalks/gcm?target=SDG-10.7", "/target", "unknown_code"),
        ("/crosswalks/gcm?strength=strong", "/strength", "unknown_code"),
        ("/programme?edition=1999", "/edition", "unknown_code"),
        ("/actors?edition=1999", "/edition", "unknown_code"),
        ("/actors?kind=ghost", "/kind", "unknown_code"),
        ("/activities?lang=de", "/lang", "unknown_code"),
        ("/actors?on=0000-01-01", "/on", "invalid_date"),
        ("/editions/2005/diff?to=1999", "/to", "unknown_code"),
        ("/editions/2005/diff", "/to", "required"),
        ("/activities?objective=SO-01&edition=2005", "/objective", "unknown_code"),
        ("/activities?limit=501", "/limit", "out_of_range"),
    ],
)
async def test_what_a_query_may_not_say(desk: Any, path: str, pointer: str, code: str) -> None:
    answer = await desk.client.get(f"/catalog{path}")
    assert answer.status_code == 422, answer.text
    assert (answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (
        pointer,
        code,
    )
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/activities/ACT-43",
        "/activities/SO-01",
        "/objectives/ACT-01",
        "/nodes/I",
        "/nodes/x%2Fy",
        "/codelists/none",
        "/actors/ZZZ",
        "/editions/1999",
        "/activities/ACT-01?edition=2005",
        "/editions/1999/diff?to=2005",
        "/editions/1999/diff",
    ],
)
async def test_what_is_not_there(desk: Any, path: str) -> None:
    answer = await desk.client.get(f"/catalog{path}")
    assert answer.status_code == 404, answer.text


async def test_the_difference_of_two_editions(desk: Any) -> None:
    found = await desk.get("/editions/2005/diff", params={"to": "2016-draft"})
    assert (len(found["added"]), found["removed"], found["changed"]) == (64, [], [])
    assert (await desk.get("/editions/2016-draft/diff", params={"to": "2016-draft"}))[
        "changed"
    ] == []


async def test_history_is_paged_newest_first(desk: Any) -> None:
    first = await desk.get("/history", params={"limit": 1})
    shapes.Change.model_validate(first["items"][0])
    second = (await desk.client.get(first["next"])).json()
    assert [first["items"][0]["code"], second["items"][0]["code"]] == ["2016-draft", "2005"]
    assert second["next"] is None
    assert len((await desk.get("/history", params={"edition": "2005"}))["items"]) == 1


async def test_before_the_programme_is_loaded_reads_are_unavailable(empty: Any) -> None:
    answer = await empty.client.get("/catalog/activities")
    assert answer.status_code == 503


TREATIES = [
    "ICRMW",
    "VCCR",
    "UNTOC",
    "UNTOC-TIP",
    "UNTOC-SOM",
    "ACHR",
    "SAN-SALVADOR",
    "BELEM-DO-PARA",
    "ICCPR",
    "ICESCR",
    "CERD",
    "CEDAW",
    "CRC",
    "REFUGEES-1951",
    "REFUGEES-1967",
    "RACISM-2013",
    "DISCRIMINATION-2013",
]


async def test_the_instruments_are_a_code_list_of_the_edition(desk: Any) -> None:
    listed = await desk.get("/codelists/instruments", params={"lang": "pt"})
    treaties = {each["code"]: each for each in listed["codes"]}
    assert list(treaties) == TREATIES
    named = {code: [each["activity"] for each in t["activities"]] for code, t in treaties.items()}
    assert (named["ICRMW"], named["UNTOC-TIP"], named["VCCR"], named["REFUGEES-1967"]) == (
        ["ACT-23"],
        ["ACT-24"],
        ["ACT-10", "ACT-28"],
        ["ACT-23", "ACT-30"],
    )
    icrmw = treaties["ICRMW"]
    assert (icrmw["depositary"], icrmw["adopted_on"], icrmw["in_force_on"]) == (
        "UN",
        "1990-12-18",
        "2003-07-01",
    )
    assert icrmw["label"] == icrmw["names"]["pt"]
    assert (icrmw["texts"]["label"]["lang"], icrmw["provenance"]) == ("pt", "editorial")
    for treaty in treaties.values():
        assert set(treaty["names"]) == {"en", "es", "pt", "fr"}
        assert treaty["activities"]
        assert all(each["rationale"] for each in treaty["activities"])
        assert treaty["edition"] == "2016-draft"
    depositaries = {each["code"] for each in (await desk.get("/codelists/depositary"))["codes"]}
    assert {treaty["depositary"] for treaty in treaties.values()} == depositaries
    earlier = await desk.get("/codelists/instruments", params={"edition": "2005"})
    assert earlier["codes"] == []


async def test_what_takes_the_place_of_an_activity_covers_its_treaties(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    node = {**NODE, "replaces": ["ACT-23"]}
    answer = await desk.client.post(f"{path}/nodes", json=node, headers=key)
    assert answer.status_code == 201, answer.text
    await desk.client.delete(f"{path}/nodes/ACT-23", headers=key)
    read = {"Authorization": key["Authorization"]}
    before = await desk.get("/codelists/instruments")
    after = await desk.get("/codelists/instruments?edition=2027", headers=read)
    covered = [
        [
            "ACT-43" if each["activity"] == "ACT-23" else each["activity"]
            for each in one["activities"]
        ]
        for one in before["codes"]
    ]
    assert [sorted(each["activity"] for each in one["activities"]) for one in after["codes"]] == [
        sorted(codes) for codes in covered
    ]


async def test_a_draft_keeps_the_instruments_but_for_what_it_retires(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    answer = await desk.client.delete(f"{draft}/nodes/ACT-28", headers=key)
    assert answer.status_code == 204, answer.text
    read = await desk.get("/codelists/instruments", params={"edition": "2027"}, headers=key)
    vccr = next(each for each in read["codes"] if each["code"] == "VCCR")
    assert [each["activity"] for each in vccr["activities"]] == ["ACT-10"]


async def test_an_indirect_link_is_shown_from_both_ends(desk: Any) -> None:
    assert (await desk.get("/nodes/ACT-22"))["link_strengths"]["SO-06"] == "indirect"
    objective = await desk.get("/objectives/SO-06")
    assert objective["link_strengths"] == dict.fromkeys(objective["activities"], "indirect")
    assert "link_strengths" not in await desk.get("/nodes/FUP-1")


async def test_what_holds_for_a_whole_part_is_told_with_it(desk: Any) -> None:
    sections = {each["code"]: each for each in (await desk.get("/sections"))["items"]}
    assert sections["V"]["note"]
    assert "note" not in sections["V.A"]
    edition = await desk.get("/editions/2016-draft", params={"lang": "es"})
    assert edition["official_name"].endswith("Trabajadores Migratorios y sus Familias")


async def test_names_come_with_what_sorts_them(desk: Any) -> None:
    bahamas = await desk.get("/actors/BHS", params={"lang": "es"})
    assert (bahamas["name"], bahamas["sort"]["es"]) == ("Las Bahamas", "bahamas")
    assert (await desk.get("/actors/CIDI"))["sort"]["fr"].startswith("conseil interamericain")
    key = {**await desk.key("editor", "programme:edit", actor="SG"), "If-Match": "*"}
    renamed = await desk.client.patch(
        "/catalog/actors/BHS", json={"names": {"es": "Islas Óptimas"}}, headers=key
    )
    assert renamed.json()["sort"] == {"es": "islas optimas"}


async def test_a_draft_tells_with_the_list_what_it_changes(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    change = {"axes": ["development"], "links": [{"objective": "SO-07"}]}
    await desk.client.patch(f"{draft}/nodes/ACT-12", json=change, headers=key)
    assert (await desk.client.delete(f"{draft}/nodes/ACT-19", headers=key)).status_code == 204
    diff = await desk.get("/editions/2016-draft/diff", params={"to": "2027"}, headers=key)
    codes = [*diff["added"], *(one["code"] for one in diff["changed"])]
    assert "ACT-12" in codes
    for headers in (key, await desk.adopter()):
        plain = await desk.get("/editions", headers=headers)
        told = await desk.get("/editions", params={"beside": "diff"}, headers=headers)
        *published, beside = [item.pop("beside", None) for item in told["items"]]
        assert (told, published) == (plain, [None, None]), "of what is published nothing"
        BesideEdition.model_validate(beside)
        assert beside["diff"] == diff
        own = {"headers": headers, "params": {"edition": "2027"}}
        assert beside["nodes"] == [await desk.get(f"/nodes/{code}", **own) for code in codes]


async def test_what_a_draft_changes_is_not_there_for_others(desk: Any) -> None:
    await desk.draft(await desk.editor())
    for headers in ({}, await desk.key("organ", "reports:write", actor="CIM")):
        told = await desk.get("/editions", params={"beside": "diff"}, headers=headers)
        assert told == await desk.get("/editions", headers=headers)
    refused = await desk.client.get("/catalog/editions?beside=nodes")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/beside")
