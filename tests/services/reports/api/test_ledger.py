"""The ledger over HTTP: dense, chained, and silent about what a caller may not read."""

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
