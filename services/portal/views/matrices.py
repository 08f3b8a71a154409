"""F7 and F8: what stands in the cells of the two large tables, drawn by `<use>` of few symbols.

A page that has such a table holds `symbols()` once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.portal.clients.catalog import Actor, Link
from services.portal.clients.instruments import Bond, Instrument
from services.portal.views.svg import element

SIDE = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One state and one instrument. `look`: in_force, joined, signed, ended or none;
    `verified`: False where the date was not read from the depositary.
    """

    look: str
    year: int | None = None
    verified: bool = True
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One state and its cells, in the order of the instruments."""

    state: Actor
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One activity and its links, by the objectives in order; None where there is none."""

    activity: str
    links: list[Link | None]


def symbols() -> Markup:
    """The marks, to be used by name: a full disc, half a disc, an empty ring, and a dot."""
    ring = element("circle", class_="ring", cx=7, cy=7, r=5)
    half = element("path", class_="disc", d="M7 2A5 5 0 0 0 7 12Z")
    return element(
        "svg",
        _symbol("m-in_force", element("circle", class_="disc", cx=7, cy=7, r=6)),
        _symbol("m-signed", ring, half),
        _symbol("m-joined", ring, half),
        _symbol("m-ended", ring),
        _symbol("m-dot", element("circle", class_="disc", cx=7, cy=7, r=5)),
        class_="symbols",
        width=0,
        height=0,
        aria_hidden="true",
    )


def mark(look: str) -> Markup:
    """A mark whose word stands beside it."""
    drawn = element("use", href=f"#m-{look}")
    return element("svg", drawn, class_="mark")


def instrument_rows(
    states: Iterable[Actor], instruments: Sequence[Instrument], bonds: Iterable[Bond]
) -> list[Row]:
    """F7: a row for each of the states, a cell for each of the instruments."""
    known = {(bond.state, bond.instrument): bond for bond in bonds}
    return [
        Row(state, [cell(known.get((state.code, each.code))) for each in instruments])
        for state in states
    ]


def cell(bond: Bond | None) -> Cell:
    """What a cell shows of how a state stands to an instrument."""
    if bond is None or bond.status == "none":
        return Cell("none")
    year = bond.date.year if bond.date else None
    return Cell(_look(bond), year, bond.verified is not False, bond.submission)


def _look(bond: Bond) -> str:
    if bond.status == "withdrawn":
        return "ended"
    if bond.in_force:
        return "in_force"
    return "joined" if bond.status == "party" else "signed"


def link_rows(
    activities: Iterable[str], objectives: Sequence[str], links: Iterable[Link]
) -> list[LinkRow]:
    """F8: a row for each activity, a place for each objective."""
    known: Mapping[tuple[str, str], Link] = {
        (link.activity, link.objective): link for link in links
    }
    return [
        LinkRow(activity, [known.get((activity, objective)) for objective in objectives])
        for activity in activities
    ]


def _symbol(name: str, *content: Markup) -> Markup:
    return element("symbol", *content, id=name, viewBox=f"0 0 {SIDE} {SIDE}")
