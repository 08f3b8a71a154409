"""Addresses with the host that the public knows."""

from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request

from services.aggregator.api.addresses import absolute
from services.aggregator.settings import Settings


def asked(**settings: Any) -> Request:
    resources = SimpleNamespace(settings=Settings(**settings))
    app = SimpleNamespace(state=SimpleNamespace(resources=resources))
    headers = [(b"host", b"inside:8000")]
    scope = {"type": "http", "scheme": "http", "path": "/x", "headers": headers, "app": app}
    return Request({**scope, "query_string": b""})


def test_the_public_address_stands_before_that_of_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert absolute(asked(), "/a?b=1") == "http://inside:8000/a?b=1"
    assert absolute(asked(public_url="https://example.org/"), "/a") == "https://example.org/a"
    monkeypatch.setenv("PUBLIC_URL", "https://example.org")
    assert absolute(asked(), "/a") == "https://example.org/a"
