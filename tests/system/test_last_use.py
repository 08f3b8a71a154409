"""When a key was last used is known of every service, within a minute."""

from pathlib import Path

import httpx2
import pytest

from tests.system.journey import Journey
from tests.system.server import Server, until

PATHS = (
    "/catalog/mandates",
    "/reports/submissions",
    "/indicators/status",
    "/access/me",
)


@pytest.mark.parametrize("env", ["live", "test"])
def test_each_service_tells_the_use_of_a_key(tmp_path: Path, env: str) -> None:
    server = Server(tmp_path / "var", LAST_USE_SECONDS="0.1", KEY_ENV=env).start()
    journey = Journey.at(server.base, server.data)
    try:
        for n, path in enumerate(PATHS):
            key = journey.key("CIM", "reports:write", *(["assess:write"] * n)[:1])
            assert key.startswith(f"oasm_{env}_")
            who = {"Authorization": f"Bearer {key}"}
            id_ = key.split("_")[2]
            before = _last(journey, id_)
            assert httpx2.get(server.base + path, headers=who).status_code == 200, path
            until(lambda seen=before, of=id_: _last(journey, of) != seen, path)  # type: ignore[misc]
    finally:
        journey.client.close()
        server.kill()


def _last(journey: Journey, id_: str) -> object:
    answer = journey.client.get(
        f"/access/keys/{id_}", headers={"Authorization": f"Bearer {journey.administrator}"}
    )
    return answer.json()["last_used_at"]
