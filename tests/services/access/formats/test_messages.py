"""The wording of notices: in four languages, with the words that are never used about a state."""

import re
from datetime import date
from typing import Any, get_args

import pytest

from contracts.codes import LANGUAGES
from services.access.domain.notices import Kind
from services.access.formats.messages import LOCALES, Letterhead, message, shown_day, texts

NEVER = {
    "en": r"late|overdue|delay\w*|deadline|due|pending|outstanding|missing|gaps?|behind|lagging"
    r"|fail\w*|default|(non-)?complian\w*|laggard|scor\w*|rank\w*|performance",
    "es": r"atras\w*|retras\w*|mora|moros\w*|vencid\w*|plazos?|pendientes?|faltantes?|rezag\w*"
    r"|incumpl\w*|cumplimiento|calificac\w*|puntaje|desempeño|clasificac\w*",
    "pt": r"atras\w*|mora|inadimpl\w*|vencid\w*|prazos?|pendentes?|faltantes?|defasag\w*"
    r"|descumpr\w*|cumprimento|pontuaç\w*|desempenho|classificaç\w*",
    "fr": r"retard\w*|souffrance|échéance\w*|échu\w*|délais?|attente|manquan\w*|lacunes?|défaut\w*"
    r"|manquement\w*|conformité|notation|performance|classement",
}
HEAD = Letterhead("OAS <noreply@oas.example>", "https://oas.example")
READER = {"name": "Ana Gómez", "email": "ana@example.org"}


def shown(kind: str, lang: str, **about: Any) -> str:
    """A whole message as its reader sees it."""
    notice = {
        "id": "n1",
        "kind": kind,
        "actor": "COL",
        "created_at": "2026-11-28T10:00:00.000000Z",
        "unsubscribe": "https://oas.example/access/unsubscribe/a/b/c",
        "about": {
            "submission": "s1",
            "cycle": "c1",
            "type": "annual_report",
            "year": 2026,
            "closes_on": "2026-12-28",
            "expected": False,
            **about,
        },
    }
    if not kind.startswith("cycle"):
        del notice["about"]["cycle"]  # type: ignore[attr-defined]
        notice["about"]["decision"] = "declined"  # type: ignore[index]
    made = message(notice, {**READER, "language": lang}, {"es": "Colombia"}, HEAD)
    assert made["Message-ID"] == "<n1@oas.example>"
    return f"{made['Subject']}\n{made.get_content()}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_in_every_language(kind: str, lang: str) -> None:
    text = shown(kind, lang)
    assert "{" not in text
    assert "Ana Gómez" in text
    assert "Colombia" in text
    assert "https://oas.example/" in text


def said(part: Any) -> str:
    return part if isinstance(part, str) else " ".join(map(said, part.values()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_are_never_said(lang: str) -> None:
    text = said(texts(lang))
    assert re.findall(rf"\b(?:{NEVER[lang]})\b", text, re.IGNORECASE) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_languages_say_the_same_things(lang: str) -> None:
    def shape(part: Any) -> Any:
        if isinstance(part, str):
            return sorted(re.findall(r"\{\w+\}", part))
        return {name: shape(each) for name, each in part.items()}

    assert shape(texts(lang)) == shape(texts("en"))


def test_of_organs_a_contribution_is_expected_and_states_are_invited() -> None:
    organ = shown("cycle_closing", "en", expected=True)
    state = shown("cycle_closing", "en")
    assert "Your contribution is expected by 28 December 2026." in organ
    assert "You are invited to report until 28 December 2026, if you wish." in state
    assert "expected" not in state
    assert "invited to report, if" in shown("cycle_opened", "en", closes_on=None)


def test_french_puts_spaces_that_do_not_break() -> None:
    assert re.findall(r"(?<!\u00a0)[:;?!](?!/)", said(texts("fr"))) == []


def test_days_in_running_text() -> None:
    day = date(2026, 11, 28)
    assert [shown_day(day, lang) for lang in LOCALES] == [
        "28 November 2026",
        "28 de noviembre de 2026",
        "28 de novembro de 2026",
        "28 novembre 2026",
    ]
