"""The kinds of submission as reports tells them, for the forms that are made from them."""

from functools import cache
from typing import Any

from services.reports.api.kinds import describe
from services.reports.domain.kinds import KINDS

NAMES = list(KINDS)


@cache
def kind(name: str, lang: str = "en") -> dict[str, Any]:
    """One kind as `GET /reports/kinds` tells it."""
    return describe(KINDS[name], lang)


def page(lang: str = "en") -> dict[str, Any]:
    """The whole answer."""
    return {"items": [kind(name, lang) for name in NAMES], "next": None}
