"""Every service is built by its front door and has the workers that keep it current."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_a_process_of_one_service_imports_no_other(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", ONE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["access"]


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
