"""Every service is built by its front door and has the workers that keep it current."""

import os
import subprocess
import sys
from pathlib import Path

from starlette.routing import Mount, Route

from system import composition
from system.resources import PREFIXES, Settings, resources
from tests.system.server import ROOT

ONE = """
import sys
from system import composition
from system.resources import Settings, resources
composition.build(resources(Settings(), ("access",)))
print(*sorted({name.split(".")[1] for name in sys.modules if name.startswith("services.")}))
"""


ALL = """
import sys
from pathlib import Path

from system import __main__, embedded
from system.resources import Settings
embedded.Embedded(Settings())
seldom = {"alembic", "asyncpg", "authlib", "cryptography", "pyarrow", "rich", "typst"}
print(*sorted(seldom & {*sys.modules}))
"""


def printed(program: str, folder: Path) -> list[str]:
    """The words that a program prints in a process of its own."""
    environment = {**os.environ, "DATA_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_a_process_of_one_service_imports_no_other(tmp_path: Path) -> None:
    assert printed(ONE, tmp_path) == ["access"]


def test_a_process_that_serves_does_not_import_what_is_needed_seldom(tmp_path: Path) -> None:
    assert printed(ALL, tmp_path) == []


def test_no_operation_is_made_twice(tmp_path: Path) -> None:
    built = composition.build(resources(Settings(data_dir=tmp_path)))
    routes = [route for service in built.values() for route in service.app.routes]
    assert all(isinstance(route, Route | Mount) for route in routes), "a router is included"


def test_front_doors(tmp_path: Path) -> None:
    built = composition.build(resources(Settings(data_dir=tmp_path)))
    assert set(built) == set(PREFIXES)
    names = [worker.name for worker in composition.workers(built)]
    assert len(names) == len(set(names))
    assert not list(tmp_path.glob("*.db")), "building starts nothing"
    for name, service in built.items():
        assert all(
            route.path.startswith(PREFIXES[name])
            for route in service.app.routes
            if getattr(route, "include_in_schema", False)
        )
