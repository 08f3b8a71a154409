"""The front door: probes, the ledger for the command line, and work that goes on while others are
away.
"""

from kernel import chain
from tests.services.reports.conftest import Desk, body


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


async def test_exported_ledger_holds_what_is_public_and_only_that(desk: Desk) -> None:
    await desk.published()
    await desk.draft("COL")
    await desk.settled()
    items = await front_command(desk, "ledger", after=0)
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6]
    assert items[4]["data"]["title"] == body()["title"]
    assert items[5]["type"] is None
    assert "data" not in items[5]
    for item in items[:5]:
        assert (
            chain.digest(chain.canonical(item["data"]), item["id"], item["salt"], item["type"])
            == item["digest"]
        )


async def front_command(desk: Desk, name: str, **arguments: object) -> list[dict[str, object]]:
    transport = desk.client._transport
    found: list[dict[str, object]] = await transport.app.state.commands[name](**arguments)  # type: ignore[attr-defined]
    return found
