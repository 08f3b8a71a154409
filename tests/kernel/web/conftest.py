"""The made-up service with a caller who may write."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from kernel.db import Database
from tests.kernel.web import shop


@pytest.fixture
async def app(lite: Database) -> FastAPI:
    await lite.write(shop.key_rows)
    return shop.build(lite)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with shop.client(app) as opened:
        yield opened
