"""The judge of evidence: a reader who adds up what single submissions contribute to a value.

It shares no code with the product.
"""

from fractions import Fraction
from typing import Any


def add_up(value: Any, contributions: list[Any], divisor: int | None) -> bool:
    """Whether contributions come to a value: added up, and divided where there is a divisor."""
    sums: dict[str, Fraction] = {}
    for contribution in contributions:
        for name, number in _named(contribution).items():
            sums[name] = sums.get(name, Fraction(0)) + Fraction(str(number))
    if divisor is not None:
        sums = {name: round(total / divisor, 6) for name, total in sums.items()}
    expected = {name: Fraction(str(number)) for name, number in _named(value).items()}
    return sums == expected or (not contributions and value in ((None,) if divisor == 0 else (0,)))


def _named(number: Any) -> dict[str, Any]:
    """The parts of an object; of a number itself."""
    return number if isinstance(number, dict) else {} if number is None else {"": number}
