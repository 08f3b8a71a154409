"""Where a page ends."""

from services.reports.api import pages


def test_a_page_is_the_last_where_no_row_follows_it() -> None:
    assert pages.last("abc", 2) == "b"
    assert pages.last("ab", 2) is pages.last("", 2) is None
