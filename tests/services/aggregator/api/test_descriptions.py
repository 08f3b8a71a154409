"""What describes the files, each read by somebody else's reader."""

import json
from pathlib import Path
from typing import Any

import frictionless
import pyshacl
import pytest
from csvw import CSVW
from rdflib import DCAT, DCTERMS, RDF, Graph

from tests.databases import Databases
from tests.services.aggregator.conftest import Desk
from tests.services.aggregator.filled import fill

SHAPES = Path(__file__).parent / "dcat-shapes.ttl"
FEW = {"objective": "GO-1"}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """What is described does not depend on the database."""
    return sqlite_databases


async def saved(desk: Desk, folder: Path, *names: str, **query: Any) -> None:
    """Files of the service in a folder, under their own names."""
    for name in names:
        answer = await desk.client.get(f"/indicators/{name}", params=query)
        assert answer.status_code == 200, answer.text
        (folder / name).write_bytes(answer.content)


async def test_a_reader_of_csvw_reads_the_file(desk: Desk, tmp_path: Path) -> None:
    await fill(desk)
    await saved(desk, tmp_path, "data.csv", "data.csv-metadata.json")
    read = CSVW(str(tmp_path / "data.csv"))
    assert read.is_valid, read.warnings
    rows = read.to_json(minimal=True)
    money = [row for row in rows if row["indicator"] == "resources_reported" and "value" in row]
    assert {(row["breakdown"], float(row["value"])) for row in money} == {("USD", 0.1), ("JPY", 7)}
    titles = json.loads((tmp_path / "data.csv-metadata.json").read_text())["tableSchema"]
    assert titles["columns"][0]["titles"]["pt"] == ["objective", "Objetivo"]


async def test_a_reader_of_data_packages_reads_the_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(desk)
    await saved(desk, tmp_path, "data.csv", **FEW)
    await saved(desk, tmp_path, "datapackage.json")
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["title", "message"])
    package = frictionless.Package("datapackage.json")
    assert package.licenses[0]["name"] == "CC-BY-4.0"
    assert {row["code"] for row in package.get_resource("indicators").read_rows()} >= {"axis_share"}
    (tmp_path / "data.csv").write_text((tmp_path / "data.csv").read_text() + "X,y,z\n")
    assert not frictionless.validate("datapackage.json").valid


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl.*")
async def test_a_harvester_reads_the_catalogue(desk: Desk) -> None:
    await fill(desk)
    answer = await desk.client.get("/indicators/dcat.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    graph = Graph().parse(data=answer.text, format="json-ld")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES), inference="none")
    assert conforms, text
    addresses = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    assert "http://test/indicators/data.parquet" in addresses
    for address in addresses:
        if "/indicators/" in address:
            assert (await desk.client.head(address)).status_code == 200
    graph.remove((None, DCTERMS.license, None))
    assert not pyshacl.validate(graph, shacl_graph=str(SHAPES), inference="none")[0]
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 2


@pytest.mark.parametrize("name", ["data.csv-metadata.json", "dcat.jsonld"])
async def test_a_description_in_all_languages_is_one_file(desk: Desk, name: str) -> None:
    await fill(desk)
    told = [await desk.client.get(f"/indicators/{name}{query}") for query in ("", "?lang=fr")]
    assert told[0].content == told[1].content
    size = {each["address"]: each["size"] for each in (await desk.get("/files"))["items"]}
    assert size[f"/indicators/{name}"] == len(told[0].content)


async def test_a_query_is_that_of_the_file(desk: Desk) -> None:
    await fill(desk)
    described = await desk.get("/data.csv-metadata.json", as_of=3, year=2020)
    assert described["url"] == "data.csv?as_of=3&year=2020"
    package = await desk.get("/datapackage.json", as_of=3, lang="fr")
    assert package["resources"][0]["path"] == "data.csv?as_of=3"
    assert package["contributors"][0]["title"] == "Organisation des États américains"
