"""Prometheus metrics of one service's HTTP side, in a registry of its own (several services may share a process)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """What is counted of every request, and a registry that the service adds its own gauges to."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("http_requests", "Requests by route and status", ("service", "method", "route", "status"), registry=self.registry)
        self.seconds = Histogram("http_request_seconds", "Duration by route", ("service", "method", "route"), registry=self.registry)
        self.copy_age = Gauge("copy_age_seconds", "Age of this service's copy of another's topic", ("service", "topic"), registry=self.registry)
        self._service = service

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one finished request."""
        self.requests.labels(self._service, method, route, str(status)).inc()
        self.seconds.labels(self._service, method, route).observe(seconds)
