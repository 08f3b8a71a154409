"""Loading the data files: once, in full, told to the others; again only what changed; never what is
frozen.
"""

import json
from collections import Counter
from typing import Any

import pytest

from kernel.errors import Problem
from services.catalog import tables


def edit(desk: Any, name: str, old: str, new: str) -> None:
    path = desk.files / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


async def everything(desk: Any) -> list[Any]:
    return [
        await desk.rows(table)
        for table in (
            tables.state,
            tables.entries,
            tables.actors,
            tables.history,
            tables.kernel.outbox,
        )
    ]


async def test_the_first_load_tells_edition_and_actors(desk: Any) -> None:
    outbox = await desk.rows(tables.kernel.outbox)
    assert Counter(row["type"] for row in outbox) == {
        "catalog.edition_published": 1,
        "catalog.actor_changed": 47,
    }
    edition = next(
        json.loads(row["payload"]) for row in outbox if row["type"] == "catalog.edition_published"
    )
    assert (edition["edition"], edition["date"], edition["current"]) == (
        "2016-draft",
        "2016-04-19",
        True,
    )
    assert (len(edition["objectives"]), len(edition["activities"])) == (15, 42)
    assert all(activity["objectives"] for activity in edition["activities"])
    assert {code for activity in edition["activities"] for code in activity["objectives"]} == set(
        edition["objectives"]
    )
    treaty = edition["instruments"][0]
    assert (treaty["code"], treaty["activities"]) == ("ICRMW", ["ACT-23"])
    cuba = next(json.loads(row["payload"]) for row in outbox if row["aggregateid"] == "CUB")
    assert cuba["memberships"] == [
        {"from_day": "1948-01-01", "to_day": "1962-01-01", "status": "not_participating"}
    ]


async def test_the_same_files_write_nothing(desk: Any) -> None:
    before = await everything(desk)
    assert await desk.load() is None
    assert await everything(desk) == before


async def test_a_comment_is_no_change(desk: Any) -> None:
    before = await everything(desk)
    edit(desk, "actors.yaml", "# The actors", "# These actors")
    await desk.load()
    assert (await everything(desk))[1:] == before[1:]
    assert await desk.load() is None


async def test_a_better_title_is_taken_in_with_its_history(desk: Any) -> None:
    title = (await desk.get("/nodes/GO-3", params={"lang": "es"}))["title"]
    edit(desk, "2016-draft/objectives.yaml", f'"{title}"', '"Otro título"')
    events = len(await desk.rows(tables.kernel.outbox))
    await desk.load()
    assert (await desk.get("/nodes/GO-3", params={"lang": "es"}))["title"] == "Otro título"
    change = (await desk.get("/history"))["items"][0]
    assert (
        change["code"],
        change["field"],
        change["lang"],
        change["before"]["text"],
        change["actor"],
    ) == ("GO-3", "title", "es", title, None)
    assert len(await desk.rows(tables.kernel.outbox)) == events


async def test_an_instrument_may_come_and_be_corrected_and_is_told(desk: Any) -> None:
    file = "2016-draft/instruments.yaml"
    edit(desk, file, '  in_force_on: "1967-03-19"', "  in_force_on: null")
    edit(desk, file, "- activity: ACT-28", "- activity: ACT-29")
    edit(desk, file, "- code: CRC\n", "- code: CRC-2\n")
    with pytest.raises(Problem, match="instrument CRC is gone"):
        await desk.load()
    edit(desk, file, "- code: CRC-2\n", "- code: CRC\n")
    with pytest.raises(Problem, match="coverage VCCR:ACT-28 is gone"):
        await desk.load()
    edit(desk, file, "- activity: ACT-29", "- activity: ACT-28")
    await desk.load()
    told = [row for row in await desk.rows(tables.kernel.outbox) if "edition_p" in row["type"]]
    assert len(told) == 2
    treaties = {each["code"]: each for each in json.loads(told[1]["payload"])["instruments"]}
    assert (treaties["VCCR"]["adopted_on"], treaties["VCCR"]["in_force_on"]) == ("1963-04-24", None)
    assert (await desk.get("/history"))["items"][0]["field"] == "in_force_on"


async def test_what_was_changed_over_http_stays_until_the_files_say_otherwise(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    body = {"title": {"en": {"text": "Changed over HTTP"}}}
    assert (
        await desk.client.patch("/catalog/editions/2016-draft/nodes/GO-1", json=body, headers=key)
    ).status_code == 200
    spanish = (await desk.get("/nodes/GO-1", params={"lang": "es"}))["title"]
    edit(desk, "2016-draft/objectives.yaml", f'"{spanish}"', '"Título nuevo"')
    await desk.load()
    assert (await desk.get("/nodes/GO-1", params={"lang": "en"}))["title"] == "Changed over HTTP"
    assert (await desk.get("/nodes/GO-1", params={"lang": "es"}))["title"] == "Título nuevo"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "2016-draft/activities.yaml",
            "addressees: [SG]",
            "addressees: [CAM]",
            "ACT-01: addressees",
        ),
        ("2016-draft/links.yaml", "  objective: GO-3", "  objective: GO-2", "ACT-01:GO-2 is new"),
        ("2016-draft/sections.yaml", "line: 5\n", "line: 6\n", "section I: line"),
        ("2016-draft/fingerprints.yaml", 'fr: "97', 'fr: "98', "fingerprint GO-1: sha256"),
    ],
)
async def test_frozen_structure_is_refused(
    desk: Any, name: str, old: str, new: str, said: str
) -> None:
    before = await everything(desk)
    edit(desk, name, old, new)
    with pytest.raises(Problem) as refused:
        await desk.load()
    assert refused.value.code == "frozen"
    assert said in refused.value.detail
    assert await everything(desk) == before


async def test_new_files_leave_editions_made_over_http_alone(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    published, draft = await desk.draft(key, "2027"), await desk.draft(key, "unfinished")
    assert (await desk.client.post(f"{published}/publish", headers=adopter)).status_code == 200
    await desk.client.patch(f"{draft}/nodes/ACT-12", json={"links": []}, headers=key)
    before = [
        await desk.get("/programme", params={"edition": code}, headers=key)
        for code in ("2027", "unfinished")
    ]
    events = len(await desk.rows(tables.kernel.outbox))
    title = (await desk.get("/nodes/GO-3", params={"lang": "es", "edition": "2016-draft"}))["title"]
    edit(desk, "2016-draft/objectives.yaml", f'"{title}"', '"Otro título"')
    assert await desk.load() == "0 entries new, 1 changed, 0 actors told"
    assert [
        await desk.get("/programme", params={"edition": code}, headers=key)
        for code in ("2027", "unfinished")
    ] == before
    assert (await desk.get("/programme"))["edition"]["id"] == "2027"
    assert len(await desk.rows(tables.kernel.outbox)) == events


async def test_changed_and_new_actors_are_told(desk: Any) -> None:
    events = len(await desk.rows(tables.kernel.outbox))
    edit(desk, "states.yaml", 'to: "2023-11-19"', 'to: "2023-11-20"')
    new = (
        "- {code: NEW, kind: other, role: contributor, parent: null, name: {en: a, es: b, pt: "
        "c, fr: d}, acronym: null,"
    )
    path = desk.files / "actors.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + f'\n{new} valid_from: "2020", valid_to: null, source: made up}}\n',
        encoding="utf-8",
    )
    await desk.load()
    told = (await desk.rows(tables.kernel.outbox))[events:]
    assert [row["aggregateid"] for row in told] == ["NEW", "NIC"]
    assert json.loads(told[0]["payload"])["valid_from"] == "2020-01-01"
    assert (await desk.get("/actors", params={"limit": 500}))["items"][-1]["code"] == "NEW"


async def test_an_actor_never_goes(desk: Any) -> None:
    path = desk.files / "states.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- code: VEN\n", "- code: VEX\n"), encoding="utf-8")
    with pytest.raises(Problem, match="VEN is gone"):
        await desk.load()


async def test_a_broken_file_is_one_clear_line(empty: Any) -> None:
    edit(
        empty, "2016-draft/activities.yaml", "themes: [programme_coordination]", "themes: [colour]"
    )
    with pytest.raises(Problem, match=r"activities.yaml: entry ACT-01: themes: colour") as refused:
        await empty.load()
    assert refused.value.code == "bad_programme"
    assert await empty.rows(tables.entries) == []


async def test_a_new_reading_of_a_published_edition_reaches_everybody(desk: Any) -> None:
    links = desk.files / "2016-draft" / "links.yaml"
    text = links.read_text(encoding="utf-8")
    assert text.count("  strength: indirect\n") == 4
    links.write_text(text.replace("strength: indirect", "strength: direct"), encoding="utf-8")
    with pytest.raises(Problem) as refused:
        await desk.load()
    assert refused.value.status == 409
    edit(desk, "editions.yaml", "reading: 2", "reading: 3")
    await desk.load()
    told = json.loads((await desk.rows(tables.kernel.outbox))[-1]["payload"])
    assert "consular" in told["themes"]
    assert {"EXH-1", "FUP-1"} <= {*told["nodes"]}
    strengths = [set(activity["link_strengths"].values()) for activity in told["activities"]]
    assert all(each == {"direct"} for each in strengths)
    assert set((await desk.get("/objectives/SO-06"))["link_strengths"].values()) == {"direct"}
    changed = [line["code"] for line in (await desk.get("/history"))["items"]]
    assert "ACT-08:SO-06" in changed
