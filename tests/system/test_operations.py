"""The services offer every method of the Protocols, called the same way."""

import inspect
from typing import Any

import pytest

from services.access.operations.keys import Operations as Access
from services.aggregator.operations import Operations as Aggregator
from services.catalog.operations import Operations as Catalog
from services.reports.operations import Operations as Reports
from system import operations

OFFERED: dict[type, type] = {
    operations.CatalogOperations: Catalog,
    operations.AccessOperations: Access,
    operations.ReportsOperations: Reports,
    operations.AggregatorOperations: Aggregator,
}
METHODS = [
    (expected, offered, name)
    for expected, offered in OFFERED.items()
    for name in vars(expected)
    if not name.startswith("_")
]


def _parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [
        (parameter.name, parameter.kind, parameter.default)
        for parameter in inspect.signature(function).parameters.values()
    ]


@pytest.mark.parametrize(
    ("expected", "offered", "name"),
    METHODS,
    ids=[f"{expected.__name__}.{name}" for expected, _, name in METHODS],
)
def test_a_service_offers_what_the_command_line_calls(
    expected: type, offered: type, name: str
) -> None:
    method = getattr(offered, name)
    assert inspect.iscoroutinefunction(method)
    assert _parameters(method) == _parameters(getattr(expected, name))


def test_every_protocol_is_compared() -> None:
    protocols = {value for value in vars(operations).values() if _is_protocol(value)}
    assert protocols == set(OFFERED)


def _is_protocol(value: object) -> bool:
    return bool(getattr(value, "_is_protocol", False)) and value is not operations.Protocol
