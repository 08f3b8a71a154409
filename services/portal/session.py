"""Sessions of people who signed in: kept in this process's memory, named by a cookie.

A session holds the key its person signed in with; the browser gets an opaque name of it. What is
written never lives here: a process that ends costs its people a sign-in and not one word.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from kernel import clock

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=8)
INVITED = timedelta(minutes=15)  # how long a one-time address works
MOST_SESSIONS, MOST_INVITATIONS = 10_000, 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a key speaks for, as `GET /access/me` says."""

    key_id: str
    actor: str | None
    scopes: frozenset[str]


@dataclass(slots=True)
class Session:
    """One person at the desk. `token` stands in each of its forms."""

    key: str = field(repr=False)
    identity: Identity
    began: datetime
    seen: datetime
    token: str = field(repr=False)
    lang: str = ""  # chosen at the desk; empty: as the browser wishes
    names: dict[str, str] = field(default_factory=dict)  # of the actor, by language

    def ended(self, now: datetime) -> bool:
        """Whether it was idle for too long, or has lasted too long."""
        return now - self.seen > IDLE or now - self.began > WHOLE


class Sessions:
    """The sessions of this process and the one-time addresses it gave out."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._sessions: _Bounded[Session] = _Bounded(MOST_SESSIONS)
        self._invitations: _Bounded[tuple[str, datetime]] = _Bounded(MOST_INVITATIONS)

    def begin(self, key: str, identity: Identity) -> tuple[str, Session]:
        """A new session under a new name: nobody can have known it before the sign-in."""
        now, name = self._now(), random_name()
        session = Session(key, identity, now, now, random_name())
        self._sessions.put(name, session)
        return name, session

    def find(self, name: str) -> Session | None:
        """The session of that name, now seen again; None when there is none or it has ended."""
        session, now = self._sessions.get(name), self._now()
        if session is None or session.ended(now):
            self._sessions.take(name)
            return None
        session.seen = now
        return session

    def end(self, name: str) -> None:
        """Forget it and its key."""
        self._sessions.take(name)

    def invite(self, key: str) -> str:
        """The last part of an address that signs in with this key, a single time."""
        name = random_name()
        self._invitations.put(name, (key, self._now()))
        return name

    def redeem(self, name: str) -> str | None:
        """The key of an invitation, which works no more; None when it is used or too old."""
        key, given = self._invitations.take(name) or ("", self._now())
        return key if key and self._now() - given <= INVITED else None


class _Bounded(Generic[T]):
    """As many things as fit, by the digests of their names; the one not used longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._things = most, OrderedDict[bytes, T]()

    def put(self, name: str, thing: T) -> None:
        self._things[_digest(name)] = thing
        if len(self._things) > self._most:
            self._things.popitem(last=False)

    def get(self, name: str) -> T | None:
        digest = _digest(name)
        if digest in self._things:
            self._things.move_to_end(digest)
        return self._things.get(digest)

    def take(self, name: str) -> T | None:
        return self._things.pop(_digest(name), None)


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode(errors="replace")).digest()


def random_name() -> str:
    """256 random bits as 64 hexadecimal digits."""
    return clock.salt() + clock.salt()
