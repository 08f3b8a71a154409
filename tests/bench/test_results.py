"""The table of results says which rows are from which machine."""

from typing import Any

from bench import results


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


def test_one_machine_is_named_once_and_two_with_their_rows() -> None:
    assert "\nMachine: one.\n" in results.table([_row("a", "one"), _row("b", "one")])
    both = results.table([_row("a", "one"), _row("b", "two"), _row("c", "one")])
    assert "\nMachine of a, c: one.\n" in both
    assert "\nMachine of b: two.\n" in both
