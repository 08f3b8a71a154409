"""Prometheus metrics of one service, in a registry of its own (several services may share a
process).
"""

from typing import Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

STEPS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

T = TypeVar("T", Counter, Gauge)


class Requests:
    """Finished HTTP requests of one service: how many by method, route and status, and how long
    they took by method and route.
    """

    def __init__(self, service: str, registry: CollectorRegistry) -> None:
        route, text = ("service", "method", "route"), "Requests by route and status"
        self._service = service
        self._count = Counter("http_requests", text, (*route, "status"), registry=registry)
        self._duration = Histogram(
            "http_request_seconds", "Duration of requests by route", route, **_timed(registry)
        )
        self._of: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request that took `seconds`."""
        of = (method, route, status)
        count, duration = self._of.get(of) or self._labelled(*of)
        count.inc()
        duration.observe(seconds)

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The counter and the histogram of these labels; looking them up costs most of a count."""
        labelled = self._of[method, route, status] = (
            self._count.labels(self._service, method, route, str(status)),
            self._duration.labels(self._service, method, route),
        )
        return labelled


def _timed(registry: CollectorRegistry) -> dict[str, Any]:
    """What every histogram of durations is made with."""
    return {"registry": registry, "buckets": STEPS}


class Metrics:
    """What the kernel counts and times for a service.

    Gauges of what waits are set when the metrics are asked for.
    """

    def __init__(self, service: str) -> None:
        self._service, self.registry = service, CollectorRegistry()
        self.requests = Requests(service, self.registry)
        commands = self._made(Counter, "commit_commands", "Commands committed")
        self.commands = commands.labels(service)
        self._add_times(service)
        self._add_levels(service)
        self._add_followed()

    def _add_times(self, service: str) -> None:
        """How long commits, publications and batches of consumers take."""
        commits = self._timer("commit_seconds", "One commit of the writes that arrived together")
        publish = self._timer("relay_publish_seconds", "One batch of events appended to the log")
        self.commits, self.publish = commits.labels(service), publish.labels(service)
        self.apply = self._timer(
            "consumer_apply_seconds", "One batch of events applied", "consumer"
        )

    def _add_levels(self, service: str) -> None:
        """What waits in the outbox."""
        waiting = self._gauge("outbox_waiting", "Events that have no position yet")
        age = self._gauge("outbox_age_seconds", "Age of the oldest event that is not published")
        lag = self._gauge("relay_lag_positions", "Positions given and not yet published")
        self.outbox_waiting, self.outbox_age = waiting.labels(service), age.labels(service)
        self.relay_lag = lag.labels(service)

    def _add_followed(self) -> None:
        """How far consumers and copies are, and what is wrong."""
        of, behind = ("consumer", "topic"), "Records in the topic that are not applied"
        self.lag_positions = self._gauge("consumer_lag_positions", behind, *of)
        since = "Since when something waits to be applied"
        self.lag_seconds = self._gauge("consumer_lag_seconds", since, *of)
        old = "How old what a copy of another service's topic says may be"
        self.copy_age = self._gauge("copy_age_seconds", old, "topic")
        parked = "Messages set aside with their reason"
        self.parked = self._gauge("parked_messages", parked, "consumer")
        down = "1 while a worker of this process is down"
        self.failed = self._gauge("worker_failed", down, "worker")

    def gauge(self, gauge: Gauge, value: float, *labels: str) -> None:
        """Set a gauge that has labels besides the service."""
        gauge.labels(self._service, *labels).set(value)

    def followed(self, consumer: str, topic: str, lag: int, age: float) -> None:
        """How far a consumer is behind, in records and in seconds."""
        self.gauge(self.lag_positions, lag, consumer, topic)
        self.gauge(self.lag_seconds, age, consumer, topic)

    def relayed(self, waiting: int, age: float, lag: int) -> None:
        """What waits for a position, since when, and what waits to be published."""
        self.outbox_waiting.set(waiting)
        self.outbox_age.set(age)
        self.relay_lag.set(lag)

    def applied(self, consumer: str, seconds: float) -> None:
        """Time one batch a consumer applied."""
        self.apply.labels(self._service, consumer).observe(seconds)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return self._made(Gauge, name, text, *labels)

    def _timer(self, name: str, text: str, *labels: str) -> Histogram:
        return Histogram(name, text, ("service", *labels), **_timed(self.registry))

    def _made(self, kind: type[T], name: str, text: str, *labels: str) -> T:
        return kind(name, text, ("service", *labels), registry=self.registry)
