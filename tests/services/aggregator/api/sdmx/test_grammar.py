"""Whatever the grammar of SDMX REST 2 allows is answered: by a message, or by an error of SDMX."""

import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from lxml import etree

from tests.services.aggregator.api.sdmx.asking import wrong_json, wrong_ml
from tests.services.aggregator.conftest import Desk

EXAMPLES = 25
ROUTINE = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
#: Parts of addresses and values of queries, as they may be asked for.
WORDS = {
    "context": ["dataflow", "datastructure", "*", "provisionagreement"],
    "kind": ["codelist", "dataflow", "datastructure", "hierarchy", "agencyscheme", "*"],
    "agency": ["OAS.CAM", "*", "OAS.CAM,XX"],
    "resource": ["INDICATORS", "INDICATORS,a@$-1", "CL_SEX,INDICATORS", "*"],
    "version": ["1.0.0", "+", "~", "*", "1+.0.0", "1.0*", "~.0.0", "2,1", "1.0.0-a.1"],
    "key": ["*", "SO-01.*.CIM", "GO-1+SO-01..", "GO-1,x", "....", "a.b.c.d.e.f.g.h", "\u00e9"],
    "component": ["*", "REPORTER", "AXIS,TIME_PERIOD", "X_y-1"],
    "item": ["*", "F", "F,M", "a.b"],
    "provider": ["*", "CAM", "OAS.CAM,XX"],
    "c[REPORTER]": ["CIM", "ne:CIM", "sw:C,co:I", "eq:CIM+ew:M", "nc:"],
    "c[TIME_PERIOD]": ["2020", "ge:2019+le:2021", "gt:2020-01,lt:2019"],
    "c[OBS_VALUE]": ["gt:0", "ge:-1.5", "co:1"],
    "updatedAfter": ["2020-01-01T00:00:00Z", "1", "0", "2020-02-30T00:00:00Z"],
    "asOf": ["1", "2", "2999-01-01T00:00:00Z"],
    "firstNObservations": ["1", "999999999", "0"],
    "lastNObservations": ["2", "1"],
    "dimensionAtObservation": ["AllDimensions", "TIME_PERIOD", "INDICATOR", "AXIS", "OBS_VALUE"],
    "attributes": ["dsd", "msd", "dataset,series", "obs", "all", "none", "EDITION,SOURCE"],
    "measures": ["all", "none", "OBS_VALUE"],
    "includeHistory": ["true", "false"],
    "offset": ["0", "5"],
    "limit": ["1"],
    "sort": ["*:desc", "OBJECTIVE:asc+REPORTER", "series_key"],
    "mode": ["exact", "available"],
    "references": ["none", "all", "codelist,dataflow", "parentsandsiblings", "hierarchy"],
    "detail": ["full", "allstubs", "referencestubs", "referencepartial", "raw"],
    "deletion": ["true"],
    "Accept": [
        "*/*",
        "application/vnd.sdmx.data+json;version=2.0.0",
        "application/vnd.sdmx.data+csv;version=2.0.0, application/xml;q=0.1",
        "application/vnd.sdmx.structure+json;version=2.0.0",
        "application/vnd.sdmx.genericdata+xml;version=2.1",
    ],
}
CONDITIONS = ["c[REPORTER]", "c[TIME_PERIOD]", "c[OBS_VALUE]", "updatedAfter", "asOf"]
SHOWN = ["dimensionAtObservation", "attributes", "measures", "includeHistory"]
NUMBERS = ["firstNObservations", "lastNObservations"]
PLACE = "{agency}/{resource}/{version}"
#: Address → what may be asked there.
ADDRESSES = {
    f"/data/{{context}}/{PLACE}/{{key}}": [*SHOWN, *NUMBERS],
    f"/data/{{context}}/{PLACE}": [*CONDITIONS, "sort", "offset", "limit"],
    f"/availability/{{context}}/{PLACE}/{{key}}/{{component}}": [*CONDITIONS, "mode", "references"],
    f"/structure/{{kind}}/{PLACE}": ["references", "detail"],
    f"/structure/{{kind}}/{PLACE}/{{item}}": ["references", "detail"],
    f"/schema/{{context}}/{PLACE}": ["dimensionAtObservation", "deletion"],
    f"/metadata/structure/{{kind}}/{PLACE}": ["detail"],
    f"/registration/{{context}}/{PLACE}": ["updatedAfter"],
}


def parameter(name: str, where: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": WORDS[name]}
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def operation(path: str, query: list[str]) -> dict[str, Any]:
    parts = [one.strip("{}") for one in path.split("/") if one.startswith("{")]
    told = [parameter(one, "path") for one in parts] + [parameter(one, "query") for one in query]
    answers = {"200": {"description": "a message"}}
    return {"get": {"parameters": [*told, parameter("Accept", "header")], "responses": answers}}


def requests() -> Iterator[Any]:
    """What schemathesis makes of the grammar."""
    paths = {path: operation(path, query) for path, query in ADDRESSES.items()}
    head = {"openapi": "3.1.0", "info": {"title": "SDMX REST", "version": "2"}}
    made: list[Any] = []
    for each in schemathesis.openapi.from_dict({**head, "paths": paths}).get_all_operations():

        @ROUTINE
        @hypothesis.given(each.ok().as_strategy())
        def collect(case: Any) -> None:
            made.append(case.as_transport_kwargs(base_url="http://x/indicators/sdmx"))

        collect()
    return iter(made)


def flaws(answer: Any) -> list[str]:
    """What breaks the official schemas; of CSV nothing is asked."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind.endswith("csv"):
        return []
    if kind.endswith("json"):
        told = answer.json()
        return wrong_json("data" if "dataSets" in told.get("data", {}) else "structure", told)
    try:
        return wrong_ml(answer.content)
    except etree.XMLSyntaxError:
        return [answer.text[:200]]


async def test_every_request_of_the_grammar_is_answered_in_sdmx(desk: Desk) -> None:
    await desk.publish("a", year=2020)
    await desk.publish("b", "COL", activity="ACT-2", year=2021)
    await desk.settled()
    statuses: dict[int, int] = {}
    for sent in requests():
        url, query, accept = sent["url"], sent["params"], sent["headers"]["Accept"]
        answer = await desk.client.get(url, params=query, headers={"Accept": accept})
        allowed = {200, 400, 404, 406}
        allowed |= {501} if re.search("/(schema|metadata|registration)/", url) else set()
        assert answer.status_code in allowed, (url, query, answer.text)
        assert flaws(answer) == [], (url, query, accept)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
    assert min(statuses.get(each, 0) for each in (200, 400, 404, 406, 501)) > 0, statuses
