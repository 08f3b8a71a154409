"""The code under check: its files, their syntax trees, and the words in them that are code rather
than prose.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
ROOT_PACKAGES: list[str] = SETTINGS["importlinter"]["root_packages"]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> list[Path]:
    """Every module of the product, relative to the checkout."""
    return sorted(
        path.relative_to(ROOT)
        for package in ROOT_PACKAGES
        for path in (ROOT / package).rglob("*.py")
    )


@cache
def migrations() -> list[Path]:
    """env.py and the revisions."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "alembic").rglob("*.py"))


@cache
def tests() -> list[Path]:
    """Every Python file under tests/."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))


@cache
def tools() -> list[Path]:
    """Every Python file under tools/ and bench/."""
    return sorted(
        path.relative_to(ROOT)
        for folder in ("bench", "tools")
        for path in (ROOT / folder).rglob("*.py")
    )


@cache
def tracked() -> list[Path]:
    """What a clone holds, relative to the checkout; without git there is nothing to ask."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("NOT CHECKED: this is no git checkout")
    paths = (Path(name) for name in done.stdout.decode().split("\0") if name)
    return [path for path in paths if (ROOT / path).is_file()]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse((ROOT / path).read_text(), str(path))


def functions(path: Path) -> Iterator[tuple[Function, int]]:
    """Every function of a file with its length in lines, from its first line (without decorators)
    to its last.
    """
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node, length(node)


def length(function: Function) -> int:
    """Lines of a function, its docstring included, its decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def nodes(function: Function) -> int:
    """Nodes of the syntax tree of a function's body without its docstring."""
    documented = ast.get_docstring(function) is not None
    return sum(1 for part in function.body[documented:] for _ in ast.walk(part))


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the nodes that are bare texts: docstrings, module to function, and notes
    under a field.
    """
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def words(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every name and every string of the code; comments and docstrings are prose
    and left out.
    """
    tree = parsed(path)
    prose = docstrings(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield line, node.value
        for field in ("id", "attr", "name", "arg", "module", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield line, value


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of every name that the code defines, imports or uses; no strings, no prose."""
    for node in ast.walk(parsed(path)):
        for field in ("id", "attr", "name", "arg", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield getattr(node, "lineno", 0), value


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of every name used, with what it was imported from put in:

    `from uuid import uuid4; uuid4()` is uuid.uuid4.
    """
    tree = parsed(path)
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            origin |= {
                alias.asname or alias.name.partition(".")[0]: alias.name
                if alias.asname
                else alias.name.partition(".")[0]
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            origin |= {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and (dotted := _dotted(node)):
            first, _, rest = dotted.partition(".")
            yield node.lineno, ".".join(filter(None, (origin.get(first, first), rest)))


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return before and f"{before}.{node.attr}"
    return None


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted module) of every import of a file, relative ones made absolute."""
    package = path.parent.parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*above, *filter(None, [node.module])))
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def attributes(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of every attribute used, whatever it belongs to."""
    return (
        (node.lineno, node.attr)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
    )


def matches(pattern: re.Pattern[str], path: Path) -> Iterator[tuple[int, str]]:
    """(line, match) in a text file; nothing in a binary one."""
    try:
        text = (ROOT / path).read_text()
    except UnicodeDecodeError:
        return
    for found in pattern.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found.group()


def docstring_spans(module: ast.Module) -> Iterator[tuple[int, int]]:
    """First and last line of every docstring."""
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node) is not None
        ):
            first = node.body[0]
            yield first.lineno, first.end_lineno or first.lineno


def code_lines(path: Path) -> int:
    """Lines of a file that hold code: no blank ones, no comments, no docstrings."""
    prose = {line for start, end in docstring_spans(parsed(path)) for line in range(start, end + 1)}
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in prose
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
    )


def span(function: Function) -> tuple[int, int]:
    """First line, decorators included, and last line."""
    return min(
        [function.lineno, *(decorator.lineno for decorator in function.decorator_list)]
    ), function.end_lineno or function.lineno
