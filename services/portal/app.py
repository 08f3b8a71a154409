"""The portal's front door."""

from dataclasses import dataclass, field

import httpx2
from starlette.applications import Starlette

from kernel.run import Worker
from kernel.web.limits import Rates
from services.portal import pages


@dataclass(frozen=True, slots=True)
class Needs:
    """A client whose base is the public address of the services."""

    client: httpx2.AsyncClient
    rates: Rates = field(default_factory=Rates)


def build(needs: Needs) -> Starlette:
    """The portal's application; starts nothing."""
    return pages.application(needs.client, needs.rates)


def workers(_needs: Needs) -> list[Worker]:
    """The portal has no work of its own."""
    return []


__all__ = ["Needs", "build", "workers"]
