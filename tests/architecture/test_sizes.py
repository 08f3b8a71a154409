"""Short functions, files that fit a head, a kernel that stays small, and a first line that says
what a module owns.
"""

import ast
import statistics

from tests.architecture import tree

LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
LONGEST_FILE = 400
WHOLE_KERNEL = 2500  # of code


def lines(path: object) -> int:
    return len((tree.ROOT / str(path)).read_text().splitlines())


def test_functions_are_short() -> None:
    # a revision is one list of columns, made by autogenerate
    checked = [*tree.modules(), *tree.tests()]
    assert [
        f"{path}:{function.lineno} {function.name} has {length} lines"
        for path in checked
        for function, length in tree.functions(path)
        if length > LONGEST_FUNCTION
    ] == []


def test_the_median_function_is_shorter_still() -> None:
    lengths = [length for path in tree.modules() for _, length in tree.functions(path)]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_files_fit_a_head() -> None:
    checked = [*tree.modules(), *tree.migrations(), *tree.tests()]
    assert [
        f"{path} has {lines(path)} lines" for path in checked if lines(path) > LONGEST_FILE
    ] == []


def test_the_kernel_stays_small() -> None:
    assert (
        sum(tree.code_lines(path) for path in tree.modules() if path.parts[0] == "kernel")
        <= WHOLE_KERNEL
    )


def test_every_module_says_what_it_owns() -> None:
    assert [str(path) for path in tree.modules() if not ast.get_docstring(tree.parsed(path))] == []
