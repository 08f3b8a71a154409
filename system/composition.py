"""The services of one process with their workers, composed from its resources."""

from importlib import import_module
from typing import Any

from kernel.run import Worker
from system import migrations
from system.operations import Service, Services
from system.resources import Resources, log_database


def app_module(service: str) -> Any:
    """The `app` module of a service, imported at its first use: a process of one service does not
    pay for the others.
    """
    return import_module(f"services.{service}.app")


def build(resources: Resources) -> Services:
    """The services whose databases are among the resources."""
    return Services({name: _service(name, resources) for name in resources.databases})


def _service(name: str, resources: Resources) -> Service:
    module = app_module(name)
    needs = module.Needs(
        db=resources.databases[name],
        log=resources.log,
        pepper=resources.pepper,
        owner=resources.owner,
        rates=resources.settings.rates,
    )
    service = Service(name, module.build(needs), module.workers(needs))
    service.app.state.health.workers.extend(service.workers)
    return service


def workers(services: Services) -> list[Worker]:
    """All background work of these services."""
    return [worker for service in services.values() for worker in service.workers]


async def migrate(resources: Resources) -> list[str]:
    """Bring every database to the newest revision; returns the services that were behind."""
    urls = {name: resources.settings.url(name) for name in resources.databases}
    if log_url := log_database(resources.settings):
        urls["eventlog"] = log_url
    return [name for name, url in urls.items() if await migrations.upgrade(name, url)]
