"""Every operation under random requests, alone and in chains, over the real server (`make fuzz`
sends more).
"""

from collections.abc import Iterator

import pytest

from system.resources import PREFIXES
from tests.system.fuzzing import EXAMPLES, System
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


@pytest.mark.timeout(3600)
def test_no_request_breaks_an_operation(system: System) -> None:
    wrong, asked = [], 0
    for operation in system.operations():
        try:
            statuses = system.fuzz(operation)
        except Exception as error:
            wrong.append(f"{operation.label}: {error}\n{getattr(error, 'exceptions', '')}")
            continue
        asked += sum(statuses.values())
        assert sum(statuses.values()) >= EXAMPLES, (operation.label, statuses)
        print(operation.label, statuses)
    assert wrong == [], "\n\n".join(wrong)
    assert asked


@pytest.mark.timeout(3600)
def test_no_chain_of_requests_breaks_an_operation(system: System) -> None:
    for prefix in PREFIXES.values():
        told = system.chain(prefix, runs=max(20, EXAMPLES // 10))
        print(prefix, told)
        assert sum(number for (_, status), number in told.items() if status < 300), told
