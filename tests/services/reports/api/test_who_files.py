"""Who may begin a submission of which kind: every kind for every sort of actor and scope, as the
contract's table says.
"""

import pytest

from services.reports.domain.kinds import KINDS
from tests.databases import Databases
from tests.services.reports.conftest import Desk, body

WRITE, ASSESS, FUND = "reports:write", "assess:write", "fund:write"
#: Caller → its actor and scopes.
CALLERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "organ": ("CIM", (WRITE,)),
    "state": ("COL", (WRITE,)),
    "multilateral": ("ILO", (WRITE,)),
    "secretariat": ("SG", (WRITE,)),
    "treasurer": ("SG", (FUND,)),
    "experts": ("EXPERTS", (ASSESS,)),
    "committee": ("CAM", (ASSESS,)),
    "assessing": ("COL", (ASSESS,)),
    "reader": ("CIM", ("audit:read",)),
}
WRITERS = ("organ", "state", "multilateral", "secretariat")
#: Kind → the callers that begin one. A pledge is a contributor's too.
MAY = {
    "implementation": WRITERS,
    "uptake": ("state",),
    "further-activity": ("organ", "secretariat"),
    "practice": WRITERS,
    "proposal": WRITERS,
    "agreement": ("organ", "state", "secretariat"),
    "ratification": ("state", "secretariat"),
    "fund-entry": ("treasurer", "organ", "state", "multilateral"),
    "recommendation": ("experts", "committee"),
    "assessment": ("experts", "committee"),
    "statistic": ("organ", "state", "multilateral", "secretariat"),
}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: it is a question of rules."""
    return sqlite_databases


async def test_who_begins_which_kind(desk: Desk) -> None:
    assert set(MAY) == set(KINDS)
    for who, (actor, scopes) in CALLERS.items():
        await desk.key(who, actor, *scopes)
    await desk.settled()
    answered = {}
    for kind in KINDS:
        for who, (actor, _) in CALLERS.items():
            payload = {"entry": "pledge"} if kind == "fund-entry" else {}
            begun = {**body(actor), "kind": kind, "payload": payload}
            answered[kind, who] = await desk.ask(who, "POST", "/submissions", begun)
    found = {
        kind: {who for who in CALLERS if answered[kind, who].status_code == 201} for kind in KINDS
    }
    assert found == {kind: set(callers) for kind, callers in MAY.items()}
    refused = {answer.status_code for answer in answered.values()} - {201}
    assert refused <= {403, 422}
