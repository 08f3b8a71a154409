"""A process that works or runs a command, and serves nobody."""

from services.access import process
from tests.services import processes
from tests.services.access.conftest import Desk


def test_it_imports_no_route() -> None:
    assert processes.imported_routes(process) == ""


async def test_its_probes_answer_and_nothing_else(desk: Desk) -> None:
    paths = ("/healthz", "/readyz", "/metrics", "/keys")
    assert await processes.answered(process, desk.needs, *paths) == [200, 200, 200, 404]
