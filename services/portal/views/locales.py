"""Dates, times, numbers, amounts and sizes as each language writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.units import format_unit

# en_001: the day before the month, "28 November 2026"
LOCALES = {
    "es": Locale.parse("es_419"),
    "en": Locale.parse("en_001"),
    "pt": Locale.parse("pt_BR"),
    "fr": Locale.parse("fr"),
}
SIZES = (("gigabyte", 3), ("megabyte", 2), ("kilobyte", 1), ("byte", 0))  # and powers of 1000


@dataclass(frozen=True)
class Formats:
    """How a language writes values; each of its methods is a filter of the templates."""

    locale: Locale

    def filters(self) -> dict[str, Callable[[Any], str]]:
        """The filters by name."""
        return {
            "day": self.day,
            "moment": self.moment,
            "number": self.number,
            "money": self.money,
            "size": self.size,
        }

    def day(self, value: date) -> str:
        """A date with its month as a word."""
        return format_date(value, "long", self.locale)

    def moment(self, value: datetime) -> str:
        """A day and the time of universal time."""
        universal = value.astimezone(UTC)
        time = format_time(universal, "HH:mm", locale=self.locale)
        return f"{self.day(universal.date())}, {time} UTC"

    def number(self, value: float) -> str:
        """A number with the signs of the language."""
        return format_decimal(value, locale=self.locale)

    def money(self, value: Decimal | str) -> str:
        """An amount with as many digits after the point as it has."""
        exponent = Decimal(value).as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        pattern = "#,##0" + ("." + digits * "0" if digits else "")
        return format_decimal(value, pattern, self.locale)

    def size(self, value: int) -> str:
        """A number of bytes in the unit that keeps it short."""
        unit, power = next(each for each in SIZES if value >= 1000 ** each[1] or not each[1])
        shown = round(value / 1000**power, 1 if power else None)
        # "963 bytes": the short form of a byte has no plural
        return format_unit(
            shown, f"digital-{unit}", "short" if power else "long", locale=self.locale
        )
