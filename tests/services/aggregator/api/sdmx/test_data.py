"""Data: equal to the JSON answers number by number, whoever reads them and in whatever format."""

import asyncio
import json
from typing import Any

import pytest

from contracts import reports
from tests.services.aggregator.api.sdmx.asking import (
    CSV,
    DATA,
    JSON,
    ask,
    in_series,
    rows,
    wrong_json,
    wrong_ml,
)
from tests.services.aggregator.conftest import GIVEN, Desk
from tests.services.aggregator.filled import fill
from tests.services.aggregator.serving import served

ONE = "GO-1.beneficiaries_reached._T._T._T"
SERIES: list[dict[str, Any]] = [
    {
        "key": {**GIVEN["statistic"]["series"][0]["key"], "SEX": sex},
        "observations": [
            {"period": "2023", "value": value, "status": status},
            {"period": "2024", "value": "0", "status": "A"},
        ],
    }
    for sex, value, status in (("F", None, "C"), ("M", "12.50", "E"), ("_T", None, "O"))
]
KEYS = ("OBJECTIVE", "INDICATOR", "REPORTER", "REPORTER_KIND", "AXIS", "BREAKDOWN", "TIME_PERIOD")


def placed(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in KEYS)


async def in_json(desk: Desk, row: dict[str, str]) -> Any:
    """The number of an observation as the JSON answers have it: the text it has there."""
    names = {"actor": "REPORTER", "actor_kind": "REPORTER_KIND", "axis": "AXIS"}
    asked = {name: row[of] for name, of in names.items() if row[of] != "_T"}
    path = f"/indicators/objectives/{row['OBJECTIVE']}"
    answer = await desk.client.get(path, params={**asked, "year": row["TIME_PERIOD"]})
    told = json.loads(answer.content, parse_float=str, parse_int=str)["values"]
    (value,) = (each for each in told if each["indicator"] == row["INDICATOR"])
    broken = row["BREAKDOWN"]
    if isinstance(value["value"], dict):
        return value["value"].get(broken)
    if broken == "_Z":
        return value["value"]
    cells = {f"{cell['sex']}_{cell['age_group']}": cell["value"] for cell in value["breakdown"]}
    return cells[broken]


async def test_every_number_is_that_of_the_json_answers_in_every_format(desk: Desk) -> None:
    await fill(desk)
    told = await rows(desk, "INDICATORS")
    assert len({placed(row) for row in told}) == len(told) > 300
    for row in told[::19]:  # some of everything
        assert (row["OBS_VALUE"] or None) == await in_json(desk, row), row
    answer = await ask(desk, f"{DATA}/INDICATORS/1.0.0", JSON)
    message = json.loads(answer.content, parse_float=str)
    assert wrong_json("data", answer.json()) == []
    by_place = {placed(each): each for each in in_series(message)}
    for row in told:
        for name in ("OBS_VALUE", "OBS_STATUS", "NUMERATOR", "DENOMINATOR_DATE", "POSITION"):
            value = by_place[placed(row)][name]
            assert ("" if value is None else str(value)) == row[name], (row, name)
    flat = await ask(desk, f"{DATA}/INDICATORS/1.0.0", JSON, dimensionAtObservation="AllDimensions")
    assert wrong_json("data", flat.json()) == []
    assert len(flat.json()["data"]["dataSets"][0]["observations"]) == len(told)
    path = f"{DATA}/INDICATORS/1.0.0"
    for level in (*KEYS, "AllDimensions"):
        text = (await ask(desk, path, dimensionAtObservation=level)).content
        assert wrong_ml(text) == [], level
        assert text.count(b"<Obs ") == len(told), level
    across = await ask(desk, path, JSON, dimensionAtObservation="REPORTER")
    assert wrong_json("data", across.json()) == []
    found = {placed(each): each for each in in_series(json.loads(across.text, parse_float=str))}
    assert found == by_place


def by_sdmx1(base: str, flow: str) -> dict[tuple[str, ...], Any]:
    """What sdmx1 reads, given nothing but the address."""
    import sdmx

    sdmx.add_source(
        {"id": "OAS.CAM", "url": base, "name": "x", "versions": ["3.0.0"]}, override=True
    )
    client = sdmx.Client("OAS.CAM")
    structures = client.dataflow(flow, version="1.0.0", params={"references": "descendants"})
    assert structures.dataflow[flow].name.localizations.keys() == {"en", "es", "pt", "fr"}
    message = client.data(flow, key="*", version="1.0.0", context="dataflow")
    found = {}
    for one in message.data[0].obs:
        key = {str(value.id): str(value.value) for value in one.key.values.values()}
        attributes = {name: str(each.value) for name, each in one.attached_attribute.items()}
        found[tuple(key.values())] = (one.value and str(one.value), attributes, key)
    return found


def by_pysdmx(base: str, flow: str) -> list[dict[str, Any]]:
    """What pysdmx reads, given nothing but the address."""
    from pysdmx.api.qb import (
        ApiVersion,
        DataContext,
        DataFormat,
        DataQuery,
        RestService,
        StructureFormat,
        StructureQuery,
        StructureReference,
        StructureType,
    )
    from pysdmx.io import get_datasets

    service = RestService(
        base,
        ApiVersion.V2_0_0,
        data_format=DataFormat.SDMX_ML_3_0,
        structure_format=StructureFormat.SDMX_ML_3_0,
    )
    data = service.data(DataQuery(DataContext.DATAFLOW, "OAS.CAM", flow, "1.0.0", "*"))
    structures = service.structure(
        StructureQuery(
            StructureType.DATAFLOW,
            "OAS.CAM",
            flow,
            "1.0.0",
            references=StructureReference.DESCENDANTS,
        )
    )
    (dataset,) = get_datasets(data.decode(), structures.decode())
    records: list[dict[str, Any]] = dataset.data.to_dict("records")
    return records


@pytest.mark.parametrize("flow", ["INDICATORS", "MIGRATION"])
async def test_clients_read_it_as_shipped(desk: Desk, flow: str) -> None:
    await fill(desk)
    await desk.tell("statistic", "m", series=SERIES)
    await desk.settled()
    told = await rows(desk, flow)
    names = [name for name in told[0] if name not in ("STRUCTURE", "STRUCTURE_ID", "ACTION")]
    names = names[: names.index("OBS_VALUE")]
    async with served(desk.app) as system:
        base = f"{system.base}/indicators/sdmx"
        found = await asyncio.to_thread(by_sdmx1, base, flow)
        read = {tuple(key[name] for name in names): (v, a) for v, a, key in found.values()}
        assert len(read) == len(told)
        for row in told:
            value, attributes = read[tuple(row[name] for name in names)]
            assert (value or "") == row["OBS_VALUE"], row
            assert attributes["OBS_STATUS"] == row["OBS_STATUS"]
        records = await asyncio.to_thread(by_pysdmx, base, flow)
        numbers = {tuple(str(one[name]) for name in names): one["OBS_VALUE"] for one in records}
        assert len(numbers) == len(told)
        for row in told:
            value = numbers[tuple(row[name] for name in names)]
            missing = value is None or value != value
            assert missing == (row["OBS_VALUE"] == "")
            assert missing or float(value) == float(row["OBS_VALUE"])


async def test_pysdmx_asks_by_conditions_and_reads_csv(desk: Desk) -> None:
    from pysdmx.api.dc.rest import SdmxConnector

    await fill(desk)
    urn = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=OAS.CAM:INDICATORS(1.0.0)"
    async with served(desk.app) as system:
        connector = SdmxConnector(f"{system.base}/indicators/sdmx")
        read = await asyncio.to_thread(
            lambda: list(connector.data(urn, "REPORTER='COL' AND OBS_VALUE >= 1"))
        )
    wanted = [row for row in await rows(desk, "INDICATORS", "*.*.COL") if row["OBS_VALUE"]]
    assert read == [row for row in wanted if float(row["OBS_VALUE"]) >= 1] != []


async def test_null_suppressed_and_zero_are_told_apart(desk: Desk) -> None:
    await fill(desk)
    await desk.tell("statistic", "m", series=SERIES)
    await desk.settled()
    cells = await rows(desk, "INDICATORS", ONE, c__TIME_PERIOD="2020")
    status = {
        row["BREAKDOWN"]: (row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"]) for row in cells
    }
    assert status["female_adult"] == ("", "Q", "C")
    assert status["male_adult"] == ("7", "A", "F")
    none = await rows(desk, "INDICATORS", "*.implementation_index.ILO")
    assert {(row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"]) for row in none} == {
        ("", "M", "F")
    }
    zero = await rows(desk, "INDICATORS", "GO-1.practices_published.COL")
    assert (zero[0]["OBS_VALUE"], zero[0]["OBS_STATUS"]) == ("0", "A")
    told = {
        (row["SEX"], row["TIME_PERIOD"]): (row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"])
        for row in await rows(desk, "MIGRATION")
    }
    assert told["F", "2023"] == ("", "Q", "C")
    assert told["_T", "2023"] == ("", "O", "F")
    assert told["M", "2023"] == ("12.50", "E", "F")
    assert told["F", "2024"] == ("0", "A", "F")


async def test_what_changed_since_is_told_with_what_is_no_more(desk: Desk) -> None:
    await desk.publish("a", "COL", activity="ACT-2", year=2021)
    await desk.publish("b", year=2020)
    await desk.publish("c", year=2020)
    await desk.move("a", reports.Withdrawn, "withdrawn")
    await desk.settled()
    told = await rows(desk, "INDICATORS", "*.reports_published", updatedAfter="2")
    by_action: dict[str, set[tuple[str, ...]]] = {}
    for row in told:
        place = (row["OBJECTIVE"], row["REPORTER"], row["TIME_PERIOD"])
        by_action.setdefault(row["ACTION"], set()).add(place)
    assert ("GO-1", "COL", "2021") in by_action["D"]
    assert {("GO-1", "CIM", "2020"), ("SO-01", "_T", "2020")} <= by_action["R"]
    assert not by_action["R"] & by_action["D"]
    assert await rows(desk, "INDICATORS", updatedAfter="4") == []
    # as it stood, whatever came after
    then = await rows(desk, "INDICATORS", "GO-1.reports_published._T._T._T", asOf="1")
    assert [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in then] == [("2021", "1")]


async def test_a_history_has_each_version(desk: Desk) -> None:
    for number in range(2):
        await desk.tell("statistic", "m", series=SERIES[number:], revision=number + 1)
    await desk.move("m", reports.Withdrawn, "withdrawn", "statistic")
    await desk.settled()
    answer = await ask(desk, f"{DATA}/MIGRATION/1.0.0", JSON, includeHistory="true")
    assert wrong_json("data", answer.json()) == []
    sets = answer.json()["data"]["dataSets"]
    assert [one["action"] for one in sets] == ["Replace", "Delete", "Delete"]
    assert [len(one["series"]) for one in sets] == [3, 1, 2]
    assert all("validFrom" in one for one in sets)
    for level in ("TIME_PERIOD", "SEX"):
        asked = {"includeHistory": "true", "dimensionAtObservation": level}
        text = (await ask(desk, f"{DATA}/MIGRATION/1.0.0", **asked)).content
        assert (wrong_ml(text), text.count(b"<mes:DataSet ")) == ([], 3)


async def test_observations_are_selected(desk: Desk) -> None:
    for year in (2019, 2020, 2021, 2022):
        await desk.publish(f"r{year}", year=year)
    await desk.settled()
    place = "GO-1.reports_published.CIM"

    async def years(key: str = place, **query: str) -> list[str]:
        return [row["TIME_PERIOD"] for row in await rows(desk, "INDICATORS", key, **query)]

    assert await years() == ["2019", "2020", "2021", "2022"]
    assert await years(firstNObservations="1", lastNObservations="1") == ["2019", "2022"]
    assert await years(lastNObservations="9") == await years()
    assert await years(c__TIME_PERIOD="ge:2020+le:2021") == ["2020", "2021"]
    assert await years(c__TIME_PERIOD="2019,ge:2022") == ["2019", "2022"]
    assert await years(c__OBS_VALUE="gt:1") == []
    assert len(await years("GO-1+SO-01.reports_published.CIM")) == 8
    assert len(await years(f"{place},SO-01.reports_published.CIM")) == 8
    assert await years(c__INDICATOR="sw:activities") == []
    some = await rows(desk, "INDICATORS", place, attributes="EDITION", measures="none")
    assert list(some[0])[-2:] == ["TIME_PERIOD", "EDITION"]


REFUSED: list[tuple[str, dict[str, str], int]] = [
    ("/INDICATORS/2.0.0/*", {}, 404),
    ("/NOTHING/1.0.0/*", {}, 404),
    ("/INDICATORS/1.0.0/XX-9", {}, 404),
    ("/INDICATORS/1.0.0/a.b.c.d.e.f.g.h", {}, 400),
    ("/INDICATORS/1.0.0/*", {"c__SEX": "F"}, 400),
    ("/INDICATORS/1.0.0/*", {"c__OBS_VALUE": "ge:x"}, 400),
    ("/INDICATORS/1.0.0/*", {"c__AXIS": "zz:x"}, 400),
    ("/INDICATORS/1.0.0/*", {"nothing": "1"}, 400),
    ("/INDICATORS/1.0.0/*", {"asOf": "99"}, 400),
    ("/INDICATORS/1.0.0/*", {"attributes": "X"}, 400),
    ("/INDICATORS/1.0.0/*", {"measures": "X"}, 400),
    ("/INDICATORS/1.0.0/*", {"format": "pdf"}, 406),
    ("/INDICATORS/1.0.0/*", {"dimensionAtObservation": "OBS_VALUE"}, 400),
]


async def test_what_is_refused(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    for path, query, status in REFUSED:
        answer = await ask(desk, DATA + path, **query)
        kind = answer.headers["content-type"]
        assert (answer.status_code, kind) == (status, "application/xml"), (path, query)
        assert wrong_ml(answer.content) == []
        told = (await ask(desk, DATA + path, JSON, **query)).json()
        assert wrong_json("data", told) == []
        assert told["errors"][0]["code"]


async def test_what_is_wrong_is_told_under_its_own_name(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    for query, pointer in (
        ({"asOf": "x"}, "/asOf"),
        ({"updatedAfter": "x"}, "/updatedAfter"),
        ({"updatedAfter": "999"}, "/updatedAfter"),
        ({"c__AXIS": "zz:x"}, "/c[AXIS]"),
        ({"c__OBS_VALUE": "ge:x"}, "/c[OBS_VALUE]"),
        ({"c__TIME_PERIOD": "ge:soon"}, "/c[TIME_PERIOD]"),
    ):
        told = (await ask(desk, f"{DATA}/INDICATORS/1.0.0/*", JSON, **query)).json()
        assert f" {pointer}: " in told["errors"][0]["title"], query


async def test_addresses_cut_short_and_other_words_for_the_same(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    whole = (await ask(desk, f"{DATA}/INDICATORS/1.0.0/*", CSV)).text
    for path in (
        f"{DATA}/INDICATORS",
        f"{DATA}/INDICATORS/",
        f"{DATA}/INDICATORS/%2A/%2A",
        f"{DATA}/INDICATORS/%2B/*/",
        "/indicators/sdmx/data/*/OAS.CAM/INDICATORS/~/*",
        "/indicators/sdmx/data/*/*/INDICATORS/1.0%2B",
    ):
        assert (await ask(desk, path, CSV)).text == whole, path
    assert (await ask(desk, f"{DATA}/INDICATORS", format="csvdata")).text == whole
    kinds = [
        (await ask(desk, f"{DATA}/INDICATORS", a)).headers["content-type"] for a in (CSV, JSON)
    ]
    assert kinds == [f"{CSV};version=2.0.0", f"{JSON};version=2.0.0"]
    answer = await ask(desk, f"{DATA}/INDICATORS")
    assert "Accept" in answer.headers["vary"].split(", ")
    again = {"If-None-Match": answer.headers["etag"]}
    assert (await desk.client.get(f"{DATA}/INDICATORS", headers=again)).status_code == 304
