"""The documents: links lead somewhere, lines fit, and pages stay as short as they should be."""

import re
from pathlib import Path

import pytest

from tests.architecture import tree

LONGEST_LINE = 160
ONE_SCREEN = 45  # lines
LONGEST_PAGE = {
    "docs/performance.md": 120,
    "docs/glossary.md": 60,
    "docs/add-a-kind.md": 60,
    "docs/how-a-submission-becomes-an-indicator.md": 60,
}
DECISIONS = sorted((tree.ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [
    tree.ROOT / "README.md",
    tree.ROOT / "CHANGELOG.md",
    *sorted((tree.ROOT / "docs").rglob("*.md")),
    *sorted((tree.ROOT / "bench" / "results").glob("*.md")),
]
GENERATED = "plans.md"  # by make bench
ROWS = re.compile(r"^\|.*\|$", re.MULTILINE)  # nor is a row of a table
COMMANDS = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)  # a line of a shell is not broken


def name(path: Path) -> str:
    return path.relative_to(tree.ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    assert [
        target for target in targets if "://" not in target and not (page.parent / target).exists()
    ] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != GENERATED], ids=name)
def test_lines_fit(page: Path) -> None:
    prose = ROWS.sub("", COMMANDS.sub("", page.read_text()))
    assert [line for line in prose.splitlines() if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("page", LONGEST_PAGE)
def test_pages_are_short(page: str) -> None:
    assert len((tree.ROOT / page).read_text().splitlines()) <= LONGEST_PAGE[page]


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_a_decision_is_one_screen_and_names_its_check(decision: Path) -> None:
    text = decision.read_text()
    assert len(text.splitlines()) <= ONE_SCREEN
    assert "**Decision: " in text
    assert "\nEnforced by: " in text


def test_decisions_that_code_refers_to_are_there() -> None:
    numbers = {decision.name[:4] for decision in DECISIONS}
    files = [*tree.modules(), *tree.migrations(), *tree.tests(), *tree.tools()]
    referred = {
        number
        for path in files
        for number in re.findall(r"docs/decisions/(\d{4})", (tree.ROOT / path).read_text())
    }
    assert referred <= numbers


def test_the_glossary_is_in_alphabetical_order() -> None:
    rows = (tree.ROOT / "docs" / "glossary.md").read_text().splitlines()
    terms = [row.split("|")[1].strip() for row in rows if row.startswith("| ")][1:]
    assert terms == sorted(terms)


@pytest.mark.parametrize("decision", DECISIONS, ids=name)
def test_the_files_that_a_decision_names_are_there(decision: Path) -> None:
    named = re.findall(
        r"`((?:tests|kernel|services|system|contracts|deploy|docs)/[\w./-]+)`", decision.read_text()
    )
    assert [path for path in named if not (tree.ROOT / path).exists()] == []
