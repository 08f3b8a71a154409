"""Pictures: what they draw of which numbers, and that they are drawn by classes alone."""

import re
from datetime import datetime

import pytest
from lxml import etree

from services.portal.views import svg
from services.portal.views.svg import Column, Step, Tile

TILES = [Tile(code, "on", f"{code}: ha informado", f"/actors/{code}") for code in svg.PLACES]


def drawn(markup: str) -> etree._Element:
    return etree.fromstring(markup)


def test_unit_squares_wrap_and_begin_with_the_filled_ones() -> None:
    picture = drawn(svg.unit_squares(3, 25))
    assert [path.get("d").count("M") for path in picture] == [3, 22]
    assert picture.get("viewBox") == "0 0 308 26"
    assert [path.get("class") for path in drawn(svg.unit_squares(0, 4))] == ["off"]
    assert [path.get("class") for path in drawn(svg.unit_squares(9, 4))] == ["on"]
    assert svg.unit_squares(0, 0) == ""


def test_all_states_have_a_place_of_their_own_within_the_map() -> None:
    assert len(svg.PLACES) == len(set(svg.PLACES.values())) == 35
    assert (svg.PLACES["CAN"], svg.PLACES["URY"]) == ((1, 3), (11, 6))
    assert all(1 <= row <= 11 and 1 <= column <= 8 for row, column in svg.PLACES.values())


def test_the_map_is_read_by_row_and_each_tile_is_a_link() -> None:
    picture = drawn(svg.tile_map(reversed(TILES), "Estados"))
    links = [link.get("href") for link in picture]
    assert links[0] == "/actors/CAN"
    assert links[-2:] == ["/actors/ARG", "/actors/URY"]
    assert picture[0].get("aria-label") == "CAN: ha informado"


def test_what_comes_from_outside_is_escaped() -> None:
    assert "&lt;i&gt;" in svg.tile_map([Tile("COL", "on", '<i>"', "/a?b=1&c=2", "*")], "x")


@pytest.mark.parametrize("code", svg.RINGS)
def test_each_status_has_a_glyph_of_its_own(code: str) -> None:
    others = {svg.status_glyph(other) for other in svg.RINGS if other != code}
    assert svg.status_glyph(code) not in others


@pytest.mark.parametrize("code", svg.SQUARES)
def test_each_assessed_status_too(code: str) -> None:
    others = {svg.assessed_glyph(other) for other in svg.SQUARES if other != code}
    assert svg.assessed_glyph(code) not in others
    assert "<circle" not in svg.assessed_glyph(code)


def test_bars_have_one_scale_from_nothing() -> None:
    assert [drawn(svg.bar(count, 8))[0].get("width") for count in (0, 4, 8)] == ["0", "100", "200"]
    assert drawn(svg.bar(0, 0))[0].get("width") == "0"


def test_a_year_without_a_report_keeps_its_place() -> None:
    picture = svg.year_columns([Column(2016, 0), Column(2017, 3, "/x", "2017: 3")], "Por año")
    assert re.findall(r">(\d+)<", picture) == ["16", "17", "3"]
    assert picture.count("<a ") == 1


def test_shares_are_units_while_they_can_be_told_apart() -> None:
    assert [unit.get("class") for unit in drawn(svg.share_units(2, 3))] == ["on", "on", "off"]
    assert len(drawn(svg.share_units(50, 100))) == 2
    assert svg.share_units(0, 0) == ""


def test_steps_stay_within_the_picture_and_end_with_the_last_value() -> None:
    changes = [
        Step(datetime(2024, 1, 1), 1, "/register?entry=5", "1"),
        Step(datetime(2025, 6, 1), 4, "/register?entry=9", "4"),
    ]
    picture = drawn(svg.steps(changes, datetime(2026, 1, 1), "Valor", ("2024", "2026")))
    dots = picture.findall(".//circle")
    assert all(
        0 <= float(dot.get("cx")) <= 640 and 0 <= float(dot.get("cy")) <= 150 for dot in dots
    )
    assert [link.get("href") for link in picture.findall("a")] == [
        "/register?entry=5",
        "/register?entry=9",
    ]
    assert [text.text for text in picture.findall("text")] == ["4", "2024", "2026"]
    assert svg.steps([], datetime(2026, 1, 1), "x", ("", "")) == ""


def test_no_picture_has_a_style_or_an_id() -> None:
    pictures = [
        svg.unit_squares(1, 2),
        svg.tile_map(TILES, "x"),
        svg.status_glyph("planned"),
        svg.bar(1, 2),
        svg.year_columns([Column(2016, 1)], "x"),
        svg.share_units(1, 2),
        svg.steps([Step(datetime(2024, 1, 1), 1)], datetime(2025, 1, 1), "x", ("", "")),
    ]
    assert not re.search(r"style|\sid=", "".join(pictures))
