"""Cells of the two large tables."""

from datetime import date

import pytest

from services.portal.clients.catalog import Actor, Link
from services.portal.clients.instruments import Bond, Instrument
from services.portal.views import matrices
from services.portal.views.matrices import Cell

INSTRUMENT = Instrument("ICRMW", "C", "UN", None, None, "", ())


def bond(status: str, in_force: bool = False, verified: bool | None = True) -> Bond:
    return Bond("COL", "", True, "ICRMW", status, date(1995, 5, 24), in_force, verified, "x")


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (None, Cell("none")),
        (bond("none"), Cell("none")),
        (bond("signed"), Cell("signed", 1995, True, "x")),
        (bond("party", in_force=True), Cell("in_force", 1995, True, "x")),
        (bond("party"), Cell("joined", 1995, True, "x")),
        (bond("withdrawn"), Cell("ended", 1995, True, "x")),
        (bond("party", in_force=True, verified=False), Cell("in_force", 1995, False, "x")),
    ],
)
def test_what_a_cell_says(known: Bond | None, shown: Cell) -> None:
    assert matrices.cell(known) == shown


def test_every_state_has_a_row_and_every_instrument_a_cell() -> None:
    rows = matrices.instrument_rows(
        [Actor("ARG", "Argentina"), Actor("COL", "Colombia")], [INSTRUMENT], [bond("signed")]
    )
    assert [(row.state.code, [cell.look for cell in row.cells]) for row in rows] == [
        ("ARG", ["none"]),
        ("COL", ["signed"]),
    ]


def test_links_stand_where_activity_and_objective_meet() -> None:
    link = Link("ACT-02", "SO-01", "direct", "porque", "es")
    rows = matrices.link_rows(["ACT-01", "ACT-02"], ["GO-1", "SO-01"], [link])
    assert [row.links for row in rows] == [[None, None], [None, link]]


def test_marks_are_used_by_name_and_every_name_is_there_once() -> None:
    symbols = matrices.symbols()
    for look in ("in_force", "signed", "joined", "ended", "dot"):
        assert symbols.count(f'id="m-{look}"') == 1
        assert f'href="#m-{look}"' in matrices.mark(look)
    assert "style" not in symbols
