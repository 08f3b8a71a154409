"""The words: complete, alike and of good form in the four languages; and no page that shows
anything but words.
"""

import re
from collections.abc import Iterator
from functools import cache

import jinja2
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from jinja2 import nodes
from starlette.routing import Match

from services.portal import pages
from services.portal.pages import probes, static
from services.portal.views import render
from tests.services.portal.conftest import portal_over, visible
from tests.services.portal.samples import samples

LANGUAGES = list(render.LANGUAGES)
HTML = {"silent": "no", "extensions": "jinja2.ext.do"}
EXTRACTORS = [("**.py", "python"), ("templates/**.html", "jinja2")]
# what is there in place of a word: a method, Python's nothing, a placeholder, a raw date
NO_WORD = re.compile(
    r"(?:<|&lt;)(?:built-in|bound method|function)|\bNone\b|\bundefined\b"
    r"|\{\{|\}\}|\{%|%\(\w+\)s|\b\d{4}-\d{2}-\d{2}\b"
)
PAGES = samples()
TEMPLATES = render.HERE / "templates"
SHARED = ("empty.", "state.", "ui.")  # words at hand for every page


# in a template, beside its words: tags, attributes that a macro makes, code, paths of interfaces
NO_TEXT = re.compile(r'<code.*?</code>|[\w-]+="[^"]*"|<[^>]*>|/\w+', re.DOTALL)
SPOKEN = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{3,}")


def own_words(template: str) -> list[str]:
    """The words that a template says in no language's catalogue; names of formats are capitals."""
    parsed = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(template)
    said = "\0".join(data.data for data in parsed.find_all(nodes.TemplateData))
    text = " ".join([NO_TEXT.sub(" ", said), *SPOKEN.findall(said)])
    return [word for word in WORD.findall(text) if not word.isupper()]


def test_no_template_says_a_word_of_its_own() -> None:
    assert own_words('<p title="Bare">{{ _("a.b") }} some words CSV</p>') == [
        "some",
        "words",
        "Bare",
    ]
    found = {path.name: own_words(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    assert {name: words for name, words in found.items() if words} == {}


def used_in_code() -> set[str]:
    """Every msgid in templates and code, as Babel extracts them."""
    extracted = extract_from_dir(render.HERE, EXTRACTORS, options_map={"**.html": HTML})
    return {msgid if isinstance(msgid, str) else msgid[0] for _, _, msgid, *_ in extracted}


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Every message but the header."""
    return (message for message in catalogue if message.id)


def msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def variants(message: Message) -> tuple[str, ...]:
    """The text, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def texts(lang: str) -> dict[str, tuple[str, ...]]:
    return {msgid(message): variants(message) for message in messages(render.catalogue(lang))}


def test_the_extraction_sees_templates_and_their_parts() -> None:
    assert {"site.name", "home.lead", "home.objectives", "missing.title"} <= used_in_code()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_used_is_in_the_file_and_what_is_in_the_file_is_used(lang: str) -> None:
    known, used = set(texts(lang)), used_in_code()
    assert used - known == set()
    assert {name for name in known - used if not name.startswith(SHARED)} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_is_translated_and_none_is_fuzzy(lang: str) -> None:
    catalogue = render.catalogue(lang)
    assert str(catalogue.locale) == lang
    assert not catalogue.obsolete
    assert [
        msgid(message)
        for message in messages(catalogue)
        if message.fuzzy or not all(text.strip() for text in variants(message))
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_and_tags_are_those_of_english(lang: str) -> None:
    def marks(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s|</?\w[^>]*>", text))

    english = {name: marks(forms[0]) for name, forms in texts("en").items()}
    assert {name: marks(forms[0]) for name, forms in texts(lang).items()} == english


def test_templates_leave_the_colon_to_the_language() -> None:
    own = re.compile(r"(?:\}\}|</a>|\{% endif %\}|>): ")
    english = {"kept.html"}  # where what a service answers is shown as it is
    found = [path.name for path in TEMPLATES.rglob("*.html") if own.search(path.read_text())]
    assert set(found) == english
    assert render.environment("fr").globals["colon"] == "\u00a0:"


def test_french_has_no_break_before_its_high_signs() -> None:
    wrong = re.compile(r"(?:^|[^\u202f])[;?!](?:\s|$)|(?:^|[^\u00a0]):\s|«[^\u00a0]|[^\u00a0]»")
    spoken = {name: re.sub(r"<[^>]*>", "", " ".join(t)) for name, t in texts("fr").items()}
    assert {name: text for name, text in spoken.items() if wrong.search(text)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_apostrophes_and_quotes_are_those_of_print(lang: str) -> None:
    spoken = {name: re.sub(r"<[^>]*>", "", " ".join(t)) for name, t in texts(lang).items()}
    assert {name: text for name, text in spoken.items() if re.search(r"['\"]", text)} == {}


def test_every_route_is_among_the_pages_rendered_here() -> None:
    scopes = [
        {"type": "http", "method": "GET", "path": sample.path.partition("?")[0]}
        for sample in PAGES.values()
    ]
    assert [
        route.path
        for route in pages.ROUTES
        if route not in (*probes.ROUTES, *static.ROUTES)
        and not route.path.startswith("/desk")
        and not any(route.matches(scope)[0] is Match.FULL for scope in scopes)
    ] == []


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_shows_words_of_its_language_and_nothing_else(name: str) -> None:
    sample = PAGES[name]
    async with portal_over(sample.services) as client:
        client.cookies.update(dict(sample.cookies or {}))
        for lang in LANGUAGES:
            address = f"{sample.path}{'&' if '?' in sample.path else '?'}lang={lang}"
            response = await client.get(address)
            assert (response.status_code, response.headers["content-language"]) == (
                sample.status,
                lang,
            ), response.text
            shown = visible(response.text)
            assert NO_WORD.findall(shown) == []
            assert [msgid for msgid in texts(lang) if msgid in shown] == []
            assert [words for words in of_other_languages(lang) if words in shown] == []


@cache
def of_other_languages(lang: str) -> frozenset[str]:
    """Sentences of the other languages that this one does not have too."""
    own = {form for forms in texts(lang).values() for form in forms}
    return frozenset(
        form
        for other in LANGUAGES
        for forms in texts(other).values()
        for form in forms
        if "%(" not in form and form.count(" ") > 2 and form not in own
    )


@pytest.mark.parametrize(
    "text",
    [
        "&lt;built-in method keys of dict object&gt;",
        "<bound method f>",
        "None",
        "{{ x }}",
        "%(count)s",
        "al 2026-11-28",
    ],
)
def test_the_pattern_finds_what_it_is_for(text: str) -> None:
    assert NO_WORD.search(text)
    assert not NO_WORD.search("2016-draft, 28 de noviembre de 2026: Ninguno")
