"""Lists in which nothing stands twice."""

from collections.abc import Sequence
from typing import LiteralString, TypeVar

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

T = TypeVar("T")
TWICE = "this value stands twice"


def repeated(keys: Sequence[object]) -> list[int]:
    """The places of those that an earlier one equals."""
    return [n for n, key in enumerate(keys) if keys.index(key) < n]


def distinct(values: list[T]) -> list[T]:
    """The values. Raises `repeated` at each that an earlier one equals."""
    return distinct_by(values, values, TWICE)


def distinct_by(values: list[T], keys: Sequence[object], sentence: LiteralString) -> list[T]:
    """The values. Raises `repeated` at each whose key an earlier one has."""
    if twice := repeated(keys):
        error = PydanticCustomError("repeated", sentence)
        wrong = [InitErrorDetails(type=error, loc=(n,), input=values[n]) for n in twice]
        raise ValidationError.from_exception_data("list", wrong)
    return values
