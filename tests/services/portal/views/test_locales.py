"""Dates, moments, numbers and amounts as each language writes them, as filters of the templates."""

from datetime import date, datetime

import pytest

from services.portal.views import render


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("es", "28 de noviembre de 2026 12,345.5"),
        ("en", "28 November 2026 12,345.5"),
        ("pt", "28 de novembro de 2026 12.345,5"),
        ("fr", "28 novembre 2026 12\u202f345,5"),
    ],
)
def test_days_and_numbers(lang: str, shown: str) -> None:
    template = render.environment(lang).from_string("{{ when | day }} {{ count | number }}")
    assert template.render(when=date(2026, 11, 28), count=12345.5) == shown


def test_a_moment_is_told_in_universal_time() -> None:
    template = render.environment("en").from_string("{{ when | moment }}")
    when = datetime.fromisoformat("2026-11-28T23:30:00-03:00")
    assert template.render(when=when) == "29 November 2026, 02:30 UTC"


@pytest.mark.parametrize(
    ("lang", "amount", "shown"),
    [
        ("es", "15000.00", "15,000.00"),
        ("pt", "15000.50", "15.000,50"),
        ("fr", "15000", "15\u202f000"),
        ("en", "0.125", "0.125"),
    ],
)
def test_money_keeps_its_digits(lang: str, amount: str, shown: str) -> None:
    template = render.environment(lang).from_string("{{ amount | money }}")
    assert template.render(amount=amount) == shown
