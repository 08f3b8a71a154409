"""What forms and offices name things by: public lists of the Program, the kinds of submission and
the occasions, the same for everybody, kept until the catalogue or the register changes.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from services.portal.clients.desk import DeskClient
from services.portal.clients.site import Site

KINDS, CYCLES = "/reports/kinds", "/reports/cycles"
PROGRAMME = "/catalog/"


def is_reference(path: str) -> bool:
    """Whether a list is the same for everybody."""
    return path in (KINDS, CYCLES) or path.startswith(PROGRAMME)


@dataclass(frozen=True, slots=True)
class Reference:
    """Reads with no key, in one language."""

    site: Site
    api: DeskClient

    async def get(self, path: str) -> dict[str, Any]:
        """One thing, which is not to be changed. Raises ServiceUnavailable, Refused."""
        return dict(await self.site.reference((self.api.lang, path), partial(self._one, path)))

    async def _one(self, path: str) -> Any:
        return (await self.api.get(path)).data

    async def items(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        """A whole list, whose things are not to be changed. Raises ServiceUnavailable, Refused."""
        keep = self.site.shared if path == CYCLES else self.site.reference
        read = self.api.items if path == KINDS else self.api.whole  # the kinds have no pages
        name = (self.api.lang, path, *sorted(parameters.items()))
        return list(await keep(name, partial(read, path, **parameters)))
