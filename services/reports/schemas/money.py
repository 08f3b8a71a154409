"""Amounts of money as they are sent: decimal text in a currency that is in use."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated

from babel.core import get_global
from babel.numbers import get_territory_currencies
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from contracts.codes import MINOR_UNITS
from kernel.web.bodies import Body


@cache
def currencies() -> frozenset[str]:
    """Currencies that are legal tender somewhere since 2016, with the accounting unit of Chile."""
    since, until = date(2016, 1, 1), date(9999, 1, 1)
    by_territory = (
        get_territory_currencies(territory, start_date=since, end_date=until)
        for territory in get_global("territory_currencies")
    )
    return frozenset(currency for some in by_territory for currency in some) | {"CLF"}


def money_text(amount: Decimal, currency: str) -> str:
    """An amount with the digits of its currency."""
    return f"{amount:.{MINOR_UNITS.get(currency, 2)}f}"


class Resources(Body):
    """An amount of money as decimal text with at most the currency's digits."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,4})?$", max_length=20)]

    @field_validator("currency")
    @classmethod
    def _in_use(cls, currency: str) -> str:
        if currency not in currencies():
            raise PydanticCustomError("unknown_code", "this is not a currency in use")
        return currency

    @field_validator("amount")
    @classmethod
    def _in_its_digits(cls, amount: str, info: ValidationInfo) -> str:
        digits = MINOR_UNITS.get(info.data.get("currency", ""), 2)
        if -int(Decimal(amount).as_tuple().exponent) > digits:
            raise PydanticCustomError("wrong_form", "the amount has more digits than its currency")
        return amount


class Money(Resources):
    """More than nothing."""

    @field_validator("amount")
    @classmethod
    def _more_than_nothing(cls, amount: str) -> str:
        if not Decimal(amount):
            raise PydanticCustomError("out_of_range", "the amount is more than 0")
        return amount
