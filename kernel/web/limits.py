"""Rate limits per key and per address, with the RateLimit and RateLimit-Policy headers of the IETF
draft.

Own code, because it runs before every answer: the `limits` package starts a thread for its windows
and costs more than a kept answer.
"""

from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from kernel.errors import Problem

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute: reads and writes of one key, anything from one address."""

    reads: int = 6_000
    writes: int = 3_000
    address: int = 12_000


@dataclass(slots=True)
class Limiter:
    """Counts in this process's memory, in windows of one minute that begin for all at once."""

    rates: Rates
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _ends: float = 0.0

    def count(self, policy: str, who: str) -> "RateLimitHeaders":
        """Count a request of an address or of a key under one of the rates, by its name; returns
        the headers. Raises 429.
        """
        quota: int = getattr(self.rates, policy)
        now = monotonic()
        if now >= self._ends:
            self._counts.clear()
            self._ends = now + WINDOW_SECONDS
        count = self._counts[policy, who] = self._counts.get((policy, who), 0) + 1
        rest, left = max(0, quota - count), ceil(self._ends - now)
        told = (
            (b"ratelimit-policy", f'"{policy}";q={quota};w={WINDOW_SECONDS}'.encode()),
            (b"ratelimit", f'"{policy}";r={rest};t={left}'.encode()),
        )
        if count > quota:
            headers = {name.decode(): value.decode() for name, value in told}
            raise Problem(
                429,
                "rate_limited",
                f"More than {quota} requests a minute.",
                headers={**headers, "Retry-After": str(left)},
            )
        return told


RateLimitHeaders = tuple[tuple[bytes, bytes], ...]  # headers, as ASGI has them
