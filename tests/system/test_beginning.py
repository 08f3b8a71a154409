"""A first start migrates and loads by a process of its own, and says what came of it."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from services.catalog.settings import Settings as OfCatalog
from system import beginning
from system.resources import Settings, resources
from tests.system.server import ROOT

APART = """
import asyncio, sys
from pathlib import Path
from system import beginning
from system.resources import Settings, resources
process = resources(Settings(data_dir=Path(sys.argv[1])))
begun = asyncio.run(beginning.begin_apart(process))
assert set(begun.migrated) == {"catalog", "access", "reports", "aggregator", "eventlog"}, begun
assert "entries new" in begun.loaded, begun
assert asyncio.run(beginning.begin_apart(process)) == beginning.Begun([])
assert not {"alembic", "yaml"} & {*sys.modules}
"""


def test_a_process_that_serves_does_not_keep_what_begins(tmp_path: Path) -> None:
    called = [sys.executable, "-c", APART, str(tmp_path)]
    subprocess.run(called, cwd=ROOT, check=True)


async def test_what_went_wrong_apart_is_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "reports.db") as connection:
        connection.execute("CREATE TABLE reports_outbox (id INTEGER)")
    with pytest.raises(RuntimeError, match="already exists"):
        await beginning.begin_apart(resources(Settings(data_dir=tmp_path)))


async def test_files_that_are_wrong_are_left_to_who_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "programme"
    shutil.copytree(OfCatalog().programme, files)
    (files / "actors.yaml").write_text("no list")
    monkeypatch.setenv("CATALOG_PROGRAMME", str(files))
    process = resources(Settings(data_dir=tmp_path))
    begun = await beginning.begin_apart(process)
    assert (len(begun.migrated), begun.loaded) == (5, None)
