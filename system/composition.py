"""The services by their front doors: built, and their workers, from one process's resources."""

from importlib import import_module
from typing import Any

from kernel.run import Worker
from system import migrations
from system.operations import Service, Services
from system.resources import Resources, log_database


def front_door(service: str) -> Any:
    """The front door of a service, imported when it is entered: a process of one service does not
    pay for the others.
    """
    return import_module(f"services.{service}.app")


def build(with_: Resources) -> Services:
    """The services whose databases are among the resources."""
    return Services({name: _service(name, with_) for name in with_.databases})


def _service(name: str, with_: Resources) -> Service:
    door = front_door(name)
    needs = door.Needs(
        db=with_.databases[name],
        log=with_.log,
        pepper=with_.pepper,
        owner=with_.owner,
        rates=with_.settings.rates,
    )
    service = Service(name, door.build(needs), door.workers(needs))
    service.app.state.health.workers.extend(service.workers)
    return service


def workers(services: Services) -> list[Worker]:
    """All background work of these services."""
    return [worker for service in services.values() for worker in service.workers]


async def migrate(with_: Resources) -> list[str]:
    """Bring every database to the newest revision; returns the services that had to be."""
    settings = with_.settings
    targets = {name: settings.url(name) for name in with_.databases}
    if url := log_database(settings):
        targets["eventlog"] = url
    return [name for name, url in targets.items() if await migrations.upgrade(name, url)]
