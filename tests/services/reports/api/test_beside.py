"""All that stands beside a submission or an occasion, in one answer."""

import pytest

from tests.databases import Databases
from tests.services.reports.api import test_access
from tests.services.reports.api.test_statements import assessed, says
from tests.services.reports.conftest import Desk


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: the lists are tried on both elsewhere."""
    return sqlite_databases


async def test_one_answer_says_what_the_lists_say(desk: Desk) -> None:
    assessment = await assessed(desk)
    report = (await desk.ask(None, "GET", f"/submissions/{assessment}")).json()["payload"]
    path = f"/submissions/{report['submission']}"
    assert (await says(desk, "CIM", assessment, "reply")).status_code == 201
    thanks = {"text": "Gracias, lo corregimos."}
    assert (await desk.ask("CIM", "POST", f"{path}/comments", thanks)).status_code == 201
    await desk.key("partner", "ILO")
    await desk.settled()
    for who in test_access.CALLERS:
        caller = None if who == "nobody" else who
        told = await desk.ask(caller, "GET", f"{path}/beside")
        assert told.status_code == (401 if who in ("revoked", "expired") else 200), who
        if told.status_code == 200:
            for name in ("history", "revisions"):
                listed = await desk.ask(caller, "GET", f"{path}/{name}")
                assert told.json()[name] == listed.json()["items"], who
            said = await desk.ask(caller, "GET", f"{path}/comments")
            assert told.json()["comments"] == said.json().get("items"), who
            replies = await desk.ask(caller, "GET", f"/submissions/{assessment}/statements")
            assert told.json()["statements"] == {assessment: replies.json()["items"]}
    told = (await desk.ask(None, "GET", f"{path}/beside")).json()["assessed_by"]
    listed = (await desk.ask(None, "GET", "/submissions?kind=assessment")).json()["items"]
    assert told == listed != []
    end = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    then = (await desk.ask(None, "GET", f"{path}/beside?as_of={end}")).json()["assessed_by"]
    assert [each["id"] for each in then] == [assessment]
    again = await desk.ask(None, "GET", f"{path}/beside", If_None_Match="*")
    assert again.status_code == 304
    assert (await desk.ask(None, "GET", "/submissions/none/beside")).status_code == 404
