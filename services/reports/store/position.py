"""Where a text contains another, as both databases find it without patterns: their cost is that of
one comparison with the text, whatever is looked for.
"""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class Position(GenericFunction[int]):
    """The place of the second text in the first, from 1; 0 where it is not."""

    type = Integer()
    inherit_cache = True
    name = "strpos"  # position() of the standard, with its texts in this order


@compiles(Position, "sqlite")
def _instr(element: Position, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"
