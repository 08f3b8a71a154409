"""The sentence by which a figure is cited, in four languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.codes import LANGUAGES
from services.aggregator.domain.indicators import Indicator, Value

ORGANIZATION = {
    "en": "Organization of American States",
    "es": "Organización de los Estados Americanos",
    "pt": "Organização dos Estados Americanos",
    "fr": "Organisation des États américains",
}
PROGRAM = {
    "en": "Inter-American Program on the Human Rights of Migrants",
    "es": "Programa Interamericano de Derechos Humanos de los Migrantes",
    "pt": "Programa Interamericano de Direitos Humanos dos Migrantes",
    "fr": "Programme interaméricain pour les droits humains des migrants",
}
SENTENCE = {
    "en": "{organization}, {program}: {name}{subject}{filters}: {value}. "
    "Edition {edition}, position {position} of the public ledger ({day}). {url} "
    "(SHA-256 {sha256})",
    "es": "{organization}, {program}: {name}{subject}{filters}: {value}. "
    "Edición {edition}, posición {position} del registro público ({day}). {url} "
    "(SHA-256 {sha256})",
    "pt": "{organization}, {program}: {name}{subject}{filters}: {value}. "
    "Edição {edition}, posição {position} do registro público ({day}). {url} "
    "(SHA-256 {sha256})",
    "fr": "{organization}, {program}\u00a0: {name}{subject}{filters}\u00a0: {value}. "
    "Édition {edition}, position {position} du registre public ({day}). {url} "
    "(SHA-256 {sha256})",
}
#: What a value is of, by the kind of it; of the whole Program nothing is added.
SUBJECT: Mapping[str, Mapping[str, str]] = {
    "": {"en": "objective", "es": "objetivo", "pt": "objetivo", "fr": "objectif"},
    "Activity": {"en": "activity", "es": "actividad", "pt": "atividade", "fr": "activité"},
    "Actor": {"en": "actor", "es": "actor", "pt": "ator", "fr": "acteur"},
}
OF = {"en": "of", "es": "de", "pt": "de", "fr": "sur"}
NO_VALUE = {"en": "no value", "es": "sin valor", "pt": "sem valor", "fr": "sans valeur"}


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: an indicator of a subject under filters, and where it stands. `kind`: of the
    subject, as in the ids of operations.
    """

    kind: str
    code: str
    indicator: Indicator
    value: Value
    filters: Sequence[str]
    edition: str
    position: int
    day: str
    url: str
    sha256: str


def sentences(cited: Cited) -> dict[str, str]:
    """The sentence in each language."""
    return {lang: _sentence(cited, lang) for lang in LANGUAGES}


def _sentence(cited: Cited, lang: str) -> str:
    return SENTENCE[lang].format(
        organization=ORGANIZATION[lang],
        program=PROGRAM[lang],
        name=cited.indicator.names[lang],
        subject=_subject(cited, lang),
        filters="".join(f", {one}" for one in cited.filters),
        value=_value(cited.value, lang),
        edition=cited.edition,
        position=cited.position,
        day=cited.day,
        url=cited.url,
        sha256=cited.sha256,
    )


def _subject(cited: Cited, lang: str) -> str:
    return f", {SUBJECT[cited.kind][lang]} {cited.code}" if cited.code else ""


def _value(value: Value, lang: str) -> str:
    """The value as people write it, with what it is a part of."""
    number = value["value"]
    if isinstance(number, Mapping):
        parts = [f"{code} {_number(number[code], lang)}" for code in sorted(number)]
        return "; ".join(parts) or NO_VALUE[lang]
    if number is None:
        return NO_VALUE[lang]
    whole = _number(number, lang)
    if value.get("denominator") is None:
        return whole
    return f"{whole} ({value['numerator']} {OF[lang]} {value['denominator']})"


def _number(number: Any, lang: str) -> str:
    return str(number) if lang == "en" else str(number).replace(".", ",")
