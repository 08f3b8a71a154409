"""A text in its four languages as it changes: whose each is, and which no longer follow the others.

language → {"text", "provenance"}, with "outdated_since" while another language has changed since;
{"provenance": "missing"} where somebody said that there is none.
"""

from collections.abc import Mapping

Text = Mapping[str, str]
InLanguages = Mapping[str, Text]
#: field → language → text
Texts = Mapping[str, InLanguages]

LANGUAGES = ("en", "es", "fr", "pt")
MISSING = {"provenance": "missing"}


def put(texts: Texts, sent: Texts, at: str | None) -> dict[str, dict[str, Text]]:
    """Texts with those that were sent put over them.

    Where one says something else than before, the languages that were not sent are outdated since
    `at`; with None nothing is marked.
    """
    return {name: _put(texts.get(name, {}), sent.get(name, {}), at) for name in {**texts, **sent}}


def _put(held: InLanguages, sent: InLanguages, at: str | None) -> dict[str, Text]:
    after = {lang: _settled(held.get(lang, {}), text) for lang, text in sent.items()}
    others = _outdated(held, at) if at and _moved(held, after) else held
    return {**others, **after}


def _moved(held: InLanguages, after: InLanguages) -> bool:
    """Whether one of them is a text that the others followed, and is another now."""
    return any(_says_else(held.get(lang, {}), text) for lang, text in after.items())


def _settled(held: Text, sent: Text) -> Text:
    """A text as it is stored. Whose it is stays so unless that is sent too: what a machine wrote
    does not become editorial unsaid.
    """
    if "text" not in sent:
        return MISSING
    provenance = sent.get("provenance") or _provenance(held)
    return {"text": sent["text"], "provenance": provenance}


def _provenance(held: Text) -> str:
    """Whose a text is that comes in the place of another, where it is not said."""
    before = held.get("provenance", "missing")
    return "editorial" if before == "missing" else before


def _says_else(held: Text, after: Text) -> bool:
    """Whether a text that the others followed is another now.

    One that was itself outdated has only come up with them.
    """
    texts = (held.get("text"), after.get("text"))
    return all(texts) and texts[0] != texts[1] and "outdated_since" not in held


def _outdated(held: InLanguages, at: str) -> dict[str, Text]:
    return {lang: _marked(text, at) if "text" in text else text for lang, text in held.items()}


def _marked(text: Text, at: str) -> Text:
    """The first mark stays."""
    return {**text, "outdated_since": text.get("outdated_since", at)}


def content(text: Text | None) -> dict[str, str] | None:
    """What a text says and whose it is, without the mark."""
    if text is None:
        return None
    return {name: value for name, value in text.items() if name != "outdated_since"}


def contents(texts: Texts) -> dict[str, dict[str, dict[str, str] | None]]:
    """The same of every text."""
    return {
        name: {lang: content(text) for lang, text in in_languages.items()}
        for name, in_languages in texts.items()
    }


def words_of(in_languages: InLanguages) -> dict[str, str]:
    """Language → its words, where it has any."""
    return {lang: text["text"] for lang, text in in_languages.items() if "text" in text}


def all_words(texts: Texts) -> list[str]:
    """The words of every text in every language."""
    return [words for each in texts.values() for words in words_of(each).values()]


def outdated(texts: Texts, lang: str | None = None) -> list[tuple[str, str]]:
    """(field, language) of every text that is outdated, or of those in one language."""
    return [
        (name, each)
        for name, in_languages in texts.items()
        for each, text in in_languages.items()
        if "outdated_since" in text and lang in (None, each)
    ]


def confirmed(texts: Texts, lang: str) -> dict[str, InLanguages]:
    """Texts of which those in this language follow the others again."""
    return {name: _confirmed(in_languages, lang) for name, in_languages in texts.items()}


def _confirmed(in_languages: InLanguages, lang: str) -> InLanguages:
    now = content(in_languages.get(lang))
    return {**in_languages, lang: now} if now else in_languages


def completed(in_languages: InLanguages) -> InLanguages:
    """A text of which the languages that are not there are marked as missing."""
    return {lang: in_languages.get(lang, MISSING) for lang in LANGUAGES}
