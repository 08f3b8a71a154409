"""Whom the events of the ledger give occasion to tell something, each once."""

from pathlib import Path

from contracts import topics
from contracts.reports import Proposal, ProposalDecided
from kernel.run import settle
from services.access import app as front
from tests.services.access.conftest import Desk
from tests.services.access.focal import ID, MOVED, begin, cycle, life, mails, notices, returned


async def test_the_life_of_a_submission_is_told_to_whom_it_concerns(
    desk: Desk, tmp_path: Path
) -> None:
    await begin(desk)
    await begin(desk, actor="COL", email="col@example.org")
    await life(desk)
    await desk.settled()
    told = {(item["kind"], item["actor"]) for item in await notices(desk)}
    assert told == {
        ("confirmation_asked", "COL"),
        ("comment_made", "CIM"),
        ("comment_made", "COL"),
        ("accepted", "CIM"),
        ("published", "CIM"),
        ("recommendation_addressed", "COL"),
    }
    assert all("Words of somebody" not in str(mail) for mail in mails(tmp_path))
    assert {item["submission"] for item in await notices(desk)} == {ID}


async def test_a_decision_on_a_proposal_is_told(desk: Desk, tmp_path: Path) -> None:
    await begin(desk)
    proposal = Proposal(change="retire", node="ACT-12")
    data = ProposalDecided(
        **MOVED | {"kind": "proposal"}, decision="declined", actor="CAM", proposal=proposal
    )
    await desk.append(topics.REPORTS, ID, data)
    await desk.settled()
    assert "no aprobada" in mails(tmp_path)[0].get_content()


async def test_organs_and_participating_states_are_told_of_cycles(desk: Desk) -> None:
    for code in ("CIM", "COL", "NIC"):
        await begin(desk, actor=code)
    await cycle(desk, state="considered")
    await cycle(desk)
    await cycle(desk, title="Changed")
    await cycle(desk, state="open")
    await cycle(desk, state="closed")
    await desk.settled()
    told = sorted((item["kind"], item["actor"]) for item in await notices(desk))
    assert told == [
        ("cycle_convened", "CIM"),
        ("cycle_convened", "COL"),
        ("cycle_opened", "CIM"),
        ("cycle_opened", "COL"),
    ]


async def test_what_was_before_a_focal_point_is_not_told(desk: Desk) -> None:
    await returned(desk)
    await begin(desk)
    await begin(desk, name="ended", **{"from": "2020-01-01", "to": "2020-02-01"})
    await desk.settled()
    assert await notices(desk) == []


async def test_each_occasion_is_told_once_however_often_it_is_read(desk: Desk) -> None:
    await begin(desk)
    await returned(desk)
    await desk.settled()
    await settle(front.workers(desk.needs))
    assert len(await notices(desk)) == 1
