"""Where things stand: packages, root packages, the test beside each module, and domains that import
nothing but themselves.
"""

import sys
from pathlib import Path

import pytest

from tests.architecture import tree

NO_TEST_NEEDED = {"__init__", "__main__", "errors", "schemas", "settings", "tables"}
NOT_PACKAGES = {"alembic", "bench", "dev", "docs", "tests", "tools"}
PICTURES = {".png"}
BANNED_NAMES = {"base", "common", "constants", "helpers", "service", "utils"}


def test_every_folder_with_code_is_a_package() -> None:
    folders = {parent for path in tree.modules() for parent in path.parents if parent != Path()}
    assert [
        str(folder)
        for folder in sorted(folders)
        if not (tree.ROOT / folder / "__init__.py").is_file()
    ] == []


def test_tests_and_migrations_are_no_packages() -> None:
    """A package named alembic would shadow the library; tests are imported by their paths."""
    assert [
        str(path) for path in (*tree.tests(), *tree.migrations()) if path.name == "__init__.py"
    ] == []


def test_root_packages_are_the_folders_that_exist() -> None:
    folders = {
        path.parts[0] for path in tree.tracked() if path.suffix == ".py" and len(path.parts) > 1
    }
    assert folders - NOT_PACKAGES == set(tree.ROOT_PACKAGES)


def test_no_vague_names() -> None:
    paths = [*tree.modules(), *tree.tests()]
    assert [str(path) for path in paths if BANNED_NAMES & {path.stem, *path.parent.parts}] == []


def test_everything_is_a_text_or_a_picture() -> None:
    """What a tool left behind, a recording or a database, is no part of a clone."""
    other = [path for path in tree.tracked() if path.suffix not in PICTURES and not is_text(path)]
    assert [str(path) for path in other] == []


def is_text(path: Path) -> bool:
    try:
        return "\0" not in (tree.ROOT / path).read_text()
    except UnicodeDecodeError:
        return False


def needs_a_test(path: Path) -> bool:
    return not NO_TEST_NEEDED & {path.stem, *path.parts[:-1]}


def expected_test(path: Path) -> Path:
    return Path("tests", path.parent, f"test_{path.name}")


def test_every_module_has_its_test() -> None:
    wanted = {expected_test(path): path for path in tree.modules() if needs_a_test(path)}
    assert [
        f"{path} has no {test}" for test, path in wanted.items() if test not in set(tree.tests())
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in tree.modules()
        if "domain" in (*path.parts[:-1], path.stem) and path.parts[0] == "services"
    ],
    ids=str,
)
def test_domain_imports_only_the_standard_library_and_its_own_kind(path: Path) -> None:
    own = ".".join((*path.parts[:2], "domain"))
    foreign = [
        f"{path}:{line} {name}"
        for line, name in tree.imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and name != own
        and not name.startswith(f"{own}.")
    ]
    assert foreign == []
