"""Sessions: how long they last, what ends them, and that they never grow without end."""

from datetime import UTC, datetime, timedelta

import pytest

from services.portal import session
from services.portal.session import IDLE, INVITED, WHOLE, Identity, Sessions

BEGAN = datetime(2026, 11, 29, 8, tzinfo=UTC)
CIM = Identity("key-1", "CIM", frozenset({"reports:write"}))


class Clock:
    now = BEGAN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(clock)


def test_a_session_is_found_by_its_name_alone(sessions: Sessions) -> None:
    name, begun = sessions.begin("key", CIM)
    assert sessions.find(name) is begun
    assert sessions.find(name[:-1]) is None
    assert (begun.key, begun.identity) == ("key", CIM)
    assert "key'" not in repr(begun)
    assert begun.token not in repr(begun)


def test_it_ends_after_half_an_hour_without_a_request(sessions: Sessions, clock: Clock) -> None:
    name, _ = sessions.begin("key", CIM)
    clock.now = BEGAN + IDLE
    assert sessions.find(name)
    clock.now += IDLE + timedelta(seconds=1)
    assert sessions.find(name) is None
    clock.now = BEGAN
    assert sessions.find(name) is None, "and is forgotten"


def test_it_ends_after_eight_hours_however_busy(sessions: Sessions, clock: Clock) -> None:
    name, _ = sessions.begin("key", CIM)
    while clock.now <= BEGAN + WHOLE:
        assert sessions.find(name)
        clock.now += timedelta(minutes=20)
    assert sessions.find(name) is None


def test_signing_out_ends_it(sessions: Sessions) -> None:
    name, _ = sessions.begin("key", CIM)
    sessions.end(name)
    assert sessions.find(name) is None


def test_the_one_not_used_longest_gives_way(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "MOST_SESSIONS", 2)
    few = Sessions()
    first, second = few.begin("key", CIM)[0], few.begin("key", CIM)[0]
    assert few.find(first)
    third = few.begin("key", CIM)[0]
    assert few.find(first)
    assert few.find(second) is None
    assert few.find(third)


def test_an_invitation_works_once_and_not_for_long(sessions: Sessions, clock: Clock) -> None:
    name = sessions.invite("key")
    assert sessions.redeem(name) == "key"
    assert sessions.redeem(name) is None
    late = sessions.invite("key")
    clock.now = BEGAN + INVITED + timedelta(seconds=1)
    assert sessions.redeem(late) is None
