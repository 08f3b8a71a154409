"""The import contracts hold, and each of them finds the breach that it is there to find."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["id"]: contract for contract in SETTINGS["contracts"]
}

# contract: (module, a line planted in it)
BREACHES = {
    "floors": [
        ("contracts/codes.py", "import kernel.clock"),
        ("kernel/clock.py", "import services.reports.app"),
        ("kernel/clock.py", "import files.cells"),
        ("files/cells.py", "import services.reports.app"),
        ("services/reports/store.py", "import services.catalog.store"),
        ("services/portal/app.py", "import system.resources"),
    ],
    "rooms": [
        ("services/reports/api.py", "import services.reports.handlers"),
        ("services/reports/api.py", "import services.reports.operations"),
        ("services/aggregator/handlers.py", "import services.aggregator.operations"),
        ("services/access/operations/keys.py", "import services.access.api"),
        ("services/catalog/operations.py", "import services.catalog.handlers"),
        ("services/reports/formats.py", "import services.reports.schemas"),
        ("services/catalog/commands.py", "import services.catalog.formats"),
        ("services/reports/commands.py", "import services.reports.clients"),
        ("services/catalog/files.py", "import services.catalog.commands"),
        ("services/catalog/store.py", "import services.catalog.files"),
        ("services/access/domain/keys.py", "import services.access.tables"),
        ("services/catalog/store.py", "import services.catalog.commands"),
        ("services/aggregator/settings.py", "import services.aggregator.errors"),
        ("services/aggregator/attic.py", ""),
        ("services/catalog/handlers.py", "import services.catalog.process"),
        ("services/catalog/api/deep.py", "def late():\n    import services.catalog.app"),
    ],
    "portal": [
        ("services/portal/clients.py", "import services.portal.app"),
        ("services/portal/store.py", ""),
    ],
    "kernel": [("kernel/clock.py", "import kernel.db"), ("kernel/utils.py", "")],
    "files": [("files/cells.py", "import files.csv"), ("files/attic.py", "")],
    "contracts": [("contracts/codes.py", "import contracts.reports"), ("contracts/attic.py", "")],
    "system": [("system/resources.py", "import system.embedded"), ("system/attic.py", "")],
    "sql": [
        ("services/reports/api.py", "import sqlalchemy.sql"),
        (
            "services/catalog/commands.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from "
            "sqlalchemy.ext.asyncio import AsyncConnection",
        ),
        ("services/access/domain/keys.py", "import asyncpg"),
        ("services/catalog/handlers.py", "import sqlalchemy"),
        ("services/aggregator/operations.py", "import sqlalchemy"),
        ("services/reports/formats.py", "import aiosqlite"),
        ("services/portal/app.py", "import aiosqlite"),
        ("system/resources.py", "import sqlalchemy"),
    ],
    "processes": [("services/reports/process.py", "import services.reports.api")],
    "pure-contracts": [("contracts/events.py", "import fastapi")],
    "front-doors": [
        ("services/reports/store.py", "import services.catalog.app"),
        ("kernel/db.py", "import services.access.app"),
    ],
    "inner-rooms": [
        ("system/resources.py", "import services.reports.settings"),
        ("system/__main__.py", "from services.catalog.api import deep"),
        ("system/embedded.py", "import services.portal.clients"),
        ("system/commands.py", "import services.aggregator.operations"),
        ("system/backup.py", "import services.reports.formats"),
    ],
    "cycles": [
        (
            "kernel/eventlog.py",
            "import kernel.eventlogs.a\n",
            "kernel/eventlogs/a.py",
            "import kernel.eventlog",
        ),
        (
            "services/reports/domain/a.py",
            "import services.reports.domain.b",
            "services/reports/domain/b.py",
            "import services.reports.domain.a",
        ),
    ],
}
CASES = [
    pytest.param(name, breach, id=f"{name}-{breach[0]}")
    for name, breaches in BREACHES.items()
    for breach in breaches
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--no-cache", "--config", "pyproject.toml"]
    wide = {**os.environ, "COLUMNS": "200"}  # else the names that we look for are wrapped
    return subprocess.run(
        command, cwd=folder, env=wide, capture_output=True, text=True, check=False
    )


def layers_of(contract: dict[str, Any]) -> list[str]:
    return [name.strip(" ()") for layer in contract["layers"] for name in layer.split("|")]


def build_house(folder: Path) -> None:
    """An empty house with every room that the contracts name; the doors import as they may."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for contract in CONTRACTS.values():
        for container in contract.get("containers", []):
            for room in layers_of(contract):
                write(folder, f"{container.replace('.', '/')}/{room}.py", "")
    write(folder, "services/catalog/api/deep.py", "import sqlite3\n")
    (folder / "services/catalog/api.py").unlink()
    write(folder, "services/reports/domain/a.py", "")
    write(folder, "services/reports/domain/b.py", "")
    (folder / "services/reports/domain.py").unlink()
    write(folder, "system/embedded.py", "import services.reports.app\n")
    write(
        folder,
        "services/reports/app.py",
        "import services.reports.api\nimport services.reports.handlers\nimport kernel.web\n",
    )
    write(
        folder,
        "services/reports/store.py",
        "import sqlalchemy\nimport services.reports.tables\nimport kernel.db\n",
    )
    write(folder, "kernel/db.py", "import sqlalchemy\nimport aiosqlite\nimport kernel.errors\n")


def write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    parent = target.parent
    while parent != folder:
        (parent / "__init__.py").touch()
        parent = parent.parent


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_is_tried() -> None:
    assert set(BREACHES) == set(CONTRACTS)


def test_a_lawful_house_passes(tmp_path: Path) -> None:
    build_house(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "breach"), CASES)
def test_a_breach_is_found(tmp_path: Path, name: str, breach: tuple[str, ...]) -> None:
    build_house(tmp_path)
    for path, line in zip(breach[::2], breach[1::2], strict=True):
        write(tmp_path, path, f"{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[name]['name']} BROKEN" in done.stdout, done.stdout


def test_the_contracts_know_every_package() -> None:
    services = {path.parent.name for path in (ROOT / "services").glob("*/__init__.py")}
    named = {name.split(".")[1] for name in CONTRACTS["front-doors"]["protected_modules"]}
    assert services <= named
    with_rooms = {
        name.split(".")[1] for key in ("rooms", "portal") for name in CONTRACTS[key]["containers"]
    }
    assert with_rooms == named
    floors = {
        name.split(".")[1]
        for name in layers_of(CONTRACTS["floors"])
        if name.startswith("services.")
    }
    assert floors == named
