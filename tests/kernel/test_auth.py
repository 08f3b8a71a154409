"""The form of keys: what is taken apart is what was put together, and any slip of a character is
noticed before a database is asked.
"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import auth, clock

PARTS = st.text(auth.ALPHABET, min_size=1, max_size=32)


@given(PARTS, PARTS)
def test_a_key_taken_apart_is_what_it_was_made_of(key_id: str, secret: str) -> None:
    assert auth.parse(auth.compose("live", key_id, secret), "live") == (key_id, secret)


@given(PARTS, PARTS, st.data())
def test_one_wrong_character_is_noticed(key_id: str, secret: str, data: st.DataObject) -> None:
    key = auth.compose("live", key_id, secret)
    place = data.draw(st.integers(0, len(key) - 1))
    other = data.draw(st.sampled_from(auth.ALPHABET + "_").filter(lambda c: c != key[place]))
    assert auth.parse(key[:place] + other + key[place + 1 :], "live") is None


def test_a_key_of_another_environment_is_none_of_ours() -> None:
    assert auth.parse(auth.compose("test", "id", "secret"), "live") is None


def test_a_proof_is_of_one_body_and_one_installation() -> None:
    given_ = auth.proof("pepper", b"body")
    assert auth.is_proof("pepper", b"body", given_)
    assert not auth.is_proof("pepper", b"other", given_)
    assert not auth.is_proof("salt", b"body", given_)
    assert not auth.is_proof("pepper", b"body", "ñ")


@given(st.text())
def test_noise_is_no_key(noise: str) -> None:
    assert auth.parse(noise, "live") is None


def test_scopes() -> None:
    caller = auth.Caller("k", "CIM", frozenset({"reports:write"}))
    assert caller.may("reports:write", "keys:admin")
    assert not caller.may("keys:admin")
    assert auth.ANONYMOUS.anonymous


@pytest.mark.parametrize(
    ("days", "revoked", "lives"), [(1, None, True), (-1, None, False), (1, "x", False)]
)
def test_a_key_lives_until_it_expires_or_is_revoked(
    days: float, revoked: str | None, lives: bool
) -> None:
    expires = clock.stamp(clock.now() + timedelta(days=days))
    assert auth.Known(auth.ANONYMOUS, "", [], expires, revoked).lives() is lives
