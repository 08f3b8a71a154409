"""One kind of submission is one module in each registry, and nothing else asks which kind it is."""

import importlib
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from contracts import reports
from services.reports import schemas
from services.reports.domain.kinds import KINDS
from tests.architecture import tree

AGGREGATOR = "services.aggregator.domain.kinds"


def registries() -> dict[str, Mapping[str, Any]]:
    """The registries of kinds, by the package that holds each."""
    found: dict[str, Mapping[str, Any]] = {
        "contracts.reports.kinds": reports.KINDS,
        "services.reports.domain.kinds": KINDS,
        "services.reports.schemas.kinds": schemas.KINDS,
    }
    if find_spec(AGGREGATOR):
        found[AGGREGATOR] = importlib.import_module(AGGREGATOR).KINDS
    return found


@pytest.mark.parametrize("package", registries())
def test_the_same_kinds_stand_in_every_registry(package: str) -> None:
    assert list(registries()[package]) == list(KINDS)


@pytest.mark.parametrize("package", registries())
def test_each_kind_is_a_module_of_its_own(package: str) -> None:
    folder = Path(*package.split("."))
    modules = {path.stem for path in tree.modules() if path.parent == folder}
    assert modules - {"__init__"} == {name.replace("-", "_") for name in KINDS}


def test_a_kind_is_what_its_registries_say() -> None:
    for name, kind in KINDS.items():
        payload = schemas.KINDS[name].payload.model_fields
        assert kind.name == name == schemas.KINDS[name].example["kind"]
        assert {*kind.required, *kind.one_of} <= set(payload)
        counted = kind.counted(schemas.KINDS[name].example["payload"])
        assert set(counted) == set(reports.KINDS[name].model_fields)
        terms = {term for term, _ in kind.index(schemas.KINDS[name].example["payload"])}
        assert set(kind.similar_by) <= terms


def test_nothing_else_in_reports_names_a_kind() -> None:
    named = re.compile(rf"^({'|'.join(KINDS)})s?$", re.IGNORECASE)
    assert [
        f"{path}:{line} {word}"
        for path in tree.modules()
        if path.parts[:2] == ("services", "reports") and "kinds" not in path.parent.parts
        for line, word in tree.words(path)
        if named.match(word)
    ] == []
