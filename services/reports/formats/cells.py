"""What stands in a cell of a table, whatever the format."""

from typing import Any


def cell(value: Any) -> Any:
    """A value as a cell holds it: lists as one text, truth as a word, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(str(cell(one)) for one in value)
    return value
