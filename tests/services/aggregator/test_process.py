"""A process that works or runs a command, and serves nobody."""

from services.aggregator import process
from tests.services import processes
from tests.services.aggregator.conftest import Desk


def test_it_imports_no_route() -> None:
    assert processes.imported_routes(process) == ""


async def test_its_probes_answer_and_nothing_else(desk: Desk) -> None:
    await desk.key()
    await desk.settled()
    paths = ("/healthz", "/readyz", "/metrics", "/objectives")
    assert await processes.answered(process, desk.needs, *paths) == [200, 200, 200, 404]
