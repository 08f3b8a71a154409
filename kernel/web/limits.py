"""Rate limits per key and per address, with the RateLimit and RateLimit-Policy headers of the IETF
draft.

Own code, because it runs before every answer: the `limits` package starts a thread for its windows
and costs more than a kept answer.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from hmac import compare_digest
from ipaddress import IPv6Address
from math import ceil
from time import monotonic

from kernel.errors import Problem

WINDOW_SECONDS = 60
MOST_CALLERS = 50_000  # counted one by one in a window; all others count as one
NETWORK_BITS = 64  # of an IPv6 address: what one subscriber is given
PORTAL_HEADER = "X-Portal-Secret"


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute: reads and writes of one key, anything from one address.

    `secret`: whoever shows it is the portal, which has counted its visitors itself; empty: nobody.
    """

    reads: int = 6_000
    writes: int = 3_000
    address: int = 12_000
    secret: str = ""


@dataclass(slots=True)
class Limiter:
    """Counts in this process's memory, in windows of one minute that begin for all at once."""

    rates: Rates
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _ends: float = 0.0

    def count(self, policy: str, who: str) -> "RateLimitHeaders":
        """Count a request of an address or of a key against one of the rates, by its name.

        Returns the headers that tell it. Raises 429.
        """
        quota, left = getattr(self.rates, policy), self._seconds_left()
        count = self._count(policy, who)
        headers = _headers(policy, quota, max(0, quota - count), left)
        if count > quota:
            raise _too_many(quota, headers, left)
        return headers

    def _count(self, policy: str, who: str) -> int:
        """How many there were of it, with this one."""
        full = len(self._counts) >= MOST_CALLERS and (policy, who) not in self._counts
        counter = (policy, "others" if full else who)
        self._counts[counter] = self._counts.get(counter, 0) + 1
        return self._counts[counter]

    def is_portal(self, secret: str | None) -> bool:
        """Whether this is the portal's secret."""
        own = self.rates.secret.encode()
        return bool(own and secret) and compare_digest(own, (secret or "").encode())

    def _seconds_left(self) -> int:
        """Seconds until the window ends; a new one begins with nothing counted."""
        now = monotonic()
        if now >= self._ends:
            self._counts.clear()
            self._ends = now + WINDOW_SECONDS
        return ceil(self._ends - now)


def network(address: str) -> str:
    """Whom an address is counted as: itself, or its network where a caller has more addresses than
    can be counted.
    """
    if ":" not in address:
        return address[:45]  # no address is longer
    with suppress(ValueError):
        found = IPv6Address(address.partition("%")[0])
        return str(found.ipv4_mapped or int(found) >> (128 - NETWORK_BITS))
    return address[:45]


RateLimitHeaders = tuple[tuple[bytes, bytes], ...]  # headers, as ASGI has them


def _headers(policy: str, quota: int, rest: int, left: int) -> RateLimitHeaders:
    return (
        (b"ratelimit-policy", f'"{policy}";q={quota};w={WINDOW_SECONDS}'.encode()),
        (b"ratelimit", f'"{policy}";r={rest};t={left}'.encode()),
    )


def _too_many(quota: int, headers: RateLimitHeaders, left: int) -> Problem:
    texts = {name.decode(): value.decode() for name, value in headers}
    detail = f"More than {quota} requests a minute."
    return Problem(429, "rate_limited", detail, headers={**texts, "Retry-After": str(left)})
