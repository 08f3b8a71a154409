"""How a figure is said in words: so many of so many, amounts with their currency, a status each."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel.numbers import format_currency, format_decimal

from services.portal.clients.catalog import Catalogue
from services.portal.clients.indicators import Evidence, Figure
from services.portal.views.locales import LOCALES
from services.portal.views.render import SEMICOLONS, translations

CODELISTS = {
    "status_distribution": "self_reported_status",
    "assessed_distribution": "assessed_status",
    "axis_share": "axis",
}
MONEY = ("resources_reported", "fund_allocated")


def lines(indicator: str, evidence: Evidence, catalogue: Catalogue) -> list[str]:
    """The value in words, a line for each part of it; none where there is nothing."""
    figure, lang = evidence.figure, catalogue.lang
    if figure.numerator is not None and figure.denominator:
        return [of(figure.numerator, figure.denominator, lang)]
    if indicator == "axis_share":
        return _shares(figure, evidence.divisor or 0, catalogue)
    return said(indicator, figure.value, catalogue)


def of(part: int, whole: int, lang: str) -> str:
    """So many of so many."""
    words = translations(lang).gettext("ui.of")
    return words % {"count": number(part, lang), "total": number(whole, lang)}


def said(indicator: str, value: Any, catalogue: Catalogue) -> list[str]:
    """A value, or what one report adds to it, in words."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [number(value, catalogue.lang)]
    if indicator in MONEY:
        return [money(amount, currency, catalogue.lang) for currency, amount in value.items()]
    words = catalogue.words.get(CODELISTS.get(indicator, ""), {})
    pair = translations(catalogue.lang).gettext("ui.pair")
    return [
        pair % {"name": words.get(code, code), "value": number(count, catalogue.lang)}
        for code, count in value.items()
        if count
    ]


def together(parts: Iterable[str], lang: str) -> str:
    """Several parts in one line."""
    return f"{SEMICOLONS.get(lang, ';')} ".join(parts)


def money(amount: str, currency: str, lang: str) -> str:
    """An amount behind the code of its currency, with the digits that it was reported with."""
    digits = len(amount.partition(".")[2])
    pattern = "¤¤\u00a0#,##0" + ("." + "0" * digits if digits else "")
    return format_currency(amount, currency, pattern, locale=LOCALES[lang], currency_digits=False)


def number(value: float, lang: str) -> str:
    """A number as the language writes it."""
    return format_decimal(value, locale=LOCALES[lang])


def as_text(value: Any) -> str:
    """A value for a file: parts as `code=value`, apart by spaces."""
    if isinstance(value, Mapping):
        return " ".join(f"{code}={part}" for code, part in value.items())
    return "" if value is None else str(value)


def _shares(figure: Figure, whole: int, catalogue: Catalogue) -> list[str]:
    words, pair = catalogue.words.get("axis", {}), translations(catalogue.lang).gettext("ui.pair")
    return [
        pair
        % {
            "name": words.get(axis, axis),
            "value": of(round(ratio * whole), whole, catalogue.lang),
        }
        for axis, ratio in (figure.value or {}).items()
    ]
