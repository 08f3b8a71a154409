"""Preconditions look at the version, whatever part of a submission its reader saw."""

from tests.services.reports.conftest import Desk


async def test_the_etag_of_any_reader_is_good_for_its_own_write(desk: Desk) -> None:
    id_ = await desk.draft(joint_reporters=["COL"])
    await desk.act("CIM", id_, "submit")
    seen = {
        who: (await desk.ask(who, "GET", f"/submissions/{id_}")).headers["etag"]
        for who in ("CIM", "SG", "COL")
    }
    assert len(set(seen.values())) > 1, "what they see differs"
    confirmed = await desk.ask(
        "COL", "PUT", f"/submissions/{id_}/confirmation", If_Match=seen["COL"]
    )
    assert confirmed.status_code == 200
    assert (await desk.act("SG", id_, "start_review", match=seen["SG"])).status_code == 412
    assert (
        await desk.act("SG", id_, "start_review", match=confirmed.headers["etag"])
    ).status_code == 200
    assert (await desk.act("SG", id_, "accept", match='"nonsense"')).status_code == 412
