"""The front door: probes, and a document of every operation."""

from services.reports.domain.kinds import KINDS
from tests.services.documented import wrong_examples
from tests.services.reports.conftest import Desk


async def test_ready_names_what_it_needs(desk: Desk) -> None:
    answer = await desk.ask(None, "GET", "/readyz")
    assert answer.status_code == 200
    assert set(answer.json()["checks"]) >= {
        "database",
        "log",
        "keys",
        "edition",
        "copy:catalog.v1",
        "copy:access.v1",
    }


async def test_openapi_says_every_operation_by_name(desk: Desk) -> None:
    document = (await desk.ask(None, "GET", "/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert document["openapi"].startswith("3.1")
    assert all(
        operation["operationId"] and "422" in operation["responses"] for operation in operations
    )


async def test_openapi_describes_the_body_of_each_kind(desk: Desk) -> None:
    document = (await desk.ask(None, "GET", "/openapi.json")).json()
    for path, method in (("", "post"), ("/{id}", "put")):
        operation = document["paths"][f"/reports/submissions{path}"][method]
        content = operation["requestBody"]["content"]["application/json"]
        mapping = content["schema"]["discriminator"]["mapping"]
        schemas = {reference.rpartition("/")[2] for reference in mapping.values()}
        assert schemas <= set(document["components"]["schemas"])
        assert all(reference.startswith("#/components/schemas/") for reference in mapping.values())
        assert set(mapping) == set(content["examples"]) == set(KINDS)
        assert {name: each["value"]["kind"] for name, each in content["examples"].items()} == {
            name: name for name in KINDS
        }


async def test_every_answer_has_an_example_that_fits_it(desk: Desk) -> None:
    assert wrong_examples(desk.app) == []
