"""The provider for tests: it starts, and other signing keys come with another start."""

import httpx2

from tests.requiring import required
from tools.components import oidc


def test_each_start_has_other_keys() -> None:
    there = oidc.provider("https://portal.example/answer")
    try:
        with required():
            there.start()
        about = httpx2.get(f"{there.issuer}/.well-known/openid-configuration").json()
        assert about["issuer"] == there.issuer
        before = httpx2.get(about["jwks_uri"]).json()
        there.stop()
        there.start()
        assert httpx2.get(about["jwks_uri"]).json() != before
    finally:
        there.remove()
