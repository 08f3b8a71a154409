"""Acts of a file become published submissions of the Secretariat, once."""

import asyncio
from typing import Any

import pytest

from services.reports.operations import acts
from tests.services.reports.api.test_overviews import with_treaties
from tests.services.reports.conftest import Desk

HEADER = "state,signed,bound_on,action,verification\n"
FILE = f"{HEADER}COL,,1995-05-24,accession,read\nMEX,1991-05-22,1999-03-08,ratification,recalled\n"
BAD = """CIM,,1995-05-24,accession,read
NIC,,2999-01-01,accession,read
NIC,,1/2/2005,accession,read
"""


async def load(desk: Desk, text: str = FILE) -> dict[str, Any]:
    return await acts.load(desk.db, text, "ICRMW", "UN")


async def test_what_was_filed_is_passed_over_even_withdrawn(desk: Desk) -> None:
    await with_treaties(desk)
    assert await load(desk) == {"filed": 3, "passed_over": 0, "refused": []}
    await desk.settled()
    items = (await desk.ask(None, "GET", "/submissions?kind=ratification&reporter=SG")).json()
    assert {item["state"] for item in items["items"]} == {"published"}
    rows = (await desk.ask(None, "GET", "/ratifications?on=2020-01-01")).json()["items"]
    found = {row["state"]: (row["status"], row["date"], row["verified"]) for row in rows}
    assert found["COL"] == ("party", "1995-05-24", True)
    assert found["MEX"] == ("party", "1999-03-08", False)
    await desk.key("writer", "SG", "reports:write")
    await desk.settled()
    for item in items["items"]:
        assert (await desk.act("writer", item["id"], "withdraw")).status_code == 200
    assert await load(desk) == {"filed": 0, "passed_over": 3, "refused": []}


async def test_two_that_load_at_once_file_each_act_once(desk: Desk) -> None:
    await with_treaties(desk)
    both = await asyncio.gather(load(desk), load(desk))
    assert sorted((one["filed"], one["passed_over"]) for one in both) == [(0, 3), (3, 0)]
    twice = await load(desk, FILE.replace("COL", "NIC") + "NIC,,1995-05-24,accession,read\n")
    assert twice == {"filed": 1, "passed_over": 3, "refused": []}


async def test_a_bad_line_hides_no_good_one(desk: Desk) -> None:
    await with_treaties(desk)
    loaded = await load(desk, FILE + BAD)
    assert (loaded["filed"], loaded["passed_over"]) == (3, 0)
    refused = loaded["refused"]
    assert [one["line"] for one in refused] == [4, 5, 6]
    assert "CIM is not a state" in refused[0]["detail"]


async def test_another_table_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="columns"):
        await load(desk, "x\n")
