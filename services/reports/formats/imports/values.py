"""What a cell means, by what its column holds."""

import json
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from files.xlsx import CUT, MOST_CHARACTERS
from services.reports.domain.accepted import Accepted, Place
from services.reports.formats.imports import days, numbers
from services.reports.formats.imports.header import plain
from services.reports.formats.imports.refusal import Wrong
from services.reports.formats.imports.sheet import Cell, Mark

YES = frozenset({"true", "yes", "si", "sim", "oui", "1", "x", "verdadero", "verdadeiro", "vrai"})
NO = frozenset({"false", "no", "nao", "non", "0", "falso", "faux"})
FEW = re.compile(r"(<|&lt;)\s*5|1\s*[-–]\s*4")
FEW_WORDS = frozenset({"small"})
DIGITS = 15  # that a spreadsheet keeps of a number
BREAKS = re.compile("[\x0b\x0c\u2028\u2029]")  # what word processors put for the end of a line
SMALL_COUNTS = range(1, 5)
SMALL: Mapping[str, Any] = {"small": True}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a table are read.

    `exact`: the file is one of ours, whose texts are left as they are; `sign`: the decimal sign of
    the column; `day`: the day that a serial number means.
    """

    accepted: Accepted
    exact: bool = False
    sign: str | None = None
    day: Callable[[float], date] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and what is to be said of how it was read; `about`: the texts that this tells."""

    value: Any
    notice: str = ""
    about: tuple[str, ...] = ()


def read(cell: Cell, place: Place, how: Reading) -> Read:
    """The value of a cell. Raises Wrong."""
    if isinstance(cell, Mark):
        raise Wrong(cell.code, cell.detail)
    found: Read = READERS[place.holds](cell, place, how)
    return found


def plain_number(value: float) -> Decimal:
    """A number of a spreadsheet with the digits that it shows at most."""
    return Decimal(f"{value:.{DIGITS}g}")


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return days.of(cell)
    if isinstance(cell, int | float):
        return format(plain_number(cell), "f")
    return str(cell)


def _text(cell: Cell, _place: Place, how: Reading) -> Read:
    given = _as_text(cell)
    if how.exact:
        return Read(given)
    text = BREAKS.sub("\n", given)
    return Read(text, "" if text == given else "A vertical tab was read as the end of a line.")


def _short(cell: Cell, place: Place, how: Reading) -> Read:
    """A text of a line, without white space around it."""
    if how.exact:
        return Read(_as_text(cell))
    found = _text(cell, place, how)
    text = found.value.strip()
    trimmed = "" if text == found.value else "White space around the text was left out."
    return Read(_upper(text, place), found.notice or trimmed)


def _upper(text: str, place: Place) -> str:
    return text.upper() if place.upper else text


def _code(cell: Cell, place: Place, how: Reading) -> Read:
    given = _as_text(cell)
    if how.exact:
        return Read(given)
    code = _meant(given, place)
    return Read(code) if code == given else _other(code, given[:60], code[:60])


def _meant(text: str, place: Place) -> str:
    """The code that a text means: one of those there are, whatever its capitals."""
    given = text.strip()
    known = {code.casefold(): code for code in place.codes}
    return known.get(given.casefold(), _upper(given, place))


def _codes(cell: Cell, place: Place, how: Reading) -> Read:
    given = [part.strip() for part in re.split(r"[;,\n]", _as_text(cell))]
    said = [part for part in given if part]
    codes = said if how.exact else [_meant(part, place) for part in said]
    other = [(part, code) for code, part in zip(codes, said, strict=True) if code != part]
    texts = [", ".join(some)[:200] for some in zip(*other, strict=True)]
    return _other(codes, *texts) if texts else Read(codes)


def _other(value: Any, written: str, read: str) -> Read:
    """A value that is not what was written."""
    return Read(value, f"“{written}” was read as {read}.", (written, read))


def _decimal(cell: Cell, how: Reading) -> Decimal:
    if isinstance(cell, bool):
        raise Wrong("wrong_type", f"{str(cell).upper()} is no number.")
    if isinstance(cell, date):
        raise Wrong("wrong_type", f"{days.of(cell)} is a date, not a number.")
    if isinstance(cell, int | float):
        return plain_number(cell)
    return numbers.number(cell, how.sign)


def _integer(cell: Cell, _place: Place, how: Reading) -> Read:
    if isinstance(cell, date):
        raise Wrong("wrong_type", f"{days.of(cell)} is a date, not a year or a number.")
    value = numbers.whole(cell, how.sign) if isinstance(cell, str) else _decimal(cell, how)
    if value != value.to_integral_value():
        raise Wrong("wrong_type", f"{format(value, 'f')} is no whole number.")
    return Read(int(value))


def _persons(cell: Cell, place: Place, how: Reading) -> Read:
    """How many persons, or that they are few; the item of a list that says so."""
    if isinstance(cell, str) and _is_few(cell, how.accepted):
        return Read({**place.fixed, **SMALL})
    count = _integer(cell, place, how).value
    if count in SMALL_COUNTS:
        raise Wrong("small_cell", f"For 1 to 4 persons write {_choice(how.accepted)}, no number.")
    return Read({**place.fixed, "count": count})


def _choice(accepted: Accepted) -> str:
    return " or ".join(f"“{word}”" for word in (*dict.fromkeys(accepted.few), "<5"))


def _is_few(text: str, accepted: Accepted) -> bool:
    return bool(FEW.fullmatch(text.strip())) or plain(text) in _few(accepted)


def _few(accepted: Accepted) -> Container[str]:
    return FEW_WORDS.union(map(plain, accepted.few))


def _boolean(cell: Cell, _place: Place, _how: Reading) -> Read:
    given = plain(_as_text(cell))
    if given not in YES | NO:
        raise Wrong("wrong_type", f"“{_as_text(cell)[:60]}” is neither yes nor no.")
    return Read(given in YES)


def _day(cell: Cell, _place: Place, how: Reading) -> Read:
    if isinstance(cell, date):
        return Read(days.of(cell))
    if isinstance(cell, bool):
        raise Wrong("wrong_type", f"{str(cell).upper()} is no day.")
    if isinstance(cell, int | float):
        if how.day is None:
            raise Wrong("wrong_form", f"{cell:g} is no day; write it as 2024-02-29.")
        return Read(days.of(how.day(cell)))
    return Read(days.of(days.day(cell)))


def _amount(cell: Cell, _place: Place, how: Reading) -> Read:
    """An amount of money as decimal text; of a number the digits are the currency's later."""
    value = _decimal(cell, how)
    if isinstance(cell, str):
        return Read(format(value, "f"))
    if len(value.normalize().as_tuple().digits) >= DIGITS:
        detail = f"A number keeps {DIGITS} digits, and this has as many: write it as a text."
        raise Wrong("imprecise", detail)
    return Read(value)


def _json(cell: Cell, _place: Place, _how: Reading) -> Read:
    text = _as_text(cell)
    if text.endswith(CUT) and len(text) == MOST_CHARACTERS:
        raise Wrong("cut", "No cell holds all of this list. Take the export as JSON Lines.")
    return Read(value_of(text))


def value_of(text: str) -> Any:
    """The value of a text of JSON. Raises Wrong."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        detail = "This is no JSON. Fill in the columns of its parts instead, or write a list."
        raise Wrong("bad_json", detail) from None


def _no_number(_text: str) -> None:
    raise ValueError


READERS: Mapping[str, Callable[[Cell, Place, Reading], Read]] = {
    "text": _text,
    "short": _short,
    "code": _code,
    "codes": _codes,
    "integer": _integer,
    "cell": _persons,
    "boolean": _boolean,
    "date": _day,
    "amount": _amount,
    "json": _json,
}
