"""The overviews over HTTP: as JSON and as files."""

import csv
from typing import Any

import pytest

from contracts import topics
from contracts.catalog import Instrument
from tests.services.desk import actor_changed, edition
from tests.services.reports.api.test_publishing import accepted
from tests.services.reports.conftest import ACTIVITIES, Desk, body

ACT = {"instrument": "ICRMW", "state": "COL", "action": "accession", "date": "1995-05-24"}


def of_kind(kind: str, reporter: str, **payload: Any) -> dict[str, Any]:
    return {**body(reporter), "kind": kind, "title": "=Acto", "payload": payload}


async def with_treaties(desk: Desk) -> None:
    """An edition that has treaties, and regions of states."""
    treaty = Instrument(
        code="ICRMW",
        names={},
        depositary="UN",
        adopted_on=None,
        in_force_on="2003-07-01",
        activities=["ACT-23"],
    )
    following = edition("2016-draft", ACTIVITIES, ["GO-1", "SO-04"])
    changed = actor_changed("COL", "state", None, [("1948-01-01", None)])
    await desk.append(topics.CATALOG, "COL", changed.model_copy(update={"region": "South America"}))
    await desk.append(
        topics.CATALOG, "2016-draft", following.model_copy(update={"instruments": [treaty]})
    )
    await desk.settled()


async def listed(desk: Desk, path: str) -> list[dict[str, Any]]:
    """The first page of what everybody reads there."""
    return list((await desk.ask(None, "GET", path)).json()["items"])


async def published(desk: Desk, who: str, sent: dict[str, Any]) -> str:
    id_ = await accepted(desk, who, sent)
    answer = await desk.act("SG", id_, "publish")
    assert answer.status_code == 200, answer.text
    await desk.settled()
    return id_


async def test_where_states_stand_with_treaties(desk: Desk) -> None:
    await with_treaties(desk)
    id_ = await published(desk, "COL", of_kind("ratification", "COL", **ACT))
    answer = (await desk.ask(None, "GET", "/ratifications")).json()
    assert [row["state"] for row in answer["items"]] == ["COL", "CUB", "MEX", "NIC"]
    assert answer["items"][0] == {
        "state": "COL",
        "region": "South America",
        "participating": True,
        "instrument": "ICRMW",
        "status": "party",
        "action": "accession",
        "date": "1995-05-24",
        "takes_effect_on": None,
        "in_force": True,
        "verified": True,
        "submission": id_,
    }
    payload = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["payload"]
    assert payload == {**ACT, "verified": True}, "what a state says of itself"
    newest = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    assert (answer["position"], answer["on"]) == (newest["position"], newest["time"][:10])
    before = (await desk.ask(None, "GET", "/ratifications?on=1995-05-23&state=COL")).json()
    assert [row["status"] for row in before["items"]] == ["none"]
    south = await desk.ask(None, "GET", "/ratifications?region=South%20America&instrument=ICRMW")
    assert [row["state"] for row in south.json()["items"]] == ["COL"]
    await desk.act("COL", id_, "withdraw")
    gone = (await desk.ask(None, "GET", "/ratifications?state=COL")).json()["items"]
    assert [row["status"] for row in gone] == ["none"]


async def test_agreements_by_party_type_and_activity(desk: Desk) -> None:
    parties = [{"actor": "COL"}, {"name": "Universidad"}]
    sent = of_kind(
        "agreement",
        "COL",
        type="consular",
        parties=parties,
        signed_on="2019-03-01",
        in_force_from="2020-01-01",
        activities=["ACT-22"],
    )
    id_ = await published(desk, "COL", sent)
    for query, expected in (
        ("", [id_]),
        ("?party=COL&type=consular&activity=ACT-22&on=2020-01-01", [id_]),
        ("?party=MEX", []),
        ("?type=regulatory", []),
        ("?activity=ACT-23", []),
        ("?on=2019-02-28", []),
    ):
        answer = await desk.ask(None, "GET", f"/agreements{query}")
        assert [row["submission"] for row in answer.json()["items"]] == expected, query
    text = (await desk.ask(None, "GET", "/agreements.csv")).text
    [row] = csv.DictReader(text.splitlines())
    assert (row["title"], row["parties"], row["in_force"]) == (
        "'=Acto",
        "COL; Universidad",
        "true",
    )


async def test_what_states_say_and_whether_they_have_reported(desk: Desk) -> None:
    sent = of_kind("uptake", "COL", activity="ACT-22", stance="taken_up", since="2021-05-01")
    await published(desk, "COL", sent)
    await desk.published("MEX")
    rows = (await desk.ask(None, "GET", "/uptake")).json()["items"]
    assert len(rows) == 4 * 2
    said = {(row["state"], row["activity"]): (row["stance"], row["reported"]) for row in rows}
    assert said["COL", "ACT-22"] == ("taken_up", False)
    assert said["MEX", "ACT-22"] == ("silent", True)
    assert said["MEX", "ACT-23"] == ("silent", False)
    one = (await desk.ask(None, "GET", "/uptake?on=2020-01-01&state=COL&activity=ACT-22")).json()
    assert [row["stance"] for row in one["items"]] == ["silent"]


async def test_as_they_stood_at_a_position(desk: Desk) -> None:
    asked = [f"/{name}?on=2025-01-01" for name in ("ratifications", "agreements", "uptake.csv")]

    async def read(place: str = "") -> tuple[str, list[Any]]:
        answers = [await desk.ask(None, "GET", f"{address}{place}") for address in asked]
        newest = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
        shown = [
            a.json()["items"] if "json" in a.headers["content-type"] else a.text for a in answers
        ]
        return newest["position"], shown

    await with_treaties(desk)
    act = await published(desk, "COL", of_kind("ratification", "COL", **ACT))
    told = {"type": "consular", "parties": [{"actor": "COL"}, {"actor": "MEX"}]}
    agreed = of_kind("agreement", "COL", signed_on="2019-03-01", **told)
    await published(desk, "COL", agreed)
    said = of_kind("uptake", "COL", activity="ACT-22", stance="taken_up", since="2021-05-01")
    taken = await published(desk, "COL", said)
    done = await desk.draft("COL", joint_reporters=["MEX"])
    await desk.publish("COL", done)
    await desk.settled()
    position, before = await read()
    await desk.ask("MEX", "PUT", f"/submissions/{done}/confirmation", If_Match="*")
    for id_ in (act, taken):
        await desk.act("COL", id_, "withdraw")
    await desk.settled()
    later, now = await read()
    assert all(one != other for one, other in zip(before[::2], now[::2], strict=True))
    assert (await read(f"&as_of={position}"))[1] == before
    assert (await read(f"&as_of={later}"))[1] == now
    first = (await desk.ask(None, "GET", "/uptake?as_of=1")).json()
    assert (first["position"], first["as_of"]) == (1, "1")
    assert {row["stance"] for row in first["items"]} == {"silent"}
    for wrong in ("9999", "x"):
        assert (await desk.ask(None, "GET", f"/agreements?as_of={wrong}")).status_code == 422


@pytest.mark.parametrize("name", ["ratifications", "agreements", "uptake"])
async def test_each_is_a_file_too(desk: Desk, name: str) -> None:
    for ending, media_type in (("csv", "text/csv"), ("xlsx", "application/vnd.openxml")):
        answer = await desk.ask(None, "GET", f"/{name}.{ending}?on=2024-12-31")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        assert f"{name}-2024-12-31-position-" in answer.headers["content-disposition"]
        again = await desk.ask(
            "COL", "GET", f"/{name}.{ending}?on=2024-12-31", If_None_Match=answer.headers["etag"]
        )
        assert again.status_code == 304
    assert (await desk.ask(None, "GET", f"/{name}.pdf")).status_code == 404


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("ratifications?on=2024-02-30", "/on"),
        ("ratifications?on=20240230", "/on"),
        ("ratifications?instrument=X", "/instrument"),
        ("ratifications?state=CIM", "/state"),
        ("ratifications.csv?region=Nowhere", "/region"),
        ("agreements?party=X", "/party"),
        ("agreements?type=X", "/type"),
        ("agreements?activity=X", "/activity"),
        ("uptake?activity=ACT-12", "/activity"),
        ("uptake.xlsx?year=2024", "/year"),
    ],
)
async def test_unknown_codes_and_filters_are_refused(desk: Desk, query: str, pointer: str) -> None:
    answer = await desk.ask(None, "GET", f"/{query}")
    assert answer.status_code == 422
    assert [error["pointer"].rpartition("/")[2] for error in answer.json()["errors"]] == [
        pointer.strip("/")
    ]
