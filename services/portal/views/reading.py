"""A submission as it is read at a desk: each answer with its label, codes in words, free text as it
was written; and what a correction changes, word by word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, NamedTuple

from services.portal.views import render

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = re.compile(r"(?:^\s+)?(?:\w+|[^\w\s])\s*")  # each with the space behind it
ALIKE = 0.5  # two texts that share less are shown one after the other
MONEY = {"currency", "amount"}
Json = Mapping[str, Any]


class Piece(NamedTuple):
    """A stretch of a text: `same` in both versions, `removed` from the earlier, or `added`."""

    change: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: what was asked, and its values; `written`: as its reporter wrote them."""

    field: str
    label: str
    values: list[str]
    written: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words for codes, in the language of the page."""

    lang: str
    labels: Mapping[str, str]

    @classmethod
    def of(cls, lang: str, lists: Iterable[Json]) -> "Vocabulary":
        """From the code lists of the catalogue."""
        codes = chain.from_iterable(one.get("codes", ()) for one in lists)
        return cls(lang, dict(_labels(codes)))

    def word(self, code: str) -> str:
        """A code in words, a day as it is written; anything else stays."""
        return self._day(code) if ISO_DAY.fullmatch(code) else self.labels.get(code, code)

    def _day(self, text: str) -> str:
        day = date.fromisoformat(text)
        return str(render.environment(self.lang).filters["day"](day))

    def text(self, value: Any) -> str:
        """A value in one line."""
        if isinstance(value, Mapping):
            return self._made_of(value)
        if isinstance(value, bool):
            _ = render.translations(self.lang).gettext
            return _("office_reading.yes") if value else _("office_reading.no")
        return self.word(value) if isinstance(value, str) else str(value)

    def _made_of(self, value: Json) -> str:
        """Several answers that belong together; a small number is never told."""
        if value.keys() == MONEY:
            number = render.environment(self.lang).filters["number"]
            return f"{value['currency']}\u00a0{number(Decimal(value['amount']))}"
        if value.get("small"):
            few = render.translations(self.lang).gettext("office_reading.fewer_than_5")
            value = {**{name: one for name, one in value.items() if name != "small"}, "n": few}
        return ", ".join(self.text(one) for one in value.values() if _answered(one))


def _labels(codes: Iterable[Json]) -> Iterator[tuple[str, str]]:
    """Each code that has a label, with it."""
    return ((code["code"], code["label"]) for code in codes if code.get("label"))


def _answered(value: Any) -> bool:
    """Whether an answer says anything."""
    return value not in (None, "", [], {})


def lines(item: Json, fields: Iterable[Json], words: Vocabulary) -> list[Line]:
    """The answers of a submission in the order of its kind's fields."""
    payload = item["payload"]
    given = ((field, payload.get(field["field"])) for field in fields)
    return [_line(field, value, words) for field, value in given if _answered(value)]


def _line(field: Json, value: Any, words: Vocabulary) -> Line:
    written = isinstance(value, str) and words.word(value) == value
    if isinstance(value, Mapping):
        values = [f"{words.word(name)}: {words.text(one)}" for name, one in value.items()]
    else:
        values = [words.text(one) for one in (value if isinstance(value, list) else [value])]
    return Line(field["field"], field["name"], values, written)


def changed(before: Iterable[Line], after: Iterable[Line]) -> list[tuple[str, list[Piece]]]:
    """What a correction changes: the label of each answer that differs, and its words."""
    old, new = ({line.field: line for line in some} for some in (before, after))
    found = []
    for field in dict.fromkeys([*old, *new]):
        texts = ["\n".join(some[field].values) if field in some else "" for some in (old, new)]
        if texts[0] != texts[1]:
            found.append(((new.get(field) or old[field]).label, list(pieces(*texts))))
    return found


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Two texts as one: what stays, what was removed, what was added."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    bare = [[word.strip() for word in some] for some in (old, new)]
    matcher = SequenceMatcher(a=bare[0], b=bare[1], autojunk=False)
    if before and after and matcher.ratio() < ALIKE:
        yield from (Piece("removed", f"{before}\n"), Piece("added", after))
        return
    for change, a, b, c, d in matcher.get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if change == "equal":
            yield Piece("same", max(removed, added, key=len))
            continue
        if removed:
            yield Piece("removed", removed)
        if added:
            yield Piece("added", added)
