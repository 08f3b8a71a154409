"""The running system that random requests are sent to, one for each file of tests."""

from collections.abc import Iterator

import pytest

from tests.system.fuzz.fuzzing import System
from tests.system.server import Server

PLENTY = {"RATE_READS": "10000000", "RATE_WRITES": "10000000", "RATE_ADDRESS": "10000000"}
REPORT = {
    "kind": "implementation",
    "reporter": "CIM",
    "joint_reporters": [],
    "language": "es",
    "title": "Un informe",
    "payload": {"activity": "ACT-12", "year": 2024, "status": "under_way"},
    "evidence": [],
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    server = Server(tmp_path_factory.mktemp("fuzz") / "data", **PLENTY)
    server.data.mkdir()
    try:
        server.start()
        yield System.at(server.base, server.data, REPORT)
        assert "Traceback" not in server.log()
    finally:
        server.kill()
