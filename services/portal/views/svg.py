"""Pictures as SVG: numbers in, markup out.

Colours come from the style sheet by class: `on`, `off` and `out` fill marks, `fact` and `assess`
draw bars. Sizes are attributes; no style, no ids, so that a picture can stand twice on a page.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

SQUARE, PITCH, WRAP = 10, 14, 22  # unit squares: side, distance, how many in a row
TILE, TILE_PITCH = 40, 44
MAP_WIDTH, MAP_HEIGHT = 352, 484
COLUMN, COLUMN_PITCH, COLUMN_HEIGHT = 18, 30, 66
SHARE_WIDTH, SHARE_UNITS = 308, 42  # up to so many units each has an outline of its own
STEP_WIDTH, STEP_HEIGHT = 640, 150

# code → row, column
PLACES = {
    "CAN": (1, 3),
    "USA": (2, 3),
    "MEX": (3, 2),
    "BHS": (3, 5),
    "GTM": (4, 1),
    "BLZ": (4, 2),
    "CUB": (4, 4),
    "HTI": (4, 5),
    "DOM": (4, 6),
    "KNA": (4, 7),
    "ATG": (4, 8),
    "SLV": (5, 1),
    "HND": (5, 2),
    "JAM": (5, 4),
    "DMA": (5, 7),
    "LCA": (5, 8),
    "NIC": (6, 2),
    "VCT": (6, 7),
    "BRB": (6, 8),
    "CRI": (7, 2),
    "PAN": (7, 3),
    "GRD": (7, 7),
    "TTO": (7, 8),
    "COL": (8, 4),
    "VEN": (8, 5),
    "GUY": (8, 6),
    "SUR": (8, 7),
    "ECU": (9, 3),
    "PER": (9, 4),
    "BOL": (9, 5),
    "BRA": (9, 6),
    "CHL": (10, 4),
    "PRY": (10, 5),
    "ARG": (11, 5),
    "URY": (11, 6),
}

# self-reported: what stands inside the ring
RINGS = {
    "not_started": "",
    "planned": "M9 9V2A7 7 0 0 1 16 9Z",
    "under_way": "M9 9V2A7 7 0 0 1 9 16Z",
    "substantially_implemented": "M9 9V2A7 7 0 1 1 2 9Z",
    "completed": "M9 2A7 7 0 1 1 9 16A7 7 0 1 1 9 2Z",
    "permanent": "M9 5A4 4 0 1 1 9 13A4 4 0 1 1 9 5Z",
    "suspended": "M6 5h2v8H6ZM10 5h2v8h-2Z",
    "not_applicable": "",
}
# assessed: how much of the square is filled from below, in thirds
SQUARES = {
    "no_evidence_available": 0,
    "not_started": 0,
    "limited": 1,
    "substantial": 2,
    "complete": 3,
}
DASHED = "2.2 2.2"

Attribute = str | float | None


@dataclass(frozen=True, slots=True)
class Tile:
    """One State of the map. `look`: on (has reported), off (no report), out (not participating);
    `label`: its name and look in words; `mark`: what stands behind the letters, such as `*`.
    """

    code: str
    look: str
    label: str
    href: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One year: how many, where its number leads to, and what it says."""

    year: int
    count: int
    href: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A value from a moment on, the entry that brought it, and what that says in words."""

    time: datetime
    value: float
    href: str | None = None
    label: str = ""


def element(name: str, *content: Markup | str, **attributes: Attribute) -> Markup:
    """One element; `_` in the name of an attribute is `-`, a trailing one is dropped, None leaves
    the attribute out.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup("<{}{}/>").format(name, written)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, Markup("").join(content))


def unit_squares(filled: int, total: int) -> Markup:
    """F1: one square for each of `total`, the filled ones first. Its words stand beside it."""
    if not total:
        return Markup("")
    filled = min(filled, total)
    drawn = [
        element("path", class_=look, d="".join(map(_square, places)))
        for look, places in (("on", range(filled)), ("off", range(filled, total)))
        if places
    ]
    width, height = min(total, WRAP) * PITCH, math.ceil(total / WRAP) * PITCH - 2
    return _hidden(width, height, *drawn)


def tile_map(tiles: Iterable[Tile], label: str) -> Markup:
    """F2: one tile a State, each a link, read by row. A State without a place is left out."""
    known = [tile for tile in tiles if tile.code in PLACES]
    drawn = [_tile(tile) for tile in sorted(known, key=lambda tile: PLACES[tile.code])]
    return element(
        "svg",
        *drawn,
        class_="map",
        viewBox=f"0 0 {MAP_WIDTH} {MAP_HEIGHT}",
        width=MAP_WIDTH,
        height=MAP_HEIGHT,
        role="group",
        aria_label=label,
    )


def status_glyph(code: str) -> Markup:
    """A circle for a self-reported status; its word stands beside it."""
    dashed = code == "not_applicable"
    ring = element("circle", class_="ring", cx=9, cy=9, r=7, stroke_dasharray=_dash(dashed))
    inside = RINGS.get(code)
    filling = [element("path", class_="disc", d=inside)] if inside else []
    slash = [element("path", class_="ring", d="M4 14 14 4")] if dashed else []
    return _hidden(18, 18, ring, *filling, *slash, class_="glyph")


def assessed_glyph(code: str) -> Markup:
    """A square for an assessed status; its word stands beside it."""
    dashed = code == "no_evidence_available"
    outline = element(
        "rect", class_="frame", x=2, y=2, width=14, height=14, stroke_dasharray=_dash(dashed)
    )
    tall = 14 * SQUARES.get(code, 0) / 3
    filling = element("rect", class_="filling", x=2, y=16 - tall, width=14, height=tall)
    return _hidden(18, 18, outline, *([filling] if tall else []), class_="glyph")


def bar(count: float, largest: float, kind: str = "fact") -> Markup:
    """F3, F4: a bar from 0 on the scale of the largest; `kind`: fact or assess."""
    width = 200 * count / largest if largest else 0
    drawn = element("rect", class_=kind, x=0, y=2, width=width, height=10)
    return element(
        "svg",
        drawn,
        class_="bar",
        viewBox="0 0 200 14",
        width="100%",
        height=14,
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def year_columns(columns: Sequence[Column], label: str) -> Markup:
    """F5: a column a year, its number on top, the year in two digits below."""
    largest = max((column.count for column in columns), default=0)
    base = COLUMN_HEIGHT + 16
    width = max(1, len(columns)) * COLUMN_PITCH
    axis = element("line", class_="axis", x1=0, x2=width, y1=base + 0.5, y2=base + 0.5)
    drawn = [_column(place, column, largest, base) for place, column in enumerate(columns)]
    return _labelled(width, base + 20, label, axis, *drawn, class_="columns")


def share_units(part: int, whole: int) -> Markup:
    """F11: `whole` units side by side, the first `part` of them filled."""
    if not whole:
        return Markup("")
    if whole > SHARE_UNITS:
        wide = SHARE_WIDTH * part / whole
        drawn = [_unit(0, SHARE_WIDTH, "off"), _unit(0, wide, "on")]
    else:
        wide = SHARE_WIDTH / whole
        drawn = [
            _unit(place * wide, wide - 2, "on" if place < part else "off") for place in range(whole)
        ]
    return _hidden(SHARE_WIDTH, 12, *drawn, class_="share")


def steps(changes: Sequence[Step], until: datetime, label: str, ends: tuple[str, str]) -> Markup:
    """F6: a value over time as steps, each a link to what changed it; the last value at the end.

    `ends`: the words for where the time begins and ends.
    """
    if not changes:
        return Markup("")
    scale = _Scale(changes[0].time, until, max(step.value for step in changes))
    times = [*(step.time for step in changes[1:]), until]
    path = f"M{_short(scale.x(changes[0].time))} {_short(scale.y(0))}" + "".join(
        f"V{_short(scale.y(step.value))}H{_short(scale.x(time))}"
        for step, time in zip(changes, times, strict=True)
    )
    return _labelled(
        STEP_WIDTH,
        STEP_HEIGHT,
        label,
        element("line", class_="axis", x1=8, x2=STEP_WIDTH - 72, y1=scale.y(0), y2=scale.y(0)),
        element("path", class_="line", d=path),
        *(_change(step, scale) for step in changes),
        *_ends(changes[-1].value, scale, ends),
        class_="steps",
    )


class _Scale:
    """Where a moment and a value stand in the picture of steps."""

    def __init__(self, first: datetime, last: datetime, largest: float) -> None:
        self._first, self._seconds = first, (last - first).total_seconds() or 1
        self._largest = largest or 1

    def x(self, time: datetime) -> float:
        return 8 + (STEP_WIDTH - 80) * (time - self._first).total_seconds() / self._seconds

    def y(self, value: float) -> float:
        return STEP_HEIGHT - 26 - (STEP_HEIGHT - 46) * value / self._largest


def _change(step: Step, scale: _Scale) -> Markup:
    dot = element("circle", class_="dot", cx=scale.x(step.time), cy=scale.y(step.value), r=5)
    return _link(step.href, step.label, dot)


def _ends(last: float, scale: _Scale, ends: tuple[str, str]) -> list[Markup]:
    """The last value beside the line, where the time begins and ends below the axis."""
    y, right = STEP_HEIGHT - 8, STEP_WIDTH - 72
    return [
        element(
            "text", _short(last), class_="last", x=right + 8, y=scale.y(last) + 5, font_size=15
        ),
        element("text", ends[0], x=8, y=y, font_size=12),
        element("text", ends[1], x=right, y=y, font_size=12, text_anchor="end"),
    ]


def _tile(tile: Tile) -> Markup:
    row, column = PLACES[tile.code]
    x, y = (column - 1) * TILE_PITCH + 2, (row - 1) * TILE_PITCH + 2
    return _link(
        tile.href,
        tile.label,
        element("rect", class_=tile.look, x=x, y=y, width=TILE, height=TILE, rx=3),
        element(
            "text",
            tile.code + tile.mark,
            class_=f"t-{tile.look}",
            x=x + 20,
            y=y + 25,
            font_size=13.5,
            text_anchor="middle",
        ),
    )


def _column(place: int, column: Column, largest: int, base: int) -> Markup:
    x, middle = place * COLUMN_PITCH + 6, place * COLUMN_PITCH + 15
    tall = COLUMN_HEIGHT * column.count / largest if largest else 0
    year = element(
        "text", f"{column.year % 100:02}", x=middle, y=base + 16, font_size=12, text_anchor="middle"
    )
    if not column.count:
        return year
    number = element(
        "text", str(column.count), x=middle, y=base - tall - 4, font_size=12, text_anchor="middle"
    )
    drawn = element("rect", class_="fact", x=x, y=base - tall, width=COLUMN, height=tall)
    return year + _link(column.href, column.label, drawn, number)


def _square(place: int) -> str:
    """The outline of the square at a place, as a path."""
    return f"M{place % WRAP * PITCH + 1} {place // WRAP * PITCH + 1}h{SQUARE}v{SQUARE}h-{SQUARE}z"


def _unit(x: float, width: float, look: str) -> Markup:
    return element("rect", class_=look, x=x + 1, y=1, width=max(0, width - 2), height=10)


def _link(href: str | None, label: str, *content: Markup) -> Markup:
    """What leads somewhere, else a group."""
    if href is None:
        return element("g", *content)
    return element("a", *content, href=href, aria_label=label)


def _hidden(width: float, height: float, *content: Markup, **attributes: Attribute) -> Markup:
    """A picture whose words stand beside it."""
    return _picture(width, height, *content, aria_hidden="true", **attributes)


def _labelled(
    width: float, height: float, label: str, *content: Markup, **attributes: Attribute
) -> Markup:
    """A picture with links in it, and a sentence for who does not see it."""
    return _picture(width, height, *content, role="group", aria_label=label, **attributes)


def _picture(width: float, height: float, *content: Markup, **attributes: Attribute) -> Markup:
    box = f"0 0 {_short(width)} {_short(height)}"
    return element("svg", *content, viewBox=box, width=width, height=height, **attributes)


def _dash(dashed: bool) -> str | None:
    return DASHED if dashed else None


def _short(value: Attribute) -> str:
    """A number with two decimals at most."""
    return str(value) if isinstance(value, str | int) else f"{value:.2f}".rstrip("0").rstrip(".")
