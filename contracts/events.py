"""The registry of event types: which model a type and version decode to, and how old versions
become the newest.
"""

import json
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Data(BaseModel):
    """The data of an event.

    Readers ignore fields they do not know (additive changes only); writers send only known ones.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: ClassVar[str]
    version: ClassVar[int]


class UnknownEvent(LookupError):
    """No model is registered for this type and version."""


D = TypeVar("D", bound=type[Data])
Upcast = Callable[[dict[str, Any]], dict[str, Any]]

_models: dict[tuple[str, int], type[Data]] = {}
_newest: dict[str, int] = {}
_upcasts: dict[tuple[str, int], Upcast] = {}


def event(type_: str, version: int = 1) -> Callable[[D], D]:
    """Register a data model as `type_` in `version`."""

    def register(model: D) -> D:
        model.type, model.version = type_, version
        _models[type_, version] = model
        _newest[type_] = max(version, _newest.get(type_, 0))
        return model

    return register


def upcast(type_: str, version: int) -> Callable[[Upcast], Upcast]:
    """Register how data of `version` becomes data of `version + 1`."""

    def register(change: Upcast) -> Upcast:
        _upcasts[type_, version] = change
        return change

    return register


def decode(type_: str, version: int, data: dict[str, Any]) -> Data:
    """The newest model of an event of any version.

    Raises UnknownEvent for a type or version never registered, pydantic's ValidationError for data
    that do not fit.
    """
    if (type_, version) not in _models and (type_, version) not in _upcasts:
        raise UnknownEvent(f"{type_} version {version}")
    newest = _newest[type_]
    for step in range(version, newest):
        data = _upcasts[type_, step](data)
    return _models[type_, newest].model_validate(data)


def decode_text(type_: str, version: int, text: str) -> Data:
    """`decode` from JSON text; data of the newest version are read in one go.

    Raises ValueError for what is no JSON object, too.
    """
    if _newest.get(type_) == version:
        return _models[type_, version].model_validate_json(text)
    return decode(type_, version, json.loads(text))


def is_newest(type_: str, version: int) -> bool:
    """Whether a type is registered and this is its newest version."""
    return _newest.get(type_) == version


def registered() -> dict[tuple[str, int], type[Data]]:
    """Every registered (type, version) with its model."""
    return dict(_models)


def own() -> list[tuple[tuple[str, int], type[Data]]]:
    """Those of the contracts, in order; tests register others."""
    ours = (each for each in _models.items() if each[1].__module__.startswith("contracts."))
    return sorted(ours, key=lambda each: each[0])
