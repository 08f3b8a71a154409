"""In which order observations are asked for: by components, up or down."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from services.aggregator.domain.dataflows import Dataflow, Series
from services.aggregator.domain.selection import Unreadable

NUMBERS = ("Decimal", "Integer")


class Order(NamedTuple):
    """By one component."""

    component: str
    descending: bool = False


def orders_of(flow: Dataflow, wish: str | None, keys: Sequence[str]) -> list[Order]:
    """What `sort` asks for: components between pluses (a plus in an address stands for a space),
    `*` for all dimensions, `series_key` for those of a series' key. Raises Unreadable.
    """
    parts = [] if wish is None else re.split(r"[+ ]", wish)
    return [order for part in parts for order in _orders(flow, part, keys)]


def _orders(flow: Dataflow, part: str, keys: Sequence[str]) -> list[Order]:
    name, colon, way = part.partition(":")
    if colon and way not in ("asc", "desc"):
        raise Unreadable(f"{part} is no order.")
    return [Order(one, way == "desc") for one in _components(flow, name, keys)]


def _components(flow: Dataflow, name: str, keys: Sequence[str]) -> Sequence[str]:
    """The components of a name. Raises Unreadable."""
    names = {"*": flow.places, "series_key": keys}.get(name, [name])
    if {*names} - {one.id for one in flow.components}:
        raise Unreadable(f"{flow.id} has no {name or 'empty name'} to be sorted by.")
    return names


def arranged(flow: Dataflow, every: Iterable[Series], orders: Sequence[Order]) -> list[Series]:
    """The observations in this order, each in a series of its own; what is empty comes first."""
    singles = [replace(one, observations=[each]) for one in every for each in one.observations]
    for order in reversed(orders):
        singles.sort(key=_value_of(flow, order.component), reverse=order.descending)
    return singles


def _value_of(flow: Dataflow, component: str) -> Callable[[Series], tuple[bool, Any]]:
    """How a series of one observation tells a component: by code, or by number."""
    place = [one.id for one in flow.components].index(component)
    made = Decimal if flow.components[place].type in NUMBERS else str
    return lambda one: _comparable(_told(one)[place], made)


def _told(one: Series) -> list[str | None]:
    """All components of a series of one observation, in their order."""
    (told,) = one.observations
    return [*one.key, told.period, told.value, *told.attributes]


def _comparable(text: str | None, made: Callable[[str], Any]) -> tuple[bool, Any]:
    return (False, None) if text is None else (True, made(text))


class Window:
    """Which observations are given: so many, behind so many that are passed over."""

    def __init__(self, offset: int, limit: int | None) -> None:
        self._offset, self._left = offset, limit

    @property
    def full(self) -> bool:
        """Whether nothing more is given."""
        return self._left == 0

    def of(self, every: Iterable[Series]) -> list[Series]:
        """What is given of the next series."""
        return [cut for one in every if (cut := self._cut(one))]

    def _cut(self, one: Series) -> Series | None:
        found = one.observations[self._offset :]
        self._offset -= len(one.observations) - len(found)
        found = found[: self._left]
        if self._left is not None:
            self._left -= len(found)
        return replace(one, observations=found) if found else None
