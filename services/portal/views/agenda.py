"""An agenda as a form: a row an item, what is typed into it, and the items made of the rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = ("n", "title", "activities", "lead", "when", "status")
OUT = "out"  # marks a row that is taken out of the agenda
NAMED = re.compile(rf"items\.(\d{{1,6}})\.({'|'.join((*FIELDS, OUT))})")
POINTER = re.compile(r"/items/(\d+)(?:/(\w+).*)?")
BETWEEN = re.compile(r"[\s,;]+")
PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as it is typed; `key` stands in the names of its fields."""

    key: int
    values: Mapping[str, str]

    @property
    def out(self) -> bool:
        """Whether it is to be taken out."""
        return bool(self.values.get(OUT))

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(self.get(name) for name in ("title", "activities", "lead", "when"))

    @property
    def codes(self) -> list[str]:
        """The activities that it names."""
        return [code.upper() for code in BETWEEN.split(self.get("activities")) if code]

    def get(self, name: str) -> str:
        """What is typed into one of its fields."""
        return self.values.get(name, "").strip()


def rows_of(items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of an agenda as it stands."""
    return [Row(key, _values(item)) for key, item in enumerate(items)]


def _values(item: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: str(item[name] or "") for name in FIELDS}
    return {**texts, "activities": " ".join(item["activities"])}


def typed(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    """The rows as they were sent."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in pairs:
        if found := NAMED.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return [Row(key, rows[key]) for key in sorted(rows)]


def with_room(rows: Sequence[Row], more: int) -> list[Row]:
    """The rows with so many empty ones behind them, numbered on."""
    numbers = [int(n) for row in rows if (n := row.get("n")).isdecimal()]
    first, last = max((row.key for row in rows), default=-1), max(numbers, default=0)
    empty = [
        Row(first + one, {"n": str(last + one), "status": PLANNED}) for one in range(1, more + 1)
    ]
    return [*rows, *empty]


def kept(rows: Iterable[Row]) -> list[Row]:
    """Those that are items of the agenda."""
    return [row for row in rows if not row.out and not row.blank]


def item(row: Row) -> dict[str, Any]:
    """A row as an item of the agenda."""
    number = row.get("n")
    return {
        "n": int(number) if number.isdecimal() else number,
        "title": row.get("title"),
        "activities": row.codes,
        "lead": row.get("lead").upper() or None,
        "when": row.get("when") or None,
        "status": row.get("status") or PLANNED,
    }


def field_of(pointer: str, rows: Sequence[Row]) -> str:
    """The field that a pointer into the items made of these rows leads to; empty: none."""
    found = POINTER.fullmatch(pointer)
    if found is None or int(found[1]) >= len(rows):
        return ""
    name = found[2] if found[2] in FIELDS else "title"
    return f"items.{rows[int(found[1])].key}.{name}"
