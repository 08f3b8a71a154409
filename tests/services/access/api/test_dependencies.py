"""What every operation of access begins with: the resources of the application that answers."""

from kernel.auth import compose
from tests.services.access.conftest import Desk


async def test_a_key_of_another_environment_is_refused(desk: Desk) -> None:
    """Its id and its secret are right, and its checksum is computed anew."""
    _, _, key_id, secret, _ = desk.administrator.split("_")
    other = compose("test", key_id, secret)
    assert (await desk.ask(other, "GET", "/me")).status_code == 401
    assert (await desk.ask(desk.administrator, "GET", "/me")).status_code == 200
