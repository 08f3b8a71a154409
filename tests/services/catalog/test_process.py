"""A process that works or runs a command, and serves nobody."""

from typing import Any

from services.catalog import process
from tests.services import processes


def test_it_imports_no_route() -> None:
    assert processes.imported_routes(process) == ""


async def test_its_probes_answer_and_nothing_else(desk: Any) -> None:
    await desk.key("any")
    paths = ("/healthz", "/readyz", "/metrics", "/programme")
    assert await processes.answered(process, desk.needs, *paths) == [200, 200, 200, 404]
