"""Structures: valid, complete with what they refer to, in four languages."""

from typing import Any

from contracts import reports
from tests.services.aggregator.api.sdmx.asking import ask, wrong_json, wrong_ml
from tests.services.aggregator.conftest import GIVEN, Desk
from tests.services.desk import edition

PLACE = "/indicators/sdmx/structure"
JSON = "application/vnd.sdmx.structure+json;version=2.0.0"


async def test_everything_is_valid(desk: Desk) -> None:
    ml = await ask(desk, f"{PLACE}/*/*/*/*")
    assert ml.headers["content-type"] == "application/vnd.sdmx.structure+xml;version=3.0.0"
    assert wrong_ml(ml.content) == []
    message = (await ask(desk, f"{PLACE}/*/*/*/*", JSON)).json()
    assert wrong_json("structure", message) == []
    lists = {one["id"]: one for one in message["data"]["codelists"]}
    codes = {code["id"]: code for code in lists["CL_ACTOR"]["codes"]}
    assert codes["COL"]["names"] == {
        "en": "Colombia",
        "es": "Colombia",
        "pt": "Colômbia",
        "fr": "Colombie",
    }
    assert {"_T", "CIM", "ILO"} <= codes.keys()
    assert "STATES" not in codes
    objectives = lists["CL_OBJECTIVE"]["codes"]
    assert [each["names"]["es"] for each in objectives] == [
        "Objetivo general 1",
        "Objetivo específico 01",
    ]


REFERENCES: list[tuple[str, str, dict[str, int]]] = [
    ("dataflow/OAS.CAM/INDICATORS/1.0.0", "none", {"dataflows": 1}),
    ("dataflow", "none", {"dataflows": 2}),
    (
        "",  # every place left out
        "none",
        {
            "agencySchemes": 1,
            "categorisations": 2,
            "categorySchemes": 1,
            "codelists": 13,
            "conceptSchemes": 1,
            "dataStructures": 2,
            "dataflows": 2,
        },
    ),
    ("dataflow/OAS.CAM/MIGRATION", "children", {"dataflows": 1, "dataStructures": 1}),
    (
        "dataflow/OAS.CAM/MIGRATION/~",
        "descendants",
        {"dataflows": 1, "dataStructures": 1, "codelists": 6, "conceptSchemes": 1},
    ),
    ("codelist/OAS.CAM/CL_SEX", "parents", {"codelists": 1, "dataStructures": 1}),
    (
        "datastructure/OAS.CAM/INDICATORS/1.0.0",
        "parents",
        {"dataStructures": 1, "dataflows": 1},
    ),
    ("dataflow/*/INDICATORS", "codelist", {"dataflows": 1, "codelists": 9}),
    (
        "dataflow/*/INDICATORS",
        "parentsandsiblings",
        {"dataflows": 1, "categorisations": 1, "categorySchemes": 1},
    ),
    ("agencyscheme/OAS", "none", {"agencySchemes": 1}),
    ("conceptscheme/OAS.CAM/CONCEPTS/1.0.0", "none", {"conceptSchemes": 1}),
]


async def test_references(desk: Desk) -> None:
    for path, references, kinds in REFERENCES:
        answer = await ask(desk, f"{PLACE}/{path}".rstrip("/"), JSON, references=references)
        data = answer.json()["data"]
        assert {kind: len(some) for kind, some in data.items()} == kinds, (path, references)


async def test_names_alone(desk: Desk) -> None:
    answer = await ask(desk, f"{PLACE}/codelist/OAS.CAM/CL_SEX", JSON, detail="allstubs", lang="fr")
    (one,) = answer.json()["data"]["codelists"]
    assert (one["name"], "codes" in one) == ("Sexes", False)


async def test_items_lists_and_stubs_of_what_is_referred_to(desk: Desk) -> None:
    place = f"{PLACE}/codelist/OAS.CAM,XX/CL_SEX,CL_UNIT/1.0.0,2.0.0"
    cut = await ask(desk, f"{place}/F,persons,X", JSON)
    lists = {one["id"]: one for one in cut.json()["data"]["codelists"]}
    codes = {id_: [code["id"] for code in one["codes"]] for id_, one in lists.items()}
    assert codes == {"CL_SEX": ["F"], "CL_UNIT": ["persons"]}
    assert (wrong_json("structure", cut.json()), lists["CL_SEX"]["isPartial"]) == ([], True)
    assert wrong_ml((await ask(desk, f"{place}/F")).content) == []
    assert (await ask(desk, f"{place}/NOTHING")).status_code == 404
    asked = {"references": "codelist,datastructure", "detail": "referencestubs"}
    told = (await ask(desk, f"{PLACE}/dataflow/*/MIGRATION", JSON, **asked)).json()["data"]
    assert {kind: len(some) for kind, some in told.items()} == {
        "dataflows": 1,
        "dataStructures": 1,
        "codelists": 6,
    }
    assert "structure" in told["dataflows"][0]
    assert not any("codes" in one for one in told["codelists"])


async def test_lists_of_codes_as_they_stood(desk: Desk) -> None:
    noted = reports.CatalogueNoted(catalog_position=len(desk.shape.actors) + 1)
    await desk.append("reports.v1", "n", noted)
    another = {"ACT-1": (("CIM",), ("GO-1", "SO-02"))}
    at = await desk.append("catalog.v1", "f", edition("f", another, ["GO-1", "SO-02"]))
    await desk.append("reports.v1", "n", reports.CatalogueNoted(catalog_position=at))
    await desk.tell("statistic", "s", **of_nowhere())
    await desk.settled()

    async def codes(name: str, **query: str) -> list[str]:
        answer = await ask(desk, f"{PLACE}/codelist/OAS.CAM/{name}", JSON, **query)
        (one,) = answer.json()["data"]["codelists"]
        return [code["id"] for code in one["codes"]]

    was = [await codes("CL_OBJECTIVE", asOf=moment) for moment in ("1", "2", "3")]
    assert was == [["GO-1", "SO-01"], ["GO-1", "SO-02"], ["GO-1", "SO-02"]]
    assert await codes("CL_OBJECTIVE") == was[2]
    areas = [await codes("CL_AREA", asOf=moment) for moment in ("2", "3")]
    assert ["ATL" in some for some in areas] == [False, True]
    whole = [await ask(desk, f"{PLACE}/*/*/*/*", asOf=moment) for moment in ("1", "3")]
    assert whole[0].content != whole[1].content
    assert wrong_ml(whole[0].content) == []
    assert whole[1].content == (await ask(desk, f"{PLACE}/*/*/*/*")).content
    assert (await ask(desk, f"{PLACE}/codelist", asOf="1")).status_code == 200  # a shorter address


def of_nowhere() -> dict[str, Any]:
    """A statistic of an area that no state has."""
    (series,) = GIVEN["statistic"]["series"]
    return {"series": [{**series, "key": {**series["key"], "REF_AREA": "ATL"}}]}


REFUSED: list[tuple[str, dict[str, str], str, int]] = [
    ("/dataflow/OAS.CAM/NOTHING/1.0.0", {}, "*/*", 404),
    ("/dataflow/XX/INDICATORS/1.0.0", {}, "*/*", 404),
    ("/hierarchy/OAS.CAM/INDICATORS/1.0.0", {}, "*/*", 404),
    ("/dataflow", {"references": "cousins"}, "*/*", 400),
    ("/dataflow", {"detail": "some"}, "*/*", 400),
    ("/dataflow", {"asOf": "99"}, "*/*", 400),
    ("/dataflow", {"as_of": "0"}, "*/*", 400),
    ("/dataflow", {}, "text/csv", 406),
    ("/dataflow", {}, "application/vnd.sdmx.structure+xml;version=2.1", 406),
]


async def test_what_is_refused(desk: Desk) -> None:
    for path, query, accept, status in REFUSED:
        answer = await ask(desk, PLACE + path, accept, **query)
        assert answer.status_code == status, (path, query)
        assert wrong_ml(answer.content) == []
