"""Preconditions look at the version, whatever part of a submission its reader saw; nothing of an
unpublished revision is shown outside.
"""

from tests.services.reports.conftest import Desk, body


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


async def test_the_public_is_not_shown_when_a_correction_was_written(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    public = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    await desk.act("CIM", id_, "revise")
    changed = body(year=2020) | {"joint_reporters": ["COL"]}
    await desk.ask("CIM", "PUT", f"/submissions/{id_}", changed, If_Match="*")
    for who in (None, "MEX", "COL"):
        one = (await desk.ask(who, "GET", f"/submissions/{id_}")).json()
        listed = (await desk.ask(who, "GET", "/submissions")).json()["items"]
        for seen in (one, *listed):
            assert seen["updated_at"] == seen["published_at"] == public["published_at"], who
            assert (seen["state"], seen["revision"]) == ("published", 1)
    own = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).json()
    assert own["updated_at"] > own["published_at"]
