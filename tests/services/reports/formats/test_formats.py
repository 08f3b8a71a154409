"""The formats of files."""

from services.reports.formats import FORMATS


def test_every_format_writes_a_table() -> None:
    assert set(FORMATS) == {"csv", "xlsx"}
    assert all(one.write(["a"], [["b"]]) for one in FORMATS.values())
