"""One statement of many seeks: under UNION ALL one arm a key, each of which an index answers.

The number of arms is padded to a power of two, so that a database has few statements to prepare.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import CompoundSelect, Executable, Select, TextClause, text, union_all

Arm = TypeVar("Arm")


class Batched(Generic[Arm]):
    """Makes the statement that looks for a list of keys, and its values.

    `columns`: the names of the parts of a key; in the arms of the key with index n each is the
    parameter `<column><n>`. `nothing`: a key that matches no row, for the arms that are too many.
    `arms(n)`: the arms of one key. `join(arms)`: the statement of all of them.
    """

    def __init__(
        self,
        columns: Sequence[str],
        nothing: Sequence[Any],
        arms: Callable[[int], Sequence[Arm]],
        join: Callable[[Sequence[Arm]], Executable],
    ) -> None:
        self._columns, self._nothing, self._arms, self._join = columns, nothing, arms, join
        self._statements: dict[int, Executable] = {}

    def __call__(self, keys: Sequence[Sequence[Any]]) -> tuple[Executable, dict[str, Any]]:
        """The statement for these keys (one at least), and the values of their parameters."""
        size = 1 << (len(keys) - 1).bit_length()
        padded = [*keys, *[self._nothing] * (size - len(keys))]
        values = {
            f"{column}{n}": part
            for n, key in enumerate(padded)
            for column, part in zip(self._columns, key, strict=True)
        }
        return self._statement(size), values

    def _statement(self, size: int) -> Executable:
        if size not in self._statements:
            self._statements[size] = self._join([arm for n in range(size) for arm in self._arms(n)])
        return self._statements[size]


def every(arms: Sequence[Select[Any]]) -> CompoundSelect[Any]:
    """The rows of all arms."""
    return union_all(*arms)


def every_text(arms: Sequence[str]) -> TextClause:
    """The rows of all arms that are written as text."""
    return text(" UNION ALL ".join(arms))
