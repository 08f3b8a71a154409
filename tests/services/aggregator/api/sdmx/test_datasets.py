"""Several dataflows in one message: a data set of each that has what is asked for."""

import csv
import io
import json

from lxml import etree

from tests.services.aggregator.api.sdmx.asking import CSV, JSON, ask, rows, wrong_json, wrong_ml
from tests.services.aggregator.conftest import GIVEN, Desk

EVERY = "/indicators/sdmx/data"


async def test_a_message_of_all_dataflows_is_those_of_each(desk: Desk) -> None:
    import sdmx

    await desk.publish("a")
    await desk.tell("statistic", "m", series=GIVEN["statistic"]["series"])
    await desk.settled()
    each = [await rows(desk, flow) for flow in ("INDICATORS", "MIGRATION")]
    text = (await ask(desk, EVERY, CSV)).text
    told = list(csv.DictReader(io.StringIO(text)))
    assert [{n: t for n, t in row.items() if t} for row in told] == [
        {n: t for n, t in row.items() if t} for some in each for row in some
    ]
    message = json.loads((await ask(desk, f"{EVERY}/*/*/*/*/*", JSON)).text)
    assert wrong_json("data", message) == []
    assert [one["name"] for one in message["data"]["structures"]]
    assert [one["dataSets"] for one in message["data"]["structures"]] == [[0], [1]]
    answer = await ask(desk, f"{EVERY}/dataflow/OAS.CAM/MIGRATION,INDICATORS")
    assert wrong_ml(answer.content) == []
    read = sdmx.read_sdmx(io.BytesIO(answer.content))
    assert [len(one.obs) for one in read.data] == [len(some) for some in each]


async def test_what_a_dataflow_has_not_leaves_it_out(desk: Desk) -> None:
    await desk.publish("a")
    await desk.tell("statistic", "m", series=GIVEN["statistic"]["series"])
    await desk.settled()

    async def flows(**query: str) -> list[str]:
        tree = etree.fromstring((await ask(desk, f"{EVERY}/", **query)).content)
        return [str(one.attrib.values()[0]) for one in tree.iter("{*}DataSet")]

    assert await flows() == ["INDICATORS", "MIGRATION"]
    assert await flows(limit="1") == ["INDICATORS"]
    assert await flows(c__REF_AREA="ne:X") == ["MIGRATION"]
    assert await flows(dimensionAtObservation="AXIS") == ["INDICATORS"]
    assert await flows(c__NOTHING="1") == []
    there = etree.fromstring((await ask(desk, "/indicators/sdmx/availability/dataflow")).content)
    assert [one.get("id") for one in there.iter("{*}DataConstraint")] == ["INDICATORS", "MIGRATION"]
    # a moment behind the other one, and an instant without a zone
    early, late = {"asOf": "1", "updatedAfter": "2"}, {"updatedAfter": "2020-01-01T00:00:00"}
    assert [(await ask(desk, EVERY, **q)).status_code for q in (early, late)] == [400, 200]
