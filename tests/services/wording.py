"""Voluntary means voluntary: stems of words that judge a state, in each language; and every text in
four languages that a service has, wherever it stands.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

STEMS = {
    "en": r"late|overdue|delay\w*|deadlines?|due|pending|outstanding|missing|gaps?|behind"
    r"|lagg\w*|fail\w*|defaults?|(non-)?complian\w*|scor(e|es|ed|ing)|rank\w*|performance",
    "es": r"atras[oa]\w*|retras\w*|en mora|moros\w*|vencid\w*|plazos?|pendientes?|faltantes?"
    r"|rezag\w*|incumpl\w*|cumplimiento|calificac\w*|puntajes?|desempeño|clasificac\w*",
    "pt": r"atras[oa]\w*|em mora|inadimpl\w*|vencid\w*|prazos?|pendentes?|faltantes?|defasag\w*"
    r"|descumpr\w*|cumprimento|pontuaç\w*|desempenho|classificaç\w*",
    "fr": r"retard\w*|en souffrance|échéances?|échu\w*|délais?|en attente|manquant\w*|lacunes?"
    r"|défauts?|manquements?|conformité|notation|performances?|classements?",
}
_FOUND = {lang: re.compile(rf"\b({stems})\b", re.IGNORECASE) for lang, stems in STEMS.items()}


class Text(NamedTuple):
    """A text in a language, and where it stands: a file, and the way to it."""

    place: str
    lang: str
    text: str


def judging(text: Text) -> list[str]:
    """The words of a text that judge."""
    return [found.group().lower() for found in _FOUND[text.lang].finditer(text.text)]


def texts_of(folder: Path) -> Iterator[Text]:
    """Every text of a service: in its YAML files and in its source."""
    for path in sorted(folder.rglob("*.yaml")):
        place = str(path.relative_to(folder))
        whole = path.stem if path.stem in STEMS else None
        yield from _in(yaml.safe_load(path.read_text(encoding="utf-8")), place, whole)
    for path in sorted(folder.rglob("*.py")):
        place = str(path.relative_to(folder))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                yield from _in_source(node, place)


def _in(thing: Any, place: str, lang: str | None) -> Iterator[Text]:
    """Texts under the name of a language, or all where the file is in one."""
    if isinstance(thing, dict):
        named = thing.get("code") or thing.get("id")
        for name, each in thing.items():
            at = f"{place} {named}" if named else place
            yield from _in(each, f"{at} {name}", name if name in STEMS else lang)
    elif isinstance(thing, list):
        for each in thing:
            yield from _in(each, place, lang)
    elif isinstance(thing, str) and lang is not None:
        yield Text(place, lang, thing)


def _in_source(node: ast.Dict, place: str) -> Iterator[Text]:
    for key, value in zip(node.keys, node.values, strict=True):
        lang = key.value if isinstance(key, ast.Constant) else None
        if isinstance(lang, str) and lang in STEMS:
            for each in ast.walk(value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield Text(f"{place}:{each.lineno}", lang, each.value)
