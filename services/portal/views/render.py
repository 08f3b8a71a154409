"""Templates and their words: one Jinja environment a language, with the gettext catalogue `portal`
of that language.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from services.portal.views import svg
from services.portal.views.locales import LOCALES, Formats

HERE = Path(__file__).parents[1]
DOMAIN = "portal"
SOURCES = (".py", ".html", ".po", ".css", ".js", ".svg")
LANGUAGES = {"es": "Español", "en": "English", "pt": "Português", "fr": "Français"}
SEMICOLONS = {"fr": "\u202f;"}  # between the parts of a list, of languages with one of their own


class UnknownMessage(LookupError):
    """A template asks for a message that the catalogue of its language does not have."""


class _RefuseUnknown(NullTranslations):
    """Where gettext would show the bare msgid to a reader, this raises UnknownMessage."""

    def gettext(self, message: str) -> NoReturn:
        raise UnknownMessage(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise UnknownMessage(msgid1)

    def pgettext(self, context: str, message: str) -> NoReturn:
        raise UnknownMessage(f"{context}: {message}")

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise UnknownMessage(f"{context}: {msgid1}")


class _Environment(jinja2.Environment):
    """Jinja, in which `a.b` on a mapping is its entry `b` and never one of its methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if not isinstance(obj, Mapping):
            return super().getattr(obj, attribute)
        return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)


def catalogue(lang: str) -> Catalog:
    """The messages of a language: every .po file of its folder, one for each part of the site.

    Raises ValueError for a message that stands in two of them.
    """
    whole = Catalog(locale=lang, domain=DOMAIN)
    for path in sorted((HERE / "locale" / lang).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=lang, domain=DOMAIN, abort_invalid=True)
        for message in part:
            if message.id and message.id in whole:
                raise ValueError(f"{message.id} stands twice, again in {path.name}")
            if message.id:
                whole[message.id] = message
        whole.obsolete.update(part.obsolete)
    return whole


@cache
def translations(lang: str) -> Translations:
    """The messages of a language, compiled in memory; an unknown one raises UnknownMessage."""
    compiled = BytesIO()
    write_mo(compiled, catalogue(lang))
    compiled.seek(0)
    loaded = Translations(compiled, DOMAIN)
    loaded.add_fallback(_RefuseUnknown())
    return loaded


@cache
def build() -> str:
    """What tells this version of pages, words and styles from another."""
    files = sorted(path for path in HERE.rglob("*.*") if path.suffix in SOURCES)
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]


@cache
def environment(lang: str) -> jinja2.Environment:
    """The templates in a language: `_("id")` for words, the filters of `Formats` and `host`, the
    pictures as `svg`.
    """
    templates = _Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    templates.globals |= {"lang": lang, "languages": LANGUAGES, "svg": svg, "build": build()}
    templates.globals["colon"] = "\u00a0:" if LOCALES[lang].language == "fr" else ":"
    templates.globals["semicolon"] = SEMICOLONS.get(lang, ";")
    templates.filters |= Formats(LOCALES[lang]).filters() | {"host": _host}
    return templates


def _host(address: str) -> str:
    """Where a link leads."""
    return urlsplit(address).hostname or address


def render(template: str, lang: str, **content: Any) -> str:
    """A template as HTML in a language."""
    return environment(lang).get_template(template).render(**content)
