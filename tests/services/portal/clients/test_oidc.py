"""What a browser brings back from the provider, and what it may not."""

from pathlib import Path

import pytest

from services.portal.clients import oidc

BEGUN = oidc.SignIn("state", "nonce", "verifier", "https://portal.example/answer", "/desk")


def test_a_sign_in_is_hidden_in_its_cookie() -> None:
    envelope = oidc.Envelope("secret")
    cookie = envelope.close(BEGUN)
    assert "verifier" not in cookie
    assert envelope.open(cookie) == BEGUN
    for wrong in ("", cookie[:-4], oidc.Envelope("another").close(BEGUN)):
        with pytest.raises(oidc.SignInFailed):
            envelope.open(wrong)


def test_a_provider_is_named_by_its_host() -> None:
    there = oidc.Registration("https://login.example.org/realm", "portal", "s", Path("keys"))
    assert oidc.provider_name(there) == "login.example.org"
    assert "'s'" not in repr(there)
