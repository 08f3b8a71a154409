"""Which codes the data have."""

from tests.services.aggregator.api.sdmx.asking import ask, rows, wrong_json, wrong_ml
from tests.services.aggregator.conftest import Desk

PLACE = "/indicators/sdmx/availability/dataflow/OAS.CAM/INDICATORS"
JSON = "application/vnd.sdmx.structure+json;version=2.0.0"


async def test_the_codes_that_some_observation_has(desk: Desk) -> None:
    await desk.publish("a", "COL", activity="ACT-2", year=2021)
    await desk.settled()
    answer = await ask(desk, f"{PLACE}/1.0.0/*.reports_published/*", JSON)
    assert wrong_json("structure", answer.json()) == []
    (constraint,) = answer.json()["data"]["dataConstraints"]
    values = {one["id"]: one["values"] for one in constraint["cubeRegions"][0]["keyValues"]}
    told = await rows(desk, "INDICATORS", "*.reports_published")
    assert values == {name: sorted({row[name] for row in told}) for name in values}
    assert (values["REPORTER"], values["TIME_PERIOD"]) == (["COL", "_T"], ["2021"])
    assert constraint["annotations"][0]["title"] == str(len(told))
    ml = await ask(desk, f"{PLACE}/1.0.0/*/REPORTER,AXIS")
    assert wrong_ml(ml.content) == []
    assert (b'id="AXIS"' in ml.content, b'id="OBJECTIVE"' in ml.content) == (True, False)
    assert (await ask(desk, f"{PLACE}/", c__AXIS="gender")).status_code == 404


async def test_what_could_be_chosen_instead(desk: Desk) -> None:
    await desk.publish("a", "COL", activity="ACT-2", year=2021)
    await desk.publish("b", "CIM", activity="ACT-2", year=2022)
    await desk.settled()
    place = f"{PLACE}/1.0.0/*.reports_published.COL/REPORTER,TIME_PERIOD"
    told = [await _values(desk, place, mode=mode) for mode in ("exact", "available")]
    assert told == [
        {"REPORTER": ["COL"], "TIME_PERIOD": ["2021"]},
        {"REPORTER": ["CIM", "COL", "_T"], "TIME_PERIOD": ["2021"]},
    ]
    nobody = f"{PLACE}/1.0.0/*.reports_published.NIC/REPORTER"
    assert (await ask(desk, nobody, JSON)).status_code == 404
    assert await _values(desk, nobody, mode="available") == {"REPORTER": ["CIM", "COL", "_T"]}


async def _values(desk: Desk, place: str, **query: str) -> dict[str, list[str]]:
    answer = (await ask(desk, place, JSON, **query)).json()
    region = answer["data"]["dataConstraints"][0]["cubeRegions"][0]
    return {one["id"]: one["values"] for one in region["keyValues"]}


async def test_what_is_refused(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    assert (await ask(desk, f"{PLACE}/1.0.0/*/NOTHING")).status_code == 400
    assert (await ask(desk, f"{PLACE}/1.0.0/*/*", mode="some")).status_code == 400
    assert (await ask(desk, f"{PLACE}/1.0.0/*/*", references="some")).status_code == 400
    assert (await ask(desk, f"{PLACE}/1.0.0/*/*/*/*")).status_code == 404
    assert (await ask(desk, f"{PLACE}/1.0.0/*/*", "text/csv")).status_code == 406
