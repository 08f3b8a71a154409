"""An indicator: a function with its definition, entered in the registry by a decorator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.aggregator.domain.indicators.contributions import Each, Latest
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

Value = dict[str, Any]
Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator comes to: the value, and of what it is a part or how it is broken down.

    `small_cells`: how many cells of 1 to 4 persons are not in it. `divisor`: what the contributions
    of all submissions are divided by to be the value, None where their sum is it.
    """

    value: Any
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: str | None = None
    breakdown: list[dict[str, Any]] | None = None
    small_cells: int | None = None
    divisor: int | None = None


Formula = Callable[[Counted, Scope, Structure], Figure]


@dataclass(frozen=True, slots=True)
class Indicator:
    """`needs`: the kinds of submission whose facts it counts. `behind`: what each of them adds.
    `kind`: structural, process or outcome. `of_objectives`: absent where no objective is asked
    for. The texts are editorial; a changed meaning is a new
    version.
    """

    code: str
    family: str
    compute: Formula
    needs: tuple[str, ...]
    behind: Each | Latest
    kind: str
    unit: str
    formula: Texts
    names: Texts
    numerator: Texts | None = None
    denominator: Texts | None = None
    denominator_on: Texts | None = None
    version: int = 1
    of_objectives: bool = False

    def value(self, counted: Counted, scope: Scope, structure: Structure) -> Value:
        """The value of a scope, in the shape of the HTTP contract."""
        return self.shown(self.compute(counted, scope, structure))

    def shown(self, figure: Figure) -> Value:
        """A figure in that shape."""
        value: Value = {"indicator": self.code, "value": figure.value}
        if figure.denominator is not None:
            value |= {"numerator": figure.numerator, "denominator": figure.denominator}
        value["unit"] = self.unit
        if figure.denominator_on is not None:
            value["denominator_on"] = figure.denominator_on
        if figure.breakdown is not None:
            value |= {"small_cells": figure.small_cells, "breakdown": figure.breakdown}
        return value


REGISTRY: list[Indicator] = []


def indicator(code: str, **definition: Any) -> Callable[[Formula], Formula]:
    """Enter a function in the registry under a code; `definition`: the fields of `Indicator`."""

    def register(compute: Formula) -> Formula:
        family = compute.__module__.rpartition(".")[2]
        REGISTRY.append(Indicator(code, family, compute, **definition))
        return compute

    return register


def number(value: Fraction | None) -> int | float | None:
    """An exact fraction rounded half-even to six places."""
    return None if value is None else round(value * 1_000_000) / 1_000_000


def ratio(numerator: int, denominator: int, on: str | None = None) -> Figure:
    """A share; null where the denominator is 0."""
    value = number(Fraction(numerator, denominator)) if denominator else None
    return Figure(value, numerator, denominator, on, divisor=denominator)


def part(n: int, of: int, on: str) -> Figure:
    """A count out of a number that is taken on a day: n of N."""
    return Figure(n, n, of, on)
