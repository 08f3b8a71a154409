"""Up, down, up and check on both databases; one head for each service; what is newest is not migrated again."""

import re

import pytest

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

SERVICES = pytest.mark.parametrize("service", migrations.SERVICES)


@SERVICES
async def test_up_down_up_and_check(service: str, databases: Databases) -> None:
    url = databases.url(service)
    assert await migrations.upgrade(service, url) is False
    await migrations.downgrade(service, url, "base")
    assert await migrations.upgrade(service, url) is True
    await migrating.run(url, lambda connection: migrations._command(connection, service, "check"))


@SERVICES
def test_one_linear_history(service: str) -> None:
    texts = [path.read_text() for path in sorted((migrations.ROOT / "alembic" / service).glob("*.py"))]
    revisions = [re.search(r"^revision = ['\"](\w+)", text, re.M)[1] for text in texts]  # type: ignore[index]
    parents = [re.search(r"^down_revision = (.*)$", text, re.M)[1].strip("'\"") for text in texts]  # type: ignore[index]
    assert parents == ["None", *revisions[:-1]]
    assert migrations.head(service) == revisions[-1]
