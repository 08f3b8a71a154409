"""A taken address is one line."""

import socket

import pytest

from system import serving
from system.resources import Settings, WrongUse


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(WrongUse, match="cannot listen"):
            serving.bind(Settings(port=other.getsockname()[1]))
