"""The observations as files: equal to the JSON answers number by number, in every format."""

import csv
import io
import zipfile
from typing import Any

import pyarrow.parquet
import pytest
from lxml import etree

from files import exports
from kernel.eventlog.memory import MemoryLog
from services.aggregator.domain.observations import COLUMNS
from tests.databases import Databases
from tests.services.aggregator.conftest import Desk, opened
from tests.services.aggregator.filled import MONEY, fill

FEW = "objective=GO-1&indicator=resources_reported"
NAMED = "objective-GO-1-indicator-resources_reported"
FILTERS = ("actor", "actor_kind", "axis", "year")
Row = dict[str, str]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """What the two databases may differ in is tried by one test."""
    return sqlite_databases


async def table(desk: Desk, **query: Any) -> list[Row]:
    answer = await desk.client.get("/indicators/data.csv", params=query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def order(row: Row) -> tuple[Any, ...]:
    names = ("objective", "indicator", "kind", "actor", "actor_kind", "axis")
    return (*(row[name] for name in names), int(row["year"] or 0), row["breakdown"])


def observed(value: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What the rows of a value of the JSON answers are: by breakdown, the number and the cells."""
    number, small = value["value"], str(value.get("small_cells", 0))
    if isinstance(number, dict):
        return {code: (str(one), small) for code, one in number.items()} or {"": ("", small)}
    rows = {"": ("" if number is None else str(number), small)}
    for cell in value.get("breakdown", ()):
        told = "" if cell["value"] is None else str(cell["value"])
        rows[f"{cell['sex']}.{cell['age_group']}"] = (told, str(cell["small_cells"]))
    return rows


async def test_every_row_is_what_the_json_answers_say(desk: Desk) -> None:
    await fill(desk)
    rows = await table(desk)
    assert list(rows[0]) == list(COLUMNS)
    assert rows == sorted(rows, key=order)
    places = {tuple(row[name] for name in FILTERS) for row in rows}
    assert {
        ("CIM", "organ", "", "2020"),
        ("", "state", "", ""),
        ("", "", "gender", "2021"),
    } <= places
    assert not [place for place in places if place[0] == "CIDH"]
    for place in places:
        asked = {name: one for name, one in zip(FILTERS, place, strict=True) if one}
        here = [row for row in rows if tuple(row[name] for name in FILTERS) == place]
        answered = (await desk.get("/objectives", **asked))["objectives"]
        for objective in answered if not any(place[:3]) else ():
            assert objective["code"] in {row["objective"] for row in here}
        for objective in answered:
            mine = [row for row in here if row["objective"] == objective["code"]]
            for value in objective["values"] if mine else ():
                told = {
                    row["breakdown"]: (row["value"], row["suppressed"])
                    for row in mine
                    if row["indicator"] == value["indicator"]
                }
                assert told == observed(value), (place, objective["code"], value)


async def test_a_filter_leaves_its_rows(desk: Desk) -> None:
    await fill(desk)
    every = await table(desk)
    for asked in ({"year": "2021"}, {"actor": "CIM"}, {"axis": "gender"}, {"actor_kind": "state"}):
        ((name, code),) = asked.items()
        (wanted,) = [await table(desk, **asked)]
        assert {row[name] for row in wanted} == {code}
        alike = [
            row for row in every if row[name] == code and (name != "actor_kind" or not row["actor"])
        ]
        assert [row for row in alike if row not in wanted] == []
    both = await table(desk, actor="CIM", axis="gender", objective="GO-1", indicator="axis_share")
    assert {(row["actor"], row["axis"], row["objective"]) for row in both} == {
        ("CIM", "gender", "GO-1")
    }
    assert [row["value"] for row in both if not row["year"] and row["breakdown"] == "gender"] == [
        "1.0"
    ]


async def test_the_same_position_is_the_same_bytes_in_every_format(desk: Desk) -> None:
    await fill(desk)
    at = (await desk.get("/status"))["position"]
    before = {}
    for ending in ("csv", "json", "parquet", "xlsx"):
        answer = await desk.client.get(f"/indicators/data.{ending}?{FEW}")
        assert answer.status_code == 200, answer.text
        name = answer.headers["content-disposition"]
        assert name == f'attachment; filename="indicators-e-{NAMED}-position-{at}.{ending}"'
        before[ending] = answer
        head = await desk.client.head(f"/indicators/data.{ending}?{FEW}")
        assert (head.headers["etag"], head.content) == (answer.headers["etag"], b"")
        again = await desk.client.get(
            f"/indicators/data.{ending}?{FEW}", headers={"If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304
    await desk.publish("e", year=2023, resources=MONEY)
    await desk.settled()
    for ending, answer in before.items():
        then = await desk.client.get(f"/indicators/data.{ending}?{FEW}&as_of={at}")
        assert then.content == answer.content
        assert then.headers["etag"] == answer.headers["etag"]
        now = await desk.client.get(f"/indicators/data.{ending}?{FEW}")
        assert now.content != answer.content
    same_rows(before)


def same_rows(files: Any) -> None:
    """Each format has the rows of the CSV file, and a number the same text."""
    rows = list(csv.DictReader(io.StringIO(files["csv"].text, newline="")))
    told = files["json"].json()
    assert told["codelists"]["indicator"][0].keys() == {"code", "name"}
    texts = [
        {name: "" if one is None else str(one) for name, one in row.items()}
        for row in told["items"]
    ]
    assert [row | {"value": ""} for row in texts] == [row | {"value": ""} for row in rows]
    assert '"breakdown":"USD","value":0.10,' in files["json"].text
    read = pyarrow.parquet.read_table(io.BytesIO(files["parquet"].content))
    assert read.schema.metadata[b"edition"] == b"e"
    values = [float(row["value"]) if row["value"] else None for row in rows]
    assert read.column("value").to_pylist() == values
    assert read.column("year").to_pylist() == [
        int(row["year"]) if row["year"] else None for row in rows
    ]
    with zipfile.ZipFile(io.BytesIO(files["xlsx"].content)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert len(sheet.findall(".//{*}row")) == len(rows) + 1


async def test_both_databases_give_the_same_bytes(
    sqlite_databases: Databases, postgresql_databases: Databases
) -> None:
    found = []
    for databases in (sqlite_databases, postgresql_databases):
        async with opened(databases.url("aggregator"), MemoryLog()) as desk:
            desk.recorded = lambda: "2026-01-01T00:00:00.000000Z"
            await fill(desk)
            found.append((await desk.client.get("/indicators/data.csv")).content)
    assert found[0] == found[1]


async def test_excel_reads_it_in_the_language(desk: Desk) -> None:
    await fill(desk)
    answer = await desk.client.get("/indicators/data.csv?excel=true&lang=es")
    assert answer.headers["content-language"] == "es"
    assert answer.content.startswith(b"\xef\xbb\xbfobjective;indicator;")
    rows = list(
        csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"), newline=""), delimiter=";")
    )
    assert "0,10" in {row["value"] for row in rows}


async def test_what_is_long_is_made_in_the_background(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(desk)
    monkeypatch.setattr(exports, "SHORT", 5)
    head = await desk.client.head("/indicators/data.xlsx")
    begun = await desk.client.get("/indicators/data.xlsx")
    assert (begun.status_code, head.status_code, head.content) == (202, 202, b"")
    assert head.headers["location"] == begun.headers["location"]
    where = begun.headers["location"]
    assert begun.json()["id"] in where
    while (state := (await desk.client.get(where)).json())["state"] == "running":
        pass
    assert state["rows"] > 5
    file = await desk.client.get(state["file"])
    assert file.content[:2] == b"PK"
    assert (await desk.client.get("/indicators/data.xlsx")).content == file.content
    for address in ("/indicators/data.xlsx", state["file"]):
        head = await desk.client.head(address)
        assert (head.status_code, head.headers["content-length"]) == (200, str(len(file.content)))
    assert (await desk.client.get("/indicators/exports/x")).status_code == 404


async def test_unknown_codes_are_refused(desk: Desk) -> None:
    for query in ("objective=X", "indicator=x", "actor=X", "x=1", "as_of=99"):
        answer = await desk.client.get(f"/indicators/data.csv?{query}")
        assert answer.status_code == 422, query


async def test_the_files_of_a_moment_are_listed_with_their_addresses(desk: Desk) -> None:
    await desk.publish("a")
    at = desk.last_recorded["reports.v1"]
    await desk.publish("b")
    await desk.settled()
    for moment in ("1", at):
        told = (await desk.get("/files", as_of=moment))["items"]
        assert {(each["position"], each["recorded_at"]) for each in told} == {(1, at)}
        (of_csv,) = (each["address"] for each in told if "/data.csv?" in each["address"])
        assert (await desk.client.get(of_csv)).text == (
            await desk.client.get("/indicators/data.csv?as_of=1")
        ).text
    assert (await desk.client.get("/indicators/files?as_of=3")).status_code == 422
    await desk.app.state.sizes.settled()  # asked without its query, it was not refused
