"""The documents of the catalogue as files, with their sizes."""

from files import json, sizes
from files.sizes import Listed, Sizes, Stand
from kernel.db import Database
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

    return Sizes(FILES, stand)
