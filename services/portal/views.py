"""What a page says, in four languages, and the rows of the objectives' table."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml

from services.portal.clients import Overview

HERE = Path(__file__).parent
LANGUAGES = {"es": "Español", "en": "English", "pt": "Português", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class Row:
    """One objective with what was reported on it; None where the indicators do not say."""

    code: str
    title: str
    general: bool
    linked: int | None
    reported: int | None
    reports: int | None
    states: dict[str, Any] | None

    @property
    def percent(self) -> int | None:
        """Share of linked activities with a report, in whole percent, for the bar."""
        return (
            round(100 * self.reported / self.linked)
            if self.linked and self.reported is not None
            else None
        )


@cache
def words(lang: str) -> dict[str, str]:
    """The portal's own words in a language."""
    texts: dict[str, dict[str, str]] = yaml.safe_load(
        (HERE / "words.yaml").read_text(encoding="utf-8")
    )
    return {name: by_language[lang] for name, by_language in texts.items()}


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )


def rows(overview: Overview) -> list[Row]:
    """The objectives in document order."""
    return [
        _row(objective, overview.values.get(objective["code"], {}))
        for objective in overview.objectives
    ]


def _row(objective: dict[str, Any], values: dict[str, dict[str, Any]]) -> Row:
    coverage = values.get("activity_coverage", {})
    code = objective["code"]
    return Row(
        code,
        objective["title"],
        code.startswith("GO-"),
        coverage.get("denominator"),
        coverage.get("numerator"),
        values.get("reports_published", {}).get("value"),
        values.get("states_contributing"),
    )


def page(template: str, lang: str, **content: Any) -> str:
    """A page as HTML."""
    return (
        _environment()
        .get_template(template)
        .render(t=words(lang), lang=lang, languages=LANGUAGES, **content)
    )
