"""Templates of a running system: the example of each, as it is downloaded, becomes a draft."""

from collections.abc import Iterator

import pytest

from services.reports.formats import imports
from services.reports.schemas import KINDS, template
from tests.system.journey import Journey
from tests.system.server import Server


@pytest.fixture
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    server = Server(tmp_path_factory.mktemp("templates") / "data")
    server.data.mkdir()
    try:
        server.start()
        made = Journey.at(server.base, server.data)
        yield made
        made.client.close()
    finally:
        server.kill()


def test_the_example_of_every_template_becomes_a_draft(journey: Journey) -> None:
    items = journey.client.get("/reports/kinds").json()["items"]
    scopes = {kind["code"]: kind["scope"] for kind in items}
    for kind in KINDS:
        content = journey.client.get(f"/reports/templates/{kind}.xlsx?lang=es").content
        (row,) = imports.read(content, template.accepted(kind)).rows
        key = journey.key(row.body["reporter"], scopes[kind])
        answer = journey.send("POST", "/reports/submissions", key, row.body)
        assert answer.status_code == 201, (kind, answer.text)
