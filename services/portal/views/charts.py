"""What the pictures are drawn from: figures and names made into tiles, bars, columns and shares."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.indicators import Figure
from services.portal.views import render, svg
from services.portal.views.svg import Column, Tile

Href = Callable[[str], str]

ASSESSED = tuple(svg.SQUARES)
STATUSES = tuple(svg.RINGS)


@dataclass(frozen=True, slots=True)
class State:
    """One State as the map and its list show it; `look`: on, off or out."""

    name: str
    words: str
    tile: Tile


@dataclass(frozen=True, slots=True)
class StateMap:
    """F2: the States of a day, in alphabetical order; `disputed`: whether one of them is."""

    day: date
    count: int
    states: tuple[State, ...]
    disputed: bool

    @property
    def tiles(self) -> list[Tile]:
        """The tiles alone."""
        return [state.tile for state in self.states]


@dataclass(frozen=True, slots=True)
class Bar:
    """F3, F4: one status with its glyph, its bar and where its number leads to."""

    word: str
    glyph: Markup
    bar: Markup
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """F11: so many of so many."""

    word: str
    part: int
    whole: int
    units: Markup
    door: str | None = None


def state_map(
    catalogue: Catalogue, reported: Collection[str], figure: Figure, href: Href
) -> StateMap | None:
    """Which States have reported, of those participating on the figure's own day; `href`: the
    address of a State. None where the figure has no day.
    """
    day = figure.denominator_on
    if day is None:
        return None
    states = tuple(_state(actor, reported, day, href, catalogue.lang) for actor in catalogue.states)
    disputed = any(state.tile.mark for state in states)
    return StateMap(day, figure.denominator or 0, states, disputed)


def _state(actor: Actor, reported: Collection[str], day: date, href: Href, lang: str) -> State:
    gettext = render.translations(lang).gettext
    words = {"on": gettext("state.on"), "off": gettext("state.off"), "out": gettext("state.out")}
    look = "out" if not actor.participates(day) else "on" if actor.code in reported else "off"
    label = gettext("state.tile") % {
        "code": actor.code,
        "name": actor.name,
        "look": words[look],
    }
    membership = actor.membership(day)
    mark = "*" if membership and membership.status == "disputed" else ""
    tile = Tile(actor.code, look, label, href(f"/actors/{actor.code}"), mark)
    return State(actor.name, words[look], tile)


def status_bars(counts: Mapping[str, int], catalogue: Catalogue) -> list[Bar]:
    """F3: every self-reported status in the order of its code list."""
    words = catalogue.words.get("self_reported_status", {})
    return _bars(STATUSES, counts, words, svg.status_glyph, "fact")


def assessed_bars(counts: Mapping[str, int], catalogue: Catalogue) -> list[Bar]:
    """F4: every assessed status in the order of its code list."""
    words = catalogue.words.get("assessed_status", {})
    return _bars(ASSESSED, counts, words, svg.assessed_glyph, "assess")


def _bars(
    codes: Iterable[str],
    counts: Mapping[str, int],
    words: Mapping[str, str],
    glyph: Callable[[str], Markup],
    kind: str,
) -> list[Bar]:
    largest = max(counts.values(), default=0)
    return [
        Bar(words.get(code, code), glyph(code), svg.bar(count, largest, kind), count)
        for code in codes
        for count in [counts.get(code, 0)]
    ]


def year_columns(
    counts: Mapping[int, int], years: Iterable[int], door: Callable[[int], str]
) -> list[Column]:
    """F5: a column for every year, those without a report too."""
    return [
        Column(year, count, door(year) if count else None, f"{year}: {count}")
        for year in sorted(years)
        for count in [counts.get(year, 0)]
    ]


def share(word: str, figure: Figure, door: str | None = None) -> Share | None:
    """F11: a share of reports; None where there is none to share."""
    if not figure.denominator:
        return None
    part = figure.numerator or 0
    return Share(word, part, figure.denominator, svg.share_units(part, figure.denominator), door)


def axis_shares(
    figure: Figure, whole: int, catalogue: Catalogue, door: str | None = None
) -> list[Share]:
    """F11: the reports that mark each axis, of all `whole`, from the figure's ratios."""
    ratios: Mapping[str, float] = figure.value or {}
    words = catalogue.words.get("axis", {})
    shares: Sequence[tuple[str, int]] = [
        (axis, round(ratio * whole)) for axis, ratio in ratios.items()
    ]
    return [
        Share(words.get(axis, axis), part, whole, svg.share_units(part, whole), door)
        for axis, part in shares
    ]
