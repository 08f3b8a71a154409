"""Every service is built by its front door and has the workers that keep it current."""

from pathlib import Path

from system import houses
from system.resources import PREFIXES, Settings, resources


def test_front_doors(tmp_path: Path) -> None:
    built = houses.build(resources(Settings(data_dir=tmp_path)))
    assert set(built) == set(PREFIXES)
    names = [worker.name for worker in houses.workers(built)]
    assert len(names) == len(set(names))
    assert not list(tmp_path.glob("*.db")), "building starts nothing"
    for name, house in built.items():
        assert all(route.path.startswith(PREFIXES[name]) for route in house.app.routes if getattr(route, "include_in_schema", False))
