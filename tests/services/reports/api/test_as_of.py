"""A submission as it was."""

from tests.services.reports.conftest import Desk, body


async def test_a_position_and_an_instant_answer_what_was_public_then(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.settled()
    before = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    await desk.act("CIM", id_, "revise")
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(status="completed"), If_Match="*")
    await desk.publish("CIM", id_)
    await desk.settled()
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["payload"][
        "status"
    ] == "completed"
    for asked in (str(before["position"]), before["time"]):
        was = (await desk.ask(None, "GET", f"/submissions/{id_}?as_of={asked}")).json()
        assert (was["payload"]["status"], was["revision"], was["as_of"]) == ("under_way", 1, asked)
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?revision=1")).json()["payload"][
        "status"
    ] == "under_way"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=0")).status_code == 404
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=999")).status_code == 422
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=yesterday")).status_code == 422


async def test_what_was_withdrawn_is_gone_but_was_there(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.settled()
    await desk.act("CIM", id_, "withdraw")
    await desk.settled()
    gone = await desk.ask(None, "GET", f"/submissions/{id_}")
    assert gone.status_code == 410
    assert (gone.json()["id"], gone.json()["reporter"]) == (id_, "CIM")
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=6")).json()[
        "state"
    ] == "published"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}?as_of=7")).status_code == 410
