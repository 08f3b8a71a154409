"""Prometheus metrics of one service, in a registry of its own (several services may share a
process).
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

STEPS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Requests:
    """Finished HTTP requests of one service: how many by method, route and status, and how long
    they took by method and route.
    """

    def __init__(self, service: str, registry: CollectorRegistry) -> None:
        route = ("service", "method", "route")
        self._service = service
        self._count = Counter(
            "http_requests", "Requests by route and status", (*route, "status"), registry=registry
        )
        self._duration = Histogram(
            "http_request_seconds",
            "Duration of requests by route",
            route,
            registry=registry,
            buckets=STEPS,
        )
        self._of: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request that took `seconds`."""
        count, duration = self._of.get((method, route, status)) or self._labelled(
            method, route, status
        )
        count.inc()
        duration.observe(seconds)

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The counter and the histogram of these labels; looking them up costs most of a count."""
        labelled = self._of[method, route, status] = (
            self._count.labels(self._service, method, route, str(status)),
            self._duration.labels(self._service, method, route),
        )
        return labelled


class Metrics:
    """What the kernel counts and times for a service.

    Gauges of what waits are set when the metrics are asked for.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self.registry = CollectorRegistry()
        self.requests = Requests(service, self.registry)
        self.commits = self._histogram(
            "commit_seconds", "One commit of the writes that arrived together"
        ).labels(service)
        self.commands = self._counter("commit_commands", "Commands committed").labels(service)
        self.publish = self._histogram(
            "relay_publish_seconds", "One batch of events appended to the log"
        ).labels(service)
        self.apply = self._histogram(
            "consumer_apply_seconds", "One batch of events applied", "consumer"
        )
        self.outbox_waiting = self._gauge(
            "outbox_waiting", "Events that have no position yet"
        ).labels(service)
        self.outbox_age = self._gauge(
            "outbox_age_seconds", "Age of the oldest event that is not published"
        ).labels(service)
        self.relay_lag = self._gauge(
            "relay_lag_positions", "Positions given and not yet published"
        ).labels(service)
        self.lag_positions = self._gauge(
            "consumer_lag_positions",
            "Records in the topic that are not applied",
            "consumer",
            "topic",
        )
        self.lag_seconds = self._gauge(
            "consumer_lag_seconds", "Since when something waits to be applied", "consumer", "topic"
        )
        self.copy_age = self._gauge(
            "copy_age_seconds",
            "How old what a copy of another service's topic says may be",
            "topic",
        )
        self.parked = self._gauge(
            "parked_messages", "Messages set aside with their reason", "consumer"
        )
        self.failed = self._gauge(
            "worker_failed", "1 while a worker of this process is down", "worker"
        )

    def gauge(self, gauge: Gauge, value: float, *labels: str) -> None:
        """Set a gauge that has labels besides the service."""
        gauge.labels(self._service, *labels).set(value)

    def applied(self, consumer: str, seconds: float) -> None:
        """Time one batch a consumer applied."""
        self.apply.labels(self._service, consumer).observe(seconds)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, ("service", *labels), registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(name, text, ("service", *labels), registry=self.registry)

    def _histogram(self, name: str, text: str, *labels: str) -> Histogram:
        return Histogram(name, text, ("service", *labels), registry=self.registry, buckets=STEPS)
