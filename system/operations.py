"""What the services offer to the command line, as the command line sees it.

The services' own `Operations` have these methods; they are not imported here, so that a process of
one service does not pay for the others.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from fastapi import FastAPI

from kernel.run import Worker

Progress = Callable[[int, int], None]  # done, of how many


class CatalogOperations(Protocol):
    """The data files of the program and its official texts."""

    async def load(self) -> str | None: ...

    async def import_text(self, edition: str, lang: str, text: str) -> dict[str, Any]: ...


class AccessOperations(Protocol):
    """API keys."""

    async def bootstrap(self, path: Path) -> str | None: ...

    async def issue(
        self,
        actor: str | None,
        scopes: list[str],
        expires_at: str | None,
        label: str,
        networks: list[str],
    ) -> dict[str, Any]: ...

    async def rotate(self, key_id: str, overlap_hours: int) -> dict[str, Any]: ...

    async def revoke(self, key_id: str) -> None: ...

    async def save_last_use(self, uses: dict[str, str]) -> None: ...


class ReportsOperations(Protocol):
    """The ledger, and what is filed from files."""

    async def ledger(self, after: int) -> list[dict[str, Any]]: ...

    async def entries(self, after: int) -> list[dict[str, Any]]: ...

    async def log_broken_at(self) -> int | None: ...

    async def republish(self, topic: str, progress: Progress | None = None) -> dict[str, Any]: ...

    async def load_acts(self, text: str, instrument: str, source: str) -> dict[str, Any]: ...


class AggregatorOperations(Protocol):
    """The indicators."""

    async def rebuild(self, progress: Progress | None = None) -> dict[str, Any]: ...

    async def verify(self) -> dict[str, Any]: ...

    async def retry(self, position: int) -> dict[str, Any]: ...


class Services(dict[str, "Service"]):
    """The services of one process by name, and what they offer to the command line."""

    @property
    def catalog(self) -> CatalogOperations:
        """The operations of the catalogue."""
        return self._operations("catalog")  # type: ignore[no-any-return]

    @property
    def access(self) -> AccessOperations:
        """The operations of access."""
        return self._operations("access")  # type: ignore[no-any-return]

    @property
    def reports(self) -> ReportsOperations:
        """The operations of reports."""
        return self._operations("reports")  # type: ignore[no-any-return]

    @property
    def aggregator(self) -> AggregatorOperations:
        """The operations of the aggregator."""
        return self._operations("aggregator")  # type: ignore[no-any-return]

    def _operations(self, name: str) -> Any:
        return self[name].operations


class Service:
    """One service in a process: its background work, and what else is asked for, made then. No
    route is imported before `app` is.
    """

    def __init__(self, name: str, needs: dict[str, Any]) -> None:
        self.name, self._process = name, import_module(f"services.{name}.process")
        self._needs = self._process.Needs(**needs)
        self.workers: list[Worker] = self._process.workers(self._needs)

    @cached_property
    def app(self) -> FastAPI:
        """The application with its routes."""
        return self._healthy(import_module(f"services.{self.name}.app").build(self._needs))

    @cached_property
    def probes(self) -> FastAPI:
        """The application of a process that works and serves nobody."""
        return self._healthy(self._process.probes(self._needs))

    @cached_property
    def operations(self) -> Any:
        """What it offers to the command line."""
        return self._process.operations(self._needs)

    def _healthy(self, app: FastAPI) -> FastAPI:
        """An application whose probes look at the workers of this process."""
        app.state.health.workers.extend(self.workers)
        return app
