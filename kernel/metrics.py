"""Prometheus metrics of one service, in a registry of its own (several services may share a
process).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from math import inf

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

STEPS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Requests(Collector):
    """Finished requests by method, route and status. Counted by hand, in the one thread that
    answers: it is done for every answer, and the library's own counting would cost a tenth of one
    that is ready made.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        #: How many ended within each step, how many later, and seconds in all.
        self._rows: dict[tuple[str, str, int], list[float]] = defaultdict(
            lambda: [0.0] * (len(STEPS) + 2)
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one."""
        row = self._rows[method, route, status]
        row[bisect_left(STEPS, seconds)] += 1
        row[-1] += seconds

    def collect(self) -> Iterator[Metric]:
        """As Prometheus wants them."""
        counts = CounterMetricFamily(
            "http_requests",
            "Requests by route and status",
            labels=("service", "method", "route", "status"),
        )
        durations = HistogramMetricFamily(
            "http_request_seconds",
            "Duration of requests by route",
            labels=("service", "method", "route"),
        )
        sums: dict[tuple[str, str], list[float]] = {}
        for (method, route, status), row in self._rows.items():
            counts.add_metric([self._service, method, route, str(status)], sum(row[:-1]))
            sums[method, route] = [
                one + other
                for one, other in zip(row, sums.get((method, route), [0.0] * len(row)), strict=True)
            ]
        for labels, (*steps, seconds) in sums.items():
            ended = [
                (str(step) if step < inf else "+Inf", count)
                for step, count in zip((*STEPS, inf), accumulate(steps), strict=True)
            ]
            durations.add_metric([self._service, *labels], ended, seconds)
        return iter((counts, durations))


class Metrics:
    """What the kernel counts and times for a service.

    Gauges of what waits are set when the metrics are asked for.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self.registry = CollectorRegistry()
        self.requests = Requests(service)
        self.registry.register(self.requests)
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
