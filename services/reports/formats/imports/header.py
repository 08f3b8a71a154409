"""What the names above the columns mean: columns of the template in any order, by their name or by
what they are called in any language.
"""

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reports.domain.accepted import Accepted, Place
from services.reports.formats.imports.refusal import Warned
from services.reports.formats.imports.sheet import Line, address

NEEDED = 2  # columns that are known, for a row to be the header
SEARCHED = 20  # rows from the top
LONGEST = 300  # characters of a name: what is longer is none
EXPORTED = frozenset({"id", "state", "revision"})  # columns that tell a file of ours


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: what stands in which column. `exported`: the file is one of
    ours; `told`: the columns in which it says the kind of a row, and which submission it is.
    """

    number: int
    places: Mapping[int, Place]
    told: Mapping[str, int]
    exported: bool
    warnings: list[Warned]


def plain(text: str) -> str:
    """A name as it is compared: without accents, capitals and signs."""
    marks = unicodedata.normalize("NFKD", text[:LONGEST])
    letters = "".join(sign for sign in marks if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", letters.replace("_", " ").casefold()))


def _called(places: Sequence[Place]) -> dict[str, dict[str, Place]]:
    """The columns by what they are called, and in which language."""
    called: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in places:
        for lang, header in place.headers.items():
            called[plain(header)].setdefault(lang, place)
    return called


def _also(places: Sequence[Place]) -> dict[str, Place]:
    """The columns by those other names that mean one alone."""
    also: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for name in set(map(plain, place.also)):
            also[name].append(place)
    return {name: those[0] for name, those in also.items() if len(those) == 1}


class Names:
    """What the names of columns mean for one kind."""

    def __init__(self, accepted: Accepted) -> None:
        self._named = {plain(place.name): place for place in accepted.places}
        self._passed = frozenset(accepted.passed_over)
        self._own = {place.path[1] for place in accepted.places if place.path[0] == "payload"}
        self._called = _called(accepted.places)
        self._also = _also(accepted.places)

    def language(self, texts: Sequence[str]) -> str:
        """The language that most of these names are in."""
        found = Counter(lang for text in texts for lang in self._called.get(plain(text), ()))
        return found.most_common(1)[0][0] if found else "en"

    def known(self, text: str) -> bool:
        """Whether a name means a column."""
        name = plain(text)
        return name in self._named or name in self._called or name in self._also

    def place(self, text: str) -> Place | None:
        """The column of a name."""
        name = plain(text)
        called = next(iter(self._called.get(name, {}).values()), None)
        return self._named.get(name) or called or self._also.get(name)

    def passed_over(self, text: str, *, exported: bool) -> bool:
        """Whether a name is of a column that exports have and nobody fills in. Headers are written
        with a capital; what a kind calls so too is passed over in an export alone.
        """
        name = text.strip()
        return name in self._passed and (exported or name not in self._own)

    def nearest(self, text: str, lang: str) -> str | None:
        """What the column is called whose name is nearest to a name that none has."""
        of_lang = {name: place for name, by in self._called.items() if (place := by.get(lang))}
        every = {**self._also, **self._named, **of_lang}
        found = difflib.get_close_matches(plain(text), every, 1, 0.5)
        if not found:
            return None
        place = every[found[0]]
        return place.headers[lang] if found[0] in of_lang else place.name


def score(names: Names, cells: Sequence[Any]) -> int:
    """How many cells of a row are names of columns."""
    return sum(isinstance(cell, str) and names.known(cell) for cell in cells)


def understood(names: Names, line: Line) -> Header:
    """A row of names as a header."""
    texts = _texts(line)
    exported = {text.strip() for text in texts.values()} >= EXPORTED
    passed = {at for at, text in texts.items() if names.passed_over(text, exported=exported)}
    lang, warnings = names.language([*texts.values()]), list[Warned]()
    places: dict[int, Place] = {}
    for at, text in texts.items():
        if at in passed:
            continue
        place = names.place(text)
        if place is None or place in places.values():
            cell = address(at, line.number)
            warnings.append(
                _unknown(names, text, lang, cell) if place is None else _twice(text, cell)
            )
        else:
            places[at] = place
    told = {texts[at].strip(): at for at in passed}
    return Header(line.number, places, told, exported, warnings)


def _texts(line: Line) -> dict[int, str]:
    """The names in a row, by their column."""
    return {at: cell for at, cell in enumerate(line.cells) if isinstance(cell, str) and cell}


def _unknown(names: Names, text: str, lang: str, cell: str) -> Warned:
    nearest = names.nearest(text, lang)
    meant = f" Is it “{nearest}”?" if nearest else ""
    detail = f"No column is called “{text[:100]}”; it is not read.{meant}"
    return Warned("unknown_column", detail, cell, (text[:100], *filter(None, (nearest,))))


def _twice(text: str, cell: str) -> Warned:
    detail = f"The column “{text[:100]}” stands twice; the second one is not read."
    return Warned("repeated_column", detail, cell)
