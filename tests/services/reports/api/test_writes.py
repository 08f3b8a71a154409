"""What every write to a submission has in common: who is known, what is there, which version."""

import pytest

from tests.services.reports.conftest import Desk, body

WRITES = {
    "PUT ": body(),
    "POST /transitions": {"action": "submit"},
    "PUT /confirmation": None,
    "DELETE /confirmation": None,
}


@pytest.mark.parametrize("write", WRITES)
async def test_401_then_404_then_403_then_428(desk: Desk, write: str) -> None:
    method, part = write.split(" ")
    published = await desk.published(joint_reporters=["COL"])
    draft = await desk.draft("COL", payload={}, joint_reporters=["MEX"])
    entitled = "COL" if "confirmation" in part else "CIM"
    statuses = [
        (await desk.ask(who, method, f"/submissions/{id_}{part}", WRITES[write], **match))
        for who, id_, match in (
            (None, draft, {}),
            ("ILO", draft, {}),
            ("ILO", published, {}),
            (entitled, published, {}),
            (entitled, published, {"If_Match": '"0"'}),
        )
    ]
    assert [answer.status_code for answer in statuses] == [401, 404, 403, 428, 412]
