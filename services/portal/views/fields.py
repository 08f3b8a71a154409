"""The fields of a form as they are shown: question, what was typed, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.portal.views.forms import LANGUAGES, Fields, Question

MOST_RADIOS = 8  # what has more is a list that opens
MOST_BOXES = 12  # what has more is folded
Errors = Mapping[str, Sequence[str]]  # sentences, by the name of the field


@dataclass(frozen=True, slots=True)
class Shown:
    """One question on a page. `path`: the name of its field; `rows`: of what it is made of, under
    the number or the language of each; `stored`: what stands now, where that is something else.
    """

    question: Question
    path: str
    values: Sequence[str] = ()
    errors: Sequence[str] = ()
    rows: Sequence[tuple[str, Sequence["Shown"]]] = ()
    stored: str | None = None

    @property
    def value(self) -> str:
        """What was typed."""
        return self.values[-1] if self.values else ""

    @property
    def chosen(self) -> str:
        """What was typed, as people read it."""
        labels = dict(self.question.options)
        return ", ".join(labels.get(value, value) for value in self.values)

    @property
    def radios(self) -> bool:
        """Whether all that can be chosen is seen at once."""
        return self.question.required and len(self.question.options) <= MOST_RADIOS

    @property
    def folded(self) -> bool:
        """Whether there is too much to choose from for one look, and nothing is chosen."""
        many = len(self.question.options) > MOST_BOXES
        return many and not self.values and not self.errors

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with it or with what it is made of."""
        return bool(self.errors) or any(one.wrong for _, row in self.rows for one in row)

    @property
    def filled(self) -> bool:
        """Whether anything was answered."""
        return bool(self.values) or any(one.filled for _, row in self.rows for one in row)


def shown(
    of: Iterable[Question],
    fields: Fields,
    errors: Errors,
    path: str = "payload",
    *,
    blank: int = 1,
    stored: Fields | None = None,
) -> list[Shown]:
    """The questions with what was typed; lists get `blank` rows more."""
    page = _Page(fields, errors, blank, stored)
    return [
        page.show(question, f"{path}.{question.name}" if path else question.name) for question in of
    ]


@dataclass(frozen=True, slots=True)
class _Page:
    """What all questions of one page look at."""

    fields: Fields
    errors: Errors
    blank: int
    stored: Fields | None

    def show(self, question: Question, path: str) -> Shown:
        rows = self._rows(question, path)
        return Shown(
            question,
            path,
            [] if rows else self.fields.get(path, []),
            self.errors.get(path, []),
            rows,
            None if rows else self._stored(question, path),
        )

    def _stored(self, question: Question, path: str) -> str | None:
        """What stands now, where that is not what was typed."""
        if self.stored is None or [*self.stored.get(path, ())] == [*self.fields.get(path, ())]:
            return None
        return Shown(question, path, self.stored.get(path, ())).chosen

    def _rows(self, question: Question, path: str) -> list[tuple[str, list[Shown]]]:
        names: dict[str, Any] = {"group": [""], "by_lang": LANGUAGES}
        if question.control == "rows":
            names["rows"] = [str(n) for n in range(self._count(path) + self.blank)]
        return [
            (name, [self.show(part, self._inner(path, name, part)) for part in question.parts])
            for name in names.get(question.control, ())
        ]

    @staticmethod
    def _inner(path: str, name: str, part: Question) -> str:
        return ".".join((path, name, part.name) if name else (path, part.name))

    def _count(self, path: str) -> int:
        """How many rows of a list have something, counted from the first."""
        head = f"{path}."
        numbers = (
            name[len(head) :].partition(".")[0] for name in self.fields if name.startswith(head)
        )
        return max((int(one) + 1 for one in numbers if one.isdigit()), default=0)


def every(of: Iterable[Shown]) -> list[Shown]:
    """The fields and all within them, in their order on the page."""
    return [
        one
        for field in of
        for one in (field, *every(inner for _, row in field.rows for inner in row))
    ]
