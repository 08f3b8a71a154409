"""An adopted proposal becomes part of a draft edition: added with the next free code, amended or
retired; once, by editors, where it fits; and everything tells it.
"""

import asyncio
from typing import Any

import pytest

from contracts.reports import Proposal, ProposalDecided, Withheld

TEXTS = {"es": {"title": "Abaratar las remesas", "summary": "Acordar costos menores."}}
PROPOSAL: dict[str, Any] = {
    "change": "add",
    "node": None,
    "node_kind": "activity",
    "addressees": ["STATES"],
    "objectives": ["SO-07"],
    "texts": TEXTS,
}
AMEND = {"change": "amend", "node": "ACT-12", "node_kind": None, "addressees": [], "objectives": []}
RETIRE = {**AMEND, "change": "retire", "node": "ACT-13", "texts": {}}
OBJECTIVE = {"node_kind": "objective", "addressees": [], "objectives": []}
FLAWS: list[tuple[dict[str, Any], str, str]] = [
    ({"addressees": ["XYZ"]}, "/proposal/addressees/0", "unknown_code"),
    ({"addressees": []}, "/proposal/addressees", "required"),
    ({"objectives": ["SO-07", "SO-99"]}, "/proposal/objectives/1", "unknown_code"),
    ({**AMEND, "node": "ACT-77"}, "/proposal/node", "unknown_code"),
    ({**AMEND, "addressees": ["XYZ"]}, "/proposal/addressees/0", "unknown_code"),
    ({**RETIRE, "node": "ACT-77"}, "/proposal/node", "unknown_code"),
]


def moved(proposal: str) -> dict[str, Any]:
    return {
        "submission": proposal,
        "kind": "proposal",
        "state": "published",
        "revision": 1,
        "reporter": "COL",
        "edition": "2016-draft",
    }


def decided(proposal: str, decision: str = "adopted", **changes: Any) -> ProposalDecided:
    content = Proposal(**{**PROPOSAL, **changes})
    return ProposalDecided.model_validate(
        {
            **moved(proposal),
            "decision": decision,
            "actor": "CAM",
            "meeting": "m-1",
            "proposal": content,
        }
    )


async def adopted(desk: Any, proposal: str, **changes: Any) -> None:
    """The Committee adopts a proposal."""
    await desk.tell(decided(proposal, **changes), proposal)


async def incorporate(desk: Any, path: str, proposal: str, key: Any) -> Any:
    return await desk.client.post(f"{path}/adoptions", json={"proposal": proposal}, headers=key)


async def taken_in(desk: Any, path: str, key: Any, proposal: str, **changes: Any) -> Any:
    """A proposal that is adopted and in the draft."""
    await adopted(desk, proposal, **changes)
    answer = await incorporate(desk, path, proposal, key)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def node(desk: Any, code: str, key: Any, lang: str = "es") -> Any:
    read = {"Authorization": key["Authorization"]}
    return await desk.get(f"/nodes/{code}?edition=2027&lang={lang}", headers=read)


async def test_what_is_added_gets_the_next_free_code(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    shown = await taken_in(desk, path, key, "p-1")
    assert (shown["node"], shown["incorporated_in"]) == ("ACT-43", "2027")
    added = await node(desk, "ACT-43", key)
    assert added["origin"] == {"proposal": "p-1"}
    assert (added["title"], added["summary"]) == tuple(TEXTS["es"].values())
    assert (added["number"], added["section"], added["optional"]) == (43, "V.B", True)
    assert (added["addressees"], added["objectives"]) == (["STATES"], ["SO-07"])
    assert (await taken_in(desk, path, key, "p-2"))["node"] == "ACT-44"
    assert (await taken_in(desk, path, key, "p-3", **OBJECTIVE))["node"] == "SO-13"
    assert (await node(desk, "SO-13", key))["section"] == "IV.B"
    organ = await taken_in(desk, path, key, "p-4", addressees=["CIDI"])
    assert (await node(desk, organ["node"], key))["section"] == "V.A"


async def test_languages_that_lack_stay_missing(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await taken_in(desk, path, key, "p-1")
    added = await node(desk, "ACT-43", key, "fr")
    assert added["texts"]["title"] == {"lang": "es", "provenance": "editorial"}
    answer = await desk.client.post(f"{path}/publish", json={}, headers=await desk.adopter())
    assert answer.status_code == 200, answer.text
    event = (await desk.get("/activities/ACT-43"))["origin"]
    assert event == {"proposal": "p-1"}


async def test_what_is_amended_says_so(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    shown = await taken_in(desk, path, key, "p-1", **AMEND)
    assert (shown["node"], shown["incorporated_in"]) == ("ACT-12", "2027")
    amended = await node(desk, "ACT-12", key)
    assert (amended["title"], amended["origin"]) == (TEXTS["es"]["title"], {"proposal": "p-1"})
    assert (amended["addressees"], amended["objectives"]) == (["CIM"], ["GO-2", "SO-07"])
    assert "outdated_since" in (await node(desk, "ACT-12", key, "fr"))["texts"]["title"]
    more = {"addressees": ["STATES"], "objectives": ["SO-07", "SO-08"], "texts": {}}
    await taken_in(desk, path, key, "p-2", **{**AMEND, **more})
    amended = await node(desk, "ACT-12", key)
    assert (amended["addressees"], amended["objectives"]) == (["STATES"], ["SO-07", "SO-08"])
    assert (amended["section"], amended["origin"]) == ("V.B", {"proposal": "p-2"})


async def test_what_is_retired_goes(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    shown = await taken_in(desk, path, key, "p-1", **RETIRE)
    assert (shown["node"], shown["incorporated_in"]) == ("ACT-13", "2027")
    read = {"Authorization": key["Authorization"]}
    gone = await desk.client.get("/catalog/nodes/ACT-13?edition=2027", headers=read)
    assert gone.status_code == 404


@pytest.mark.parametrize(("changes", "pointer", "code"), FLAWS)
async def test_what_does_not_fit_is_refused(
    desk: Any, changes: dict[str, Any], pointer: str, code: str
) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await adopted(desk, "p-1", **changes)
    answer = await incorporate(desk, path, "p-1", key)
    assert answer.status_code == 422, answer.text
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        (pointer, code)
    ]
    [shown] = (await desk.get("/adoptions?pending=true"))["items"]
    assert shown["proposal"] == "p-1"


async def test_only_what_is_adopted_and_once(desk: Any) -> None:
    key = await desk.editor()
    path, other = await desk.draft(key), await desk.draft(key, "2028")
    await desk.tell(decided("p-0", "deferred"), "p-0")
    for proposal in ("p-0", "nowhere"):
        answer = await incorporate(desk, path, proposal, key)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_adopted")
    await taken_in(desk, path, key, "p-1")
    for each in (path, other):
        answer = await incorporate(desk, each, "p-1", key)
        assert (answer.status_code, answer.json()["code"]) == (409, "incorporated")
        assert answer.json()["edition"] == "2027"
    await adopted(desk, "p-2")
    await desk.tell(Withheld(**moved("p-2")), "p-2")
    assert (await incorporate(desk, path, "p-2", key)).json()["code"] == "withheld"
    await adopted(desk, "p-3")
    answers = await asyncio.gather(
        *(incorporate(desk, each, "p-3", key) for each in (path, other, path, other))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_repeated_request_gets_the_same_answer(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await adopted(desk, "p-1")
    once = {**key, "Idempotency-Key": "k"}
    first, again = [await incorporate(desk, path, "p-1", once) for _ in range(2)]
    assert (first.status_code, first.json()) == (again.status_code, again.json())


async def test_a_draft_is_told_to_editors_alone(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await taken_in(desk, path, key, "p-1")
    read = {"Authorization": key["Authorization"]}
    for headers, edition, pending in (({}, None, ["p-1"]), (read, "2027", [])):
        [shown] = (await desk.get("/adoptions", headers=headers))["items"]
        assert shown["incorporated_in"] == edition
        assert shown["node"] == ("ACT-43" if edition else None)
        listed = (await desk.get("/adoptions?pending=true", headers=headers))["items"]
        assert [each["proposal"] for each in listed] == pending
    answer = await desk.client.post(f"{path}/publish", json={}, headers=await desk.adopter())
    assert answer.status_code == 200, answer.text
    [shown] = (await desk.get("/adoptions?pending=false"))["items"]
    assert (shown["incorporated_in"], shown["node"]) == ("2027", "ACT-43")
    assert (await desk.get("/adoptions?pending=true"))["items"] == []


async def test_what_an_editor_takes_away_is_pending_again(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await taken_in(desk, path, key, "p-1")
    assert (await desk.client.delete(f"{path}/nodes/ACT-43", headers=key)).status_code == 204
    read = {"Authorization": key["Authorization"]}
    listed = (await desk.get("/adoptions?pending=true", headers=read))["items"]
    assert [each["proposal"] for each in listed] == ["p-1"]
    again = await incorporate(desk, path, "p-1", key)
    assert (again.status_code, again.json()["node"]) == (201, "ACT-43")


async def test_a_draft_that_is_overtaken_gives_its_proposals_back(desk: Any) -> None:
    key = await desk.editor()
    path, other = await desk.draft(key), await desk.draft(key, "2028")
    await taken_in(desk, path, key, "p-1")
    answer = await desk.client.post(f"{other}/publish", json={}, headers=await desk.adopter())
    assert answer.status_code == 200, answer.text
    third = await desk.draft(key, "2029", "2028")
    again = await incorporate(desk, third, "p-1", key)
    assert (again.status_code, again.json()["incorporated_in"]) == (201, "2029")


async def test_diff_mapping_and_history_tell_it(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    for proposal, changes in (("p-1", {}), ("p-2", AMEND), ("p-3", RETIRE)):
        await taken_in(desk, path, key, proposal, **changes)
    answer = await desk.client.post(f"{path}/publish", json={}, headers=await desk.adopter())
    assert answer.status_code == 200, answer.text
    diff = await desk.get("/editions/2016-draft/diff?to=2027")
    assert (diff["added"], diff["removed"]) == (["ACT-43"], ["ACT-13"])
    assert diff["adoptions"] == [
        {"proposal": "p-1", "change": "add", "node": "ACT-43"},
        {"proposal": "p-2", "change": "amend", "node": "ACT-12"},
        {"proposal": "p-3", "change": "retire", "node": "ACT-13"},
    ]
    [changed] = [each for each in diff["changed"] if each["code"] == "ACT-12"]
    assert (changed["after"]["origin"], changed["before"]["origin"]) == ({"proposal": "p-2"}, None)
    assert {"from": "ACT-13", "to": []} in diff["mapping"]
    assert {"from": "ACT-12", "to": ["ACT-12"]} in diff["mapping"]
    back = await desk.get("/editions/2027/diff?to=2016-draft")
    assert back["adoptions"] == []
    for code, proposal in (("ACT-43", "p-1"), ("ACT-12", "p-2"), ("ACT-13", "p-3")):
        lines = (await desk.get(f"/nodes/{code}/history"))["items"]
        told = [line["after"]["proposal"] for line in lines if line["kind"] == "adoption"]
        assert told == [proposal]


async def test_a_later_edition_keeps_the_origin(desk: Any) -> None:
    key = await desk.editor()
    path = await desk.draft(key)
    await taken_in(desk, path, key, "p-1")
    await desk.client.post(f"{path}/publish", json={}, headers=await desk.adopter())
    await desk.draft(key, "2028", "2027")
    read = {"Authorization": key["Authorization"]}
    later = await desk.get("/nodes/ACT-43?edition=2028", headers=read)
    assert later["origin"] == {"proposal": "p-1"}
    diff = await desk.get("/editions/2027/diff?to=2028", headers=read)
    assert (diff["adoptions"], diff["changed"]) == ([], [])
