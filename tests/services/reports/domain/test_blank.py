"""A template that somebody fills in."""

from services.reports.domain.blank import Blank, BlankColumn, BlankTexts


def test_a_template_has_columns_in_order() -> None:
    texts = BlankTexts("Explanation", "Codes", "Yes", ("Column",), ())
    one = BlankColumn("year", "Year", "Which.", "integer", True, (), 2024)
    other = BlankColumn("title", "Title", "What.", "short", True, (), None)
    blank = Blank("practice", "Practice", "Good.", (one, other), texts)
    assert [column.name for column in blank.columns] == ["year", "title"]
