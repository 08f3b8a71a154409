"""The documents of the catalogue as files, with their sizes."""

from fastapi import Request

from files import json, sizes
from files.sizes import Listed, Sizes, Stand
from kernel.db import Database
from services.catalog.api import moments
from services.catalog.api.dependencies import resources
from services.catalog.store import reading

router = sizes.router("/catalog")

FILES = (
    Listed("/catalog/programme", json.MEDIA_TYPE, speaks=True),
    Listed("/catalog/crosswalks", json.MEDIA_TYPE, speaks=True),
)


def file_sizes(db: Database) -> Sizes:
    """The files of this service, dated by what it told last."""

    async def stand() -> Stand:
        return Stand(None, await reading.last_told(db))

    async def at(request: Request, as_of: str) -> Stand:
        instant = await moments.instant_of(resources(request).log, as_of)
        return Stand(None, await reading.last_told(db, instant))

    return Sizes(FILES, stand, at)
