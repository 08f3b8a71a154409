"""The services of one process with their workers, composed from its resources."""

from typing import Any

from kernel.auth import KeyPolicy
from kernel.last_use import Report
from kernel.run import Worker
from system import last_use
from system.operations import Service, Services
from system.resources import Resources, log_database


def build(resources: Resources) -> Services:
    """The services whose databases are among the resources."""
    services = Services()
    policy = _key_policy(resources, services)
    for name in resources.databases:
        services[name] = Service(name, {**_needs(name, resources), "keys": policy})
    return services


def _key_policy(resources: Resources, services: Services) -> KeyPolicy:
    """Whom the use of keys is told: access itself where it runs in this process, else the one at
    ACCESS_URL.
    """

    async def directly(uses: dict[str, str]) -> None:
        await services.access.save_last_use(uses)

    settings = resources.settings
    report: Report | None = directly if "access" in resources.databases else None
    if report is None and settings.access_url:
        report = last_use.reporter(settings.access_url, resources.pepper)
    return KeyPolicy(settings.key_env, report, settings.last_use_seconds)


def _needs(name: str, resources: Resources) -> dict[str, Any]:
    """What a service works with; reports asks the others too."""
    shared = {each: getattr(resources, each) for each in ("log", "pepper", "owner")}
    client = {"client": resources.client} if name == "reports" else {}
    own = {"db": resources.databases[name], "rates": resources.settings.rates}
    return {**shared, **own, **client}


def workers(services: Services) -> list[Worker]:
    """All background work of these services."""
    return [worker for service in services.values() for worker in service.workers]


def urls(resources: Resources) -> dict[str, str]:
    """The addresses of the databases that have revisions, by service."""
    log_url = log_database(resources.settings)
    own = {name: resources.settings.url(name) for name in resources.databases}
    return own | ({"eventlog": log_url} if log_url else {})
