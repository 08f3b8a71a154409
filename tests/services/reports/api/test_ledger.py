"""The ledger over HTTP: dense, chained, and silent about what a caller may not read."""

import pytest

from contracts.reports import PublishedV2, Reporter
from kernel import chain, outbox
from services.reports import tables
from tests.services.reports.conftest import PEOPLE, Desk, body


async def test_the_chain_verifies_for_everybody(desk: Desk) -> None:
    await desk.published()
    await desk.draft("COL")
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    previous = chain.GENESIS
    for position, item in enumerate(items, start=1):
        assert item["position"] == position
        assert item["previous_hash"] == previous
        previous = chain.link(previous, position, item["time"], item["digest"])
        assert item["hash"] == previous
    assert [item["position"] for item in items if item["subject"]] == [1, 3, 6], "what is public"


async def test_the_digest_is_of_the_four_members(desk: Desk) -> None:
    await desk.published()
    await desk.settled()
    item = (await desk.ask(None, "GET", "/ledger?after=5")).json()["items"][0]
    entry = (await desk.ask(None, "GET", "/ledger/6")).json()
    assert set(entry) == {"data", "id", "salt", "type"}
    assert (
        chain.digest(chain.canonical(entry["data"]), entry["id"], entry["salt"], entry["type"])
        == item["digest"]
    )


async def test_a_small_number_stands_in_no_entry(desk: Desk) -> None:
    cells = [
        {"sex": "female", "age_group": "adult", "count": 100},
        {"sex": "male", "age_group": "child", "small": True},
    ]
    id_ = await desk.published(payload=body(beneficiaries=cells)["payload"])
    await desk.settled()
    read = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    revisions = (await desk.ask(None, "GET", f"/submissions/{id_}/revisions")).json()["items"]
    assert read["payload"]["beneficiaries"] == cells
    assert [one["payload"]["beneficiaries"] for one in revisions] == [cells]
    entry = (await desk.ask(None, "GET", "/ledger/6")).json()
    assert entry["data"]["implementation"]["beneficiaries"] == [
        {"sex": "female", "age_group": "adult", "count": 100, "small": False},
        {"sex": "male", "age_group": "child", "count": None, "small": True},
    ]


async def test_an_entry_of_an_earlier_version_verifies(desk: Desk) -> None:
    id_ = await desk.published()
    told = body(beneficiaries=[{"sex": "female", "age_group": "adult", "count": 3}])["payload"]
    moved = {"submission": id_, "kind": "implementation", "state": "published", "revision": 1}
    event = PublishedV2(
        **moved,
        reporter="CIM",
        edition="2016-draft",
        title="t",
        language="es",
        reporters=[Reporter(code="CIM", kind="organ")],
        implementation=told,
        evidence=[],
    )
    await desk.db.write(outbox.emit, tables.kernel, "reports", id_, event, revision=1)
    await desk.settled()
    item = (await desk.ask(None, "GET", "/ledger?after=6")).json()["items"][0]
    entry = (await desk.ask(None, "GET", "/ledger/7")).json()
    data = chain.canonical(entry["data"])
    assert chain.digest(data, entry["id"], entry["salt"], entry["type"]) == item["digest"]


async def test_what_a_caller_may_not_read_is_not_there(desk: Desk) -> None:
    await desk.draft("COL")
    await desk.settled()
    assert (await desk.ask(None, "GET", "/ledger/2")).status_code == 404
    assert (await desk.ask("COL", "GET", "/ledger/2")).status_code == 200
    assert (await desk.ask("COL", "GET", "/ledger/3")).status_code == 404


async def test_pages_follow_one_another(desk: Desk) -> None:
    await desk.published()
    await desk.settled()
    first = (await desk.ask(None, "GET", "/ledger?limit=4")).json()
    second = (await desk.client.get(first["next"])).json()
    assert [item["position"] for item in first["items"] + second["items"]] == [1, 2, 3, 4, 5, 6]
    assert second["next"] is None


async def test_everybody_reads_how_far_the_catalogue_is_taken_in(desk: Desk) -> None:
    item = (await desk.ask(None, "GET", "/ledger")).json()["items"][0]
    assert (item["type"], item["subject"]) == ("reports.catalogue_noted", "catalogue")
    entry = (await desk.ask(None, "GET", "/ledger/1")).json()
    assert entry["data"] == {"catalog_position": len(PEOPLE) + 1}


@pytest.mark.parametrize("given", ["hash", "digest"])
async def test_an_entry_is_found_by_its_hash_and_by_its_digest(desk: Desk, given: str) -> None:
    await desk.published()
    await desk.draft("COL")
    await desk.settled()
    for who in (None, "CIM", "SG"):
        for item in (await desk.ask(who, "GET", "/ledger")).json()["items"]:
            found = (await desk.ask(who, "GET", f"/ledger?hash={item[given]}")).json()
            assert found == {"items": [item], "next": None, "dossiers": []}, (
                "as the list tells it to this caller"
            )
    hidden = (await desk.ask(None, "GET", "/ledger?after=1&limit=1")).json()["items"][0]
    told = {name: hidden[name] for name in ("type", "subject", "revision")}
    assert set(told.values()) == {None}


async def test_a_hash_is_looked_for_within_what_else_is_asked_for(desk: Desk) -> None:
    await desk.published()
    await desk.settled()
    third = (await desk.ask(None, "GET", "/ledger?after=2&limit=1")).json()["items"][0]
    path = f"/ledger?hash={third['hash']}"
    for more, there in (("as_of=2", 0), ("as_of=3", 1), ("after=2", 1), ("after=3", 0)):
        found = (await desk.ask(None, "GET", f"{path}&{more}")).json()["items"]
        assert len(found) == there, more
    cut = (await desk.ask(None, "GET", f"{path}&limit=1&as_of=3")).json()
    assert cut["next"].endswith(f"after=3&limit=1&as_of=3&hash={third['hash']}")
    assert (await desk.ask(None, "GET", f"/ledger?hash={'0' * 64}")).json()["items"] == []


@pytest.mark.parametrize("wrong", ["", "x", "0" * 63, "0" * 65, "A" * 64, "g" * 64])
async def test_what_is_no_hash_is_refused(desk: Desk, wrong: str) -> None:
    answer = await desk.ask(None, "GET", f"/ledger?hash={wrong}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/hash"
