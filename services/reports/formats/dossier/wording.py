"""How a dossier says things in its language: its words, dates, numbers, names and codes."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_currency_precision

from services.reports.domain.dossiers import Json, Names

WORDS = Path(__file__).parent / "words.yaml"
LOCALES = {"en": "en_GB", "es": "es_419", "pt": "pt_BR", "fr": "fr"}
# of which code lists the codes in a field are, the first that knows one
LISTS = {
    "status": ("self_reported_status", "assessed_status"),
    "output_type": ("output_type",),
    "execution": ("execution",),
    "axes": ("axis",),
    "phases": ("migration_phase",),
    "sex": ("sex",),
    "age_group": ("age_group",),
    "kind": ("partner_kind",),
    "change": ("proposal_action",),
    "action": ("ratification_action",),
    "entry": ("fund_entry_type",),
    "node_kind": ("node_kind",),
    "instrument": ("instruments",),
    "status_distribution": ("self_reported_status",),
    "assessed_distribution": ("assessed_status",),
    "axis_share": ("axis",),
}


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """The words of dossiers: name → language → text."""
    words: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


class Wording:
    """The words of one dossier in its language."""

    def __init__(self, dossier: Json, names: Names) -> None:
        self.lang, self._locale = names.lang, LOCALES[names.lang]
        self._codes = names.codes
        self._actors, self._activities = dossier["actors"], dossier["activities"]
        self._objectives = _by_code(dossier["objectives"], "title")
        self._indicators = _by_code(names.indicators, "name")
        self._kinds = {kind["code"]: kind for kind in names.kinds}

    def word(self, name: str, **parts: Any) -> str:
        """A word or sentence of the file, its places filled in."""
        text = load_words()[name][self.lang]
        return text.format(**parts) if parts else text

    def date(self, day: str) -> str:
        """A day as it is written in running text."""
        given = date.fromisoformat(day[:10])
        first = self.lang == "fr" and given.day == 1
        long = {"en": "d MMMM y", "fr": "d'er' MMMM y" if first else "d MMMM y"}
        return str(format_date(given, long.get(self.lang, "long"), locale=self._locale))

    def number(self, value: int | float | Decimal) -> str:
        """A number, with at most two digits after the point."""
        return str(format_decimal(value, "#,##0.##", locale=self._locale))

    def percent(self, value: float) -> str:
        """A ratio."""
        return str(format_percent(value, "#,##0.#%", locale=self._locale)).replace("%", "\u00a0%")

    def money(self, currency: str, amount: str) -> str:
        """A currency's code and an amount with the currency's digits."""
        digits = "0" * get_currency_precision(currency)
        pattern = f"#,##0.{digits}" if digits else "#,##0"
        shown = format_decimal(
            Decimal(amount), pattern, locale=self._locale, decimal_quantization=False
        )
        return f"{currency}\u00a0{shown}"

    @property
    def colon(self) -> str:
        """What stands between a name and its value."""
        return "\u00a0: " if self.lang == "fr" else ": "

    def all(self, parts: Iterable[str]) -> str:
        """Several things in a row."""
        return ("\u00a0; " if self.lang == "fr" else "; ").join(parts)

    def actor(self, code: str) -> str:
        """What an actor is called."""
        return str(self._actors.get(code, code))

    def activity(self, code: str) -> str:
        """Code and title of an activity or objective."""
        title = self._activities.get(code) or self._objectives.get(code)
        return f"{code}, {title}" if title else code

    def names(self, word: str) -> bool:
        """Whether a word is the code of an actor, activity or objective."""
        return any(word in named for named in (self._actors, self._activities, self._objectives))

    def named(self, code: str) -> str:
        """An actor, activity or objective."""
        return self.actor(code) if code in self._actors else self.activity(code)

    def label(self, field: str, code: str) -> str | None:
        """What a code of a field is called; None where it is no code."""
        lists = (self._codes.get(name, {}) for name in LISTS.get(field, ()))
        return next((labels[code] for labels in lists if code in labels), None)

    def kind(self, code: str) -> str:
        """What a kind of submission is called."""
        return str(self._kinds[code]["name"]) if code in self._kinds else code

    def fields(self, kind: str) -> list[Mapping[str, Any]]:
        """The fields of a kind, in their order."""
        return list(self._kinds[kind]["fields"]) if kind in self._kinds else []

    def indicator(self, code: str) -> str:
        """What an indicator is called."""
        return str(self._indicators.get(code, code))


def _by_code(things: Iterable[Mapping[str, Any]], name: str) -> dict[str, Any]:
    return {one["code"]: one[name] for one in things}
