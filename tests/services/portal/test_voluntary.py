"""Voluntary means voluntary: words that judge a State stand nowhere, not even denied."""

import re
from pathlib import Path

import pytest

from services.portal.views import render

STEMS = {
    "en": r"\blate\b|overdue|delay|deadline|\bdue\b|pending|outstanding|\bmissing|\bgaps?\b"
    r"|\bbehind\b|lagg|\bfail|\bdefault|complian|\bscor|\brank|performance",
    "es": r"atras[oa]|retras|\ben mora\b|moros|vencid|\bplazo|pendiente|faltante|rezag|incumpl"
    r"|cumplimiento|calificaci|puntaj|desempeñ|clasificaci",
    "pt": r"atras[oa]|\bem mora\b|inadimpl|vencid|\bprazo|pendente|faltante|defasag|descumpr"
    r"|cumprimento|pontua[çc]|desempenh|classifica",
    "fr": r"retard|en souffrance|échéance|\béchu|\bdélai|en attente|manquant|lacune|\bdéfaut"
    r"|manquement|conformité|notation|performance|classement",
}
#: msgid → why these words may stand there: none of them is said of a State.
ALLOWED: dict[str, str] = {
    "office_health.behind": "figures behind the register: of this system's own work",
}
TEMPLATES = Path(render.HERE, "templates")


@pytest.mark.parametrize("lang", STEMS)
def test_the_words(lang: str) -> None:
    stems = re.compile(STEMS[lang], re.IGNORECASE)
    catalogue = render.catalogue(lang)
    found = {
        str(message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id
        and stems.search(
            " ".join([message.string] if isinstance(message.string, str) else message.string)
        )
    }
    assert found - ALLOWED.keys() == set()


def test_the_templates() -> None:
    """Comments and code apart, a template has no words of its own; an address is read too."""
    stems = re.compile("|".join(STEMS.values()), re.IGNORECASE)
    code = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|x-default"
    shown = {
        path.name: re.sub(code, " ", path.read_text(), flags=re.DOTALL)
        for path in TEMPLATES.rglob("*.html")
    }
    assert {name: stems.findall(text) for name, text in shown.items() if stems.search(text)} == {}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Three States are behind"),
        ("en", "The report is due"),
        ("es", "Un Estado con retraso"),
        ("es", "Fuera de plazo"),
        ("pt", "em atraso"),
        ("fr", "Un rapport en retard"),
    ],
)
def test_a_forbidden_word_is_found(lang: str, text: str) -> None:
    assert re.search(STEMS[lang], text, re.IGNORECASE)
