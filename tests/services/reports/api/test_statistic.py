"""Series as their reporters send them, and what is refused with its rule."""

import asyncio
from typing import Any

import pytest

from tests.services.reports.api.test_publishing import accepted
from tests.services.reports.conftest import Desk, body
from tests.services.reports.domain.test_cells import parts, payload


def statistic(reporter: str, given: dict[str, Any]) -> dict[str, Any]:
    """A statistic that is complete."""
    whole = {"dataflow": "MIGRATION", "source": "Registro", "method": "Permisos", **given}
    return {**body(reporter), "kind": "statistic", "title": "Flujos", "payload": whole}


async def test_a_life_with_what_is_confidential(desk: Desk) -> None:
    given = parts(_T="100", F="60", M="30", O=None, U=None)
    id_ = await accepted(desk, "COL", statistic("COL", given))
    assert (await desk.act("SG", id_, "publish")).status_code == 200
    answer = await desk.ask(None, "GET", f"/submissions/{id_}")
    told = answer.json()["payload"]["series"][3]["observations"]
    assert told == [{"period": "2024", "value": None, "status": "C"}]
    listed = await desk.ask(None, "GET", "/submissions?kind=statistic&year=2024")
    assert [item["id"] for item in listed.json()["items"]] == [id_]
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    data = (await desk.ask(None, "GET", f"/ledger/{items[-1]['position']}")).json()["data"]
    assert data["statistic"]["series"] == answer.json()["payload"]["series"]


def with_value(**instead: Any) -> dict[str, Any]:
    given = payload(({}, "10"))
    given["series"][0]["observations"][0] |= instead
    return given


def with_key(**instead: Any) -> dict[str, Any]:
    return payload((instead, "10"))


KEY, SEEN = "/payload/series/0/key", "/payload/series/0/observations/0"


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        (with_value(value="3"), f"{SEEN}/value", "small_cell"),
        (with_value(value="07"), f"{SEEN}/value", "wrong_form"),
        (with_value(value="-7"), f"{SEEN}/value", "wrong_form"),
        (with_value(period="2024-01"), f"{SEEN}/period", "wrong_form"),
        (with_value(status="X"), f"{SEEN}/status", "unknown_code"),
        (with_value(case="77/2024"), f"{SEEN}/case", "unknown_field"),
        (with_key(PASSPORT="AB123"), f"{KEY}/PASSPORT", "unknown_field"),
        (payload(({}, "10")) | {"persons": []}, "/payload/persons", "unknown_field"),
        (with_key(REF_AREA="ZZZ"), f"{KEY}/REF_AREA", "unknown_code"),
        (with_key(SEX="X"), f"{KEY}/SEX", "unknown_code"),
        (with_key(REF_AREA="MEX"), f"{KEY}/REF_AREA", "not_yours"),
        (payload(*[({}, "10")] * 2), "/payload/series/1/observations/0", "repeated"),
        (payload(*[({}, "10")] * 501), "/payload/series", "too_many"),
    ],
)
async def test_a_refusal_explains_its_rule(
    desk: Desk, given: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await desk.ask("COL", "POST", "/submissions", statistic("COL", given))
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
    if code == "unknown_field":
        assert "no names" in error["detail"]


async def test_no_more_than_five_thousand_observations(desk: Desk) -> None:
    given = payload(({}, "10"), ({"SEX": "F"}, "10"))
    observation = given["series"][0]["observations"][0]
    given["series"][0]["observations"] = [observation] * 5_000
    answer = await desk.ask("COL", "POST", "/submissions", statistic("COL", given))
    assert [error["code"] for error in answer.json()["errors"]] == ["too_many"]


async def test_two_texts_may_not_tell_a_small_number_together(desk: Desk) -> None:
    total = await accepted(desk, "COL", statistic("COL", parts(_T="100")))
    part = await accepted(desk, "COL", statistic("COL", parts(F="97")))
    answers = await asyncio.gather(*(desk.act("SG", id_, "publish") for id_ in (total, part)))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert [error["code"] for error in refused.json()["errors"]] == ["small_cell"]
    again = await desk.ask("ILO", "POST", "/submissions", statistic("ILO", parts(F="96", M="0")))
    assert again.status_code == (422 if answers[0].status_code == 200 else 201)
