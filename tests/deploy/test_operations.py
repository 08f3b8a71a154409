"""docs/operations.md and the runbooks name what exists, all of it, and nothing else: settings,
metrics, pages, commands.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from kernel.metrics import Metrics
from services.aggregator.settings import Settings as aggregator_settings  # noqa: N813
from system.__main__ import app
from system.resources import Settings

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "operations.md").read_text()
RUNBOOKS = sorted((DOCS / "runbooks").glob("*.md"))


def _section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def test_every_setting_and_no_other() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \|", _section("Settings"), re.M)
    system = {name.upper() for name in Settings.model_fields}
    aggregator = {f"AGGREGATOR_{name.upper()}" for name in aggregator_settings.model_fields}
    assert len(named) == len(set(named))
    assert set(named) - aggregator == system


def test_every_metric_and_no_other() -> None:
    first_cells = [
        line.split("|")[1] for line in _section("Metrics").splitlines() if line.startswith("| `")
    ]
    named = [
        name.removesuffix("_total") for cell in first_cells for name in re.findall(r"`(\w+)`", cell)
    ]
    assert sorted(named) == sorted(family.name for family in Metrics("any").registry.collect())


@pytest.mark.parametrize("page", [DOCS / "operations.md", *RUNBOOKS], ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [
        target
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
        if "://" not in target
    ]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_runbook_is_linked_and_has_its_parts() -> None:
    assert set(re.findall(r"\(runbooks/([\w-]+\.md)\)", _section("Runbooks"))) == {
        path.name for path in RUNBOOKS
    }
    parts = [
        "What you see",
        "What it means",
        "What to do",
        "What not to do",
        "How you know it is over",
    ]
    assert {path.name: re.findall(r"^## (.*)", path.read_text(), re.M) for path in RUNBOOKS} == {
        path.name: parts for path in RUNBOOKS
    }


@pytest.mark.parametrize("page", [DOCS / "operations.md", *RUNBOOKS], ids=lambda path: path.name)
def test_every_command_exists(page: Path) -> None:
    """`S name …`: the words up to the first argument are commands, and each option is one of
    theirs.
    """
    for line in re.findall(r"(?:^ *|`)S ([a-z][^`\n]*)", page.read_text(), re.M):
        command: Any = typer.main.get_command(app)
        words = line.partition(" #")[0].partition(" > ")[0].split()
        while hasattr(command, "commands"):
            assert words, f"S {line}: a command is missing"
            assert words[0] in command.commands, f"S {line}: there is no command {words[0]}"
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, (
            f"S {line}"
        )
