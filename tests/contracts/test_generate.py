"""The checked-in schemas are current, and within a version they only grow by what may be absent."""

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contracts import events, generate

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(name for name in generate.documents() if name != "envelope.json")


def test_the_checked_in_schemas_are_current() -> None:
    assert {
        path.name: path.read_text() for path in generate.FOLDER.glob("*.json")
    } == generate.documents()


def test_writing_is_deterministic(tmp_path: Path) -> None:
    generate.write(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == generate.documents()


def test_every_version_ever_published_has_its_sample() -> None:
    assert sorted(path.name for path in SAMPLES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_decodes_and_fits_its_schema(name: str) -> None:
    type_, version, _ = name.rsplit(".", 2)
    sample = json.loads((SAMPLES / name).read_text())
    jsonschema.validate(sample, json.loads((generate.FOLDER / name).read_text()))
    decoded = events.decode(type_, int(version), sample)
    assert decoded.type == type_


def required(schema: dict[str, Any]) -> set[tuple[str, str]]:
    """(definition, field) of every required field, the root's definition being empty."""
    definitions = {"": schema, **schema.get("$defs", {})}
    return {
        (name, field)
        for name, definition in definitions.items()
        for field in definition.get("required", [])
    }


def published(name: str) -> dict[str, Any] | None:
    """The first version of this schema file that was ever committed; None where it is new (or
    without git).
    """
    path = f"contracts/schemas/{name}"
    asked = subprocess.run(
        ["git", "log", "--diff-filter=A", "--format=%H", "--", path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    commits = asked.stdout.split()
    if not commits:
        return None
    shown = subprocess.run(
        ["git", "show", f"{commits[-1]}:{path}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(shown.stdout) if shown.returncode == 0 else None


@pytest.mark.parametrize("name", NAMES)
def test_required_fields_never_grow_within_a_version(name: str) -> None:
    sample = json.loads((SAMPLES / name).read_text())
    now = json.loads(generate.documents()[name])
    assert {field for definition, field in required(now) if not definition} <= set(sample)
    if (first := published(name)) is not None:
        assert required(now) <= required(first) | {
            (d, f) for d, f in required(now) if d and d not in first.get("$defs", {})
        }
        assert set(first.get("properties", {})) <= set(now.get("properties", {}))
