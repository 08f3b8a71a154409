"""The rules of keys: how long one lives, when it counts as active, what a rotation leaves of the
old one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

DEFAULT_DAYS, LONGEST_DAYS = 365, 400


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key may do, for whom, from where, until when."""

    actor: str | None
    scopes: list[str]
    networks: list[str]
    expires_at: str | None
    label: str
    line: str | None = None  # the first key of the line of rotations; None: it begins one


def expiry(requested: datetime | None, now: datetime) -> datetime:
    """When a new key ends. Raises ValueError with the reason."""
    end = requested or now + timedelta(days=DEFAULT_DAYS)
    if end <= now:
        raise ValueError("A key ends in the future.")
    if end > now + timedelta(days=LONGEST_DAYS):
        raise ValueError(f"A key lives {LONGEST_DAYS} days at most.")
    return end


def may_hold_keys(kind: str | None) -> bool:
    """Whether keys can speak for an actor of this kind: groups never report; None is an unknown
    actor.
    """
    return kind not in (None, "group")


def state(expires_at: str | None, revoked_at: str | None, now: str) -> str:
    """active, expired or revoked; instants are RFC 3339 text of fixed width."""
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_at is not None and expires_at <= now else "active"


def overlap_end(expires_at: str | None, limit: str) -> str:
    """When the old key of a rotation ends: at the end of the overlap, or earlier if it ended
    earlier.
    """
    return limit if expires_at is None else min(expires_at, limit)
