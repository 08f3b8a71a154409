"""Short functions, files that can be read at once, a kernel that stays small, and a first line that
says what a module owns.
"""

import ast
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import tree

LONGEST_FUNCTION = 50  # lines
MEDIAN_LINES = 10
# of the syntax tree of a body without its docstring; the goal of the median is 35 (ADR 22)
MEDIAN_NODES, NINTH_TENTH_NODES = 43, 140
LONGEST_FILE = 400
WHOLE_KERNEL = 3840  # lines of code; the goal is 3,000 (ADR 22)
EVERYTHING = [*tree.modules(), *tree.migrations(), *tree.tests(), *tree.tools()]


def lines(path: Path) -> list[str]:
    return (tree.ROOT / path).read_text().splitlines()


def sizes(packages: list[str], size: Callable[[tree.Function], int]) -> list[tuple[int, str]]:
    """(size, where) of every function of these packages, the largest first."""
    return sorted(
        (
            (size(function), f"{path}:{function.lineno} {function.name}")
            for path in tree.modules()
            if path.parts[0] in packages
            for function, _ in tree.functions(path)
        ),
        reverse=True,
    )


def ninth_tenth(numbers: list[int]) -> float:
    return statistics.quantiles(numbers, n=10, method="inclusive")[-1]


def report(size: Callable[[tree.Function], int], figure: Callable[[list[int]], float]) -> str:
    """The figure of each package, and its largest functions."""
    parts = []
    for package in tree.ROOT_PACKAGES:
        found = sizes([package], size)
        parts.append(f"{package}: {figure([number for number, _ in found]):g}")
        parts += [f"    {number} {where}" for number, where in found[:15]]
    return "\n".join(parts)


def test_the_formatter_is_not_switched_off() -> None:
    mark = "# fm" + "t:"
    assert [str(path) for path in EVERYTHING if mark in "\n".join(lines(path))] == []


def test_functions_are_short() -> None:
    # a revision of a database is one list of columns
    checked = [*tree.modules(), *tree.tests(), *tree.tools()]
    assert [
        f"{path}:{function.lineno} {function.name} has {length} lines"
        for path in checked
        for function, length in tree.functions(path)
        if length > LONGEST_FUNCTION
    ] == []


@pytest.mark.parametrize(
    ("name", "size", "figure", "most"),
    [
        ("median lines", tree.length, statistics.median, MEDIAN_LINES),
        ("median nodes", tree.nodes, statistics.median, MEDIAN_NODES),
        ("90th percentile of nodes", tree.nodes, ninth_tenth, NINTH_TENTH_NODES),
    ],
    ids=["median-lines", "median-nodes", "ninth-tenth-nodes"],
)
def test_functions_are_small(
    name: str,
    size: Callable[[tree.Function], int],
    figure: Callable[[list[int]], float],
    most: int,
) -> None:
    whole = figure([number for number, _ in sizes(tree.ROOT_PACKAGES, size)])
    assert whole <= most, f"{name}: {whole:g}, goal {most}\n{report(size, figure)}"


def test_files_can_be_read_at_once() -> None:
    assert [
        f"{path} has {len(lines(path))} lines"
        for path in EVERYTHING
        if len(lines(path)) > LONGEST_FILE
    ] == []


def test_the_kernel_stays_small() -> None:
    assert (
        sum(tree.code_lines(path) for path in tree.modules() if path.parts[0] == "kernel")
        <= WHOLE_KERNEL
    )


def test_every_module_says_what_it_owns() -> None:
    assert [str(path) for path in tree.modules() if not ast.get_docstring(tree.parsed(path))] == []
