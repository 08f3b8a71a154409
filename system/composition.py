"""The services by their front doors: built, and their workers, from one process's resources."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from kernel.run import Worker
from system import migrations
from system.resources import Resources, log_database


def front_door(service: str) -> Any:
    """The front door of a service, imported when it is entered: a process of one service does not
    pay for the others.
    """
    return import_module(f"services.{service}.app")


@dataclass(frozen=True, slots=True)
class Service:
    """One service, built."""

    name: str
    app: FastAPI
    front: ASGIApp  # where requests enter
    workers: list[Worker]

    async def call(self, command: str, **arguments: Any) -> Any:
        """Run one of the commands the service offers to the command line."""
        return await self.app.state.commands[command](**arguments)


def build(with_: Resources) -> dict[str, Service]:
    """The services whose databases are among the resources."""
    services = {}
    for name, database in with_.databases.items():
        door = front_door(name)
        needs = door.Needs(
            db=database,
            log=with_.log,
            pepper=with_.pepper,
            owner=with_.owner,
            rates=with_.settings.rates,
        )
        app = door.build(needs)
        services[name] = Service(name, app, app.middleware_stack, door.workers(needs))
        services[name].app.state.health.workers.extend(services[name].workers)
    return services


def workers(services: dict[str, Service]) -> list[Worker]:
    """All background work of these services."""
    return [worker for service in services.values() for worker in service.workers]


async def migrate(with_: Resources) -> list[str]:
    """Bring every database to the newest revision; returns the services that had to be."""
    settings = with_.settings
    targets = {name: settings.url(name) for name in with_.databases}
    if url := log_database(settings):
        targets["eventlog"] = url
    return [name for name, url in targets.items() if await migrations.upgrade(name, url)]
