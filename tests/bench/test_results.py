"""The table of results: which rows are from which machine, beside what, in lines that fit; where
tables and plans are written.
"""

from pathlib import Path
from typing import Any

import pytest

from bench import plans, results


def _row(name: str, machine: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": 0.5,
        "low": 0.4,
        "high": 0.6,
        "rounds": 5,
        "p99_ms": None,
        "unit": "u",
        "limit": "l",
        "date": "2026-11-28",
        "machine": machine,
        "versions": {"python": "3.11"},
    }


def test_a_row_and_what_it_was_measured_beside() -> None:
    text = results.table([_row("a", "one")])
    assert "\n| a | 0.5 | 0.4 | 0.6 | 5 |  | u | 2026-11-28 |\n" in text
    assert "\n- `a`: l\n" in text


def test_lines_fit() -> None:
    row = _row("a", "one") | {
        "limit": "word " * 90,
        "versions": {f"package{n}": "1" for n in range(40)},
    }
    assert max(map(len, results.table([row]).splitlines())) <= results.WIDTH


def test_one_machine_is_named_once_and_two_with_their_rows() -> None:
    assert "\nMachine: one.\n" in results.table([_row("a", "one"), _row("b", "one")])
    both = results.table([_row("a", "one"), _row("b", "two"), _row("c", "one")])
    assert "\nMachine of a, c: one.\n" in both
    assert "\nMachine of b: two.\n" in both


def test_the_table_is_replaced_between_its_markers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(results, "PAGE", page)
    page.write_text(
        "above\n<!-- results: begin, written by make bench -->\nold\n<!-- results: end -->\nbelow\n"
    )
    results.write_table([_row("a", "one")])
    above, table, below = page.read_text().partition(results.table([_row("a", "one")]))
    assert table
    assert "old" not in above + below
    assert above.startswith("above\n")
    assert below.endswith("\nbelow\n")


def test_a_page_without_markers_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(results, "PAGE", page)
    page.write_text("above\n")
    with pytest.raises(ValueError, match="no markers"):
        results.write_table([_row("a", "one")])
    assert page.read_text() == "above\n"


def test_each_plan_is_written_once_and_scans_are_marked() -> None:
    scan = "Seq Scan on reports_texts  (cost=0.00..9.00 rows=5 width=8)"
    seek = "Index Scan using reports_texts_pkey on reports_texts  (cost=0.00..8.00 rows=1 width=8)"
    text = plans.as_markdown(
        {"one": {"SELECT a": scan, "SELECT b": seek}, "two": {"SELECT b": seek}},
        {"one": [scan], "two": []},
        1000,
    )
    assert "At 1,000 submissions, 1 query scans a growing table (one)." in text
    assert "`SELECT a` **Scans a growing table.**" in text
    assert text.count("`SELECT b`\n") == 1
    assert "Index Scan using reports_texts_pkey on reports_texts  (cost 8.00, rows 1)" in text


def test_the_plans_of_the_last_run_have_their_heading() -> None:
    assert results.PLANS.read_text().startswith("\n".join(plans.HEADING))
