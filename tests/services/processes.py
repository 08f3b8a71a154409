"""What every process of a service is without its routes."""

import subprocess
import sys
from types import ModuleType
from typing import Any

import httpx2

from system.resources import PREFIXES
from tests.system.server import ROOT

ROUTES = """
import sys
import services.{name}.process
print(*[each for each in sys.modules if each.startswith("services.{name}.api")])
"""


def imported_routes(process: ModuleType) -> str:
    """The modules of routes that a process imports with its background work and operations."""
    name = process.__name__.split(".")[1]
    called = [sys.executable, "-c", ROUTES.format(name=name)]
    done = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


async def answered(process: ModuleType, needs: Any, *paths: str) -> list[int]:
    """What the probes of a process answer."""
    app, prefix = process.probes(needs), PREFIXES[process.__name__.split(".")[1]]
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return [(await client.get(f"{prefix}{path}")).status_code for path in paths]
