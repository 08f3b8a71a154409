"""Numbers that people write, with a decimal comma or point: the column itself tells which."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from services.reports.formats.imports.refusal import Wrong

SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
OTHER = {".": ",", ",": "."}
LONGEST = 60


def squeezed(text: str) -> str:
    """A number without the spaces and apostrophes that group its digits."""
    return SPACES.sub("", text)


def evidence(text: str) -> str | None:
    """The decimal sign that a number cannot be without, or None where it tells nothing."""
    number = squeezed(text[:LONGEST])
    if not NUMBER.fullmatch(number) or AMBIGUOUS.fullmatch(number):
        return None
    point, comma = number.rfind("."), number.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    sign = "." if point >= 0 else ","
    if number.count(sign) > 1:
        return OTHER[sign]  # it groups the digits
    return sign if sign in number else None


def agreed(found: Iterable[str]) -> str | None:
    """The decimal sign of a column: what all its numbers say that say something."""
    signs = set(found)
    return signs.pop() if len(signs) == 1 else None


def number(text: str, sign: str | None) -> Decimal:
    """A number as it is meant, where `sign` is the column's decimal sign. Raises Wrong."""
    given = squeezed(text)
    if len(given) > LONGEST or not NUMBER.fullmatch(given):
        raise Wrong("wrong_type", f"“{text[:60]}” is no number.")
    if sign is None and AMBIGUOUS.fullmatch(given):
        raise _ambiguous(given)
    return _plain(text, given, sign or evidence(given) or ".")


def _plain(text: str, given: str, sign: str) -> Decimal:
    whole, mark, part = given.partition(sign)
    groups = whole.split(OTHER[sign])
    if OTHER[sign] in part or sign in part or not _grouped(groups):
        raise Wrong("wrong_form", f"“{text[:60]}” is not written like the others of its column.")
    try:
        return Decimal("".join(groups) + ("." + part if mark and part else ""))
    except InvalidOperation:
        raise Wrong("wrong_type", f"“{text[:60]}” is no number.") from None


def _grouped(groups: list[str]) -> bool:
    return all(len(group) == 3 for group in groups[1:]) and len(groups[0].lstrip("+-")) <= (
        3 if len(groups) > 1 else LONGEST
    )


def _ambiguous(given: str) -> Wrong:
    digits = re.sub(r"[.,]", "", given)
    part = re.sub(r"[.,]", ".", given)
    detail = (
        f"“{given}” can be {digits} or {part}: nothing in its column tells which. "
        "Write it without a separator of thousands, or with the decimals of the others."
    )
    return Wrong("ambiguous", detail, given, digits, part)


def whole(text: str, sign: str | None) -> Decimal:
    """A number of a column of whole numbers: three digits behind a separator are thousands, unless
    the column has decimals of this sign. Raises Wrong.
    """
    given = squeezed(text)
    if not AMBIGUOUS.fullmatch(given):
        return number(text, sign)
    separator = "." if "." in given else ","
    if sign == separator:
        raise _ambiguous(given)
    return number(text, OTHER[separator])
