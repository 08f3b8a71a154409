"""Which observations of a dataflow are asked for: keys with wildcards, and conditions on
components.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from services.aggregator.domain.dataflows import MEASURE, TIME, Dataflow, Observation, Series

ANY = ("", "*", "~")
Test = Callable[[str | None], bool]
OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda value, asked: value == asked,
    "ne": lambda value, asked: value != asked,
    "sw": lambda value, asked: value.startswith(asked),
    "ew": lambda value, asked: value.endswith(asked),
    "co": lambda value, asked: asked in value,
    "nc": lambda value, asked: asked not in value,
    "ge": lambda value, asked: value >= asked,
    "gt": lambda value, asked: value > asked,
    "le": lambda value, asked: value <= asked,
    "lt": lambda value, asked: value < asked,
}
ORDERED = ("ge", "gt", "le", "lt")
NUMBERS = (MEASURE, "NUMERATOR", "DENOMINATOR", "POSITION")
LATEST = ("", "*", "~", "+", " ", "latest", "all")
VERSION = re.compile(r"([0-9]{1,9}[*~+]?|[*~+])(\.([0-9]{1,9}[*~+]?|[*~+])){0,2}", re.ASCII)
OPERATOR = re.compile(r"([a-z]{2}):(.*)", re.DOTALL)
PERIOD = re.compile(
    r"([0-9]{4})(-[0-9]{2}(-[0-9]{2}(T.*)?)?|-[AQSTMWD][0-9]{1,3})?", re.ASCII | re.DOTALL
)
NEW_YEAR = re.compile(r"(-01(-01(T[0:]*([.]0*)?Z?)?)?|-[AQSTMWD]0{0,2}1)?", re.ASCII)


class Unreadable(ValueError):
    """A key or a condition that has not the form it should have."""


@dataclass(frozen=True, slots=True)
class Selection:
    """`keys`: what is asked for at each dimension (empty: anything), one of which must fit.
    `first`, `last`: how many observations of a series; None: all.
    """

    flow: Dataflow
    keys: tuple[tuple[frozenset[str], ...], ...]
    tests: Mapping[str, Test]
    first: int | None = None
    last: int | None = None

    def codes(self, dimension: int) -> frozenset[str]:
        """The codes that alone can fit at a dimension; empty: any."""
        asked = [key[dimension] for key in self.keys]
        return frozenset().union(*asked) if all(asked) else frozenset()

    def without(self, name: str) -> "Selection":
        """The same, whatever a dimension is."""
        names = [one.id for one in self.flow.dimensions]
        keys = tuple(
            tuple(frozenset() if n == name else codes for n, codes in zip(names, key, strict=True))
            for key in self.keys
        )
        tests = {n: test for n, test in self.tests.items() if n != name}
        return replace(self, keys=keys, tests=tests)

    def has_key(self, key: Sequence[str]) -> bool:
        """Whether a series of this key can have anything."""
        names = [one.id for one in self.flow.dimensions]
        fits = any(_fits(key, asked) for asked in self.keys)
        return fits and all(
            self.tests[name](code)
            for name, code in zip(names, key, strict=True)
            if name in self.tests
        )

    def has(self, observation: Observation) -> bool:
        """Whether an observation is asked for, its key aside."""
        values = {TIME: observation.period, MEASURE: observation.value}
        names = (one.id for one in self.flow.attributes)
        values |= dict(zip(names, observation.attributes, strict=True))
        return all(test(values[name]) for name, test in self.tests.items() if name in values)

    def of(self, series: Series) -> Series | None:
        """What is asked for of a series; None: nothing."""
        if not self.has_key(series.key):
            return None
        chosen = [one for one in series.observations if self.has(one)]
        if self.first is not None or self.last is not None:
            first = chosen[: self.first or 0]
            chosen = first + chosen[max(len(first), len(chosen) - (self.last or 0)) :]
        return replace(series, observations=chosen) if chosen else None


def _fits(key: Sequence[str], asked: Sequence[frozenset[str]]) -> bool:
    return all(not codes or code in codes for code, codes in zip(key, asked, strict=True))


def has_version(wish: str, version: str) -> bool:
    """Whether one of the versions of a path, between commas, is this one: `*`, `~` and `+` are the
    latest; behind a number they stand for it and what follows it.
    """
    return any(_fits_version(one, version) for one in wish.split(","))


def _fits_version(wish: str, version: str) -> bool:
    if wish in LATEST:
        return True
    if not VERSION.fullmatch(wish):
        return False
    parts, there = wish.split("."), [int(part) for part in version.split(".")]
    asked = [int(part.rstrip("*~+") or 0) for part in parts] + [0] * (3 - len(parts))
    open_ = next((n for n, part in enumerate(parts) if not part.isdigit()), None)
    return there == asked if open_ is None else there[:open_] == asked[:open_] and there >= asked


def keys_of(flow: Dataflow, text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The keys of a path: several between commas, several codes between pluses; what is left out at
    the end is anything. Raises Unreadable.
    """
    return tuple(_key(flow, one) for one in text.split(","))


def _key(flow: Dataflow, text: str) -> tuple[frozenset[str], ...]:
    parts = [] if text in (*ANY, "all") else text.split(".")
    if len(parts) > len(flow.dimensions):
        raise Unreadable(f"A key of {flow.id} has {len(flow.dimensions)} parts.")
    parts += [""] * (len(flow.dimensions) - len(parts))
    return tuple(
        frozenset() if part in ANY else frozenset(re.split(r"[+ ]", part)) for part in parts
    )


def condition_of(component: str, text: str) -> Test:
    """The test of a condition: alternatives between commas, of each what must hold together between
    pluses (a plus in an address stands for a space). Raises Unreadable.
    """
    alternatives = [
        [_one(component, part) for part in re.split(r"[+ ]", some)] for some in text.split(",")
    ]
    return lambda value: any(all(test(value) for test in every) for every in alternatives)


def _one(component: str, text: str) -> Test:
    match = OPERATOR.fullmatch(text)
    name, asked = match.groups() if match else ("eq", text)
    if name not in OPERATORS or not asked:
        raise Unreadable(f"There is no operator {name}; there are {', '.join(OPERATORS)}.")
    if component in NUMBERS:
        return _of_number(name, asked)
    if component == TIME and name in ORDERED:
        return _of_period(name, asked)
    compare = OPERATORS[name]
    return lambda value: value is not None and compare(value, asked)


def _of_period(name: str, asked: str) -> Test:
    """Periods are compared by when they begin, and those of the data are years: one of 2024 begins
    with 2024-01-01 and with 2024-Q1, before 2024-06.
    """
    match = PERIOD.fullmatch(asked)
    if match is None:
        raise Unreadable(f"{asked} is no period.")
    year, rest = match.group(1), asked[4:]
    begins = NEW_YEAR.fullmatch(rest) is not None
    later = name == "gt" or (name == "ge" and not begins)
    earlier = name == "lt" and begins
    compare = OPERATORS[name[0] + "t" if later or earlier else name[0] + "e"]
    return lambda value: value is not None and compare(value, year)


def _of_number(name: str, asked: str) -> Test:
    try:
        number = Decimal(asked)
    except InvalidOperation:
        raise Unreadable(f"{asked} is no number.") from None
    tests: Mapping[str, Callable[[Decimal], bool]] = {
        "eq": lambda value: value == number,
        "ne": lambda value: value != number,
        "ge": lambda value: value >= number,
        "gt": lambda value: value > number,
        "le": lambda value: value <= number,
        "lt": lambda value: value < number,
    }
    if name not in tests or not number.is_finite():
        raise Unreadable(f"{name}:{asked} asks nothing of a number.")
    test = tests[name]
    return lambda value: value is not None and test(Decimal(value))
