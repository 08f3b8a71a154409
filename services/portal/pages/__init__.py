"""Every route of the portal and the pages that answer for an error.

A page is one module in `public` or `desk` with a list `ROUTES`; it is collected here by being
there.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from starlette.routing import Route

from services.portal.pages import desk, errors, probes, public, static


def _routes_of(folder: ModuleType) -> list[Route]:
    """The routes of every module of a package, modules in alphabetical order."""
    names = sorted(module.name for module in iter_modules(folder.__path__))
    modules = [import_module(f"{folder.__name__}.{name}") for name in names]
    return [route for module in modules for route in module.ROUTES]


ROUTES: list[Route] = [*_routes_of(public), *_routes_of(desk), *probes.ROUTES, *static.ROUTES]
EXCEPTION_HANDLERS = errors.EXCEPTION_HANDLERS
AT_THE_DOOR = errors.at_the_door
