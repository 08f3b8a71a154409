"""Rate limits per key and per address, with the RateLimit and RateLimit-Policy headers of the IETF draft."""

from dataclasses import dataclass, field
from math import ceil

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from kernel import clock
from kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute: reads and writes of one key, anything from one address."""

    reads: int = 6_000
    writes: int = 3_000
    address: int = 12_000


@dataclass(slots=True)
class Limiter:
    """Counts in this process's memory, in windows of one minute."""

    rates: Rates = field(default_factory=Rates)
    _limiter: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()))

    def address(self, address: str) -> dict[str, str]:
        """Count a request of an address; returns the headers. Raises 429."""
        return self._hit("address", self.rates.address, address)

    def key(self, key_id: str, *, writing: bool) -> dict[str, str]:
        """Count a request of a key; returns the headers. Raises 429."""
        return self._hit("writes", self.rates.writes, key_id) if writing else self._hit("reads", self.rates.reads, key_id)

    def _hit(self, policy: str, quota: int, who: str) -> dict[str, str]:
        item: RateLimitItem = RateLimitItemPerMinute(quota)
        allowed = self._limiter.hit(item, policy, who)
        stats = self._limiter.get_window_stats(item, policy, who)
        left = max(0, ceil(stats.reset_time - clock.now().timestamp()))
        headers = {"RateLimit-Policy": f'"{policy}";q={quota};w=60', "RateLimit": f'"{policy}";r={stats.remaining};t={left}'}
        if not allowed:
            raise Problem(429, "rate_limited", f"More than {quota} requests a minute.", headers={**headers, "Retry-After": str(max(1, left))})
        return headers
