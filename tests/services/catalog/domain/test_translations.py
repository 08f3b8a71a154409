"""What happens to a text in its languages when one of them changes."""

from typing import Any

from services.catalog.domain import translations

AT, LATER = "2026-01-01T00:00:00.000000Z", "2026-02-02T00:00:00.000000Z"


def text(words: str, provenance: str = "editorial", since: str | None = None) -> dict[str, str]:
    mark = {"outdated_since": since} if since else {}
    return {"text": words, "provenance": provenance, **mark}


HELD = {"title": {"es": text("uno"), "en": text("one", "machine"), "pt": translations.MISSING}}


def put(sent: dict[str, Any], held: Any = HELD, at: str | None = AT) -> Any:
    return translations.put(held, {"title": sent}, at)["title"]


def test_the_languages_that_were_not_sent_are_outdated() -> None:
    after = put({"es": {"text": "dos"}})
    assert after == {
        "es": text("dos"),
        "en": text("one", "machine", AT),
        "pt": translations.MISSING,
    }
    again = put({"es": {"text": "tres"}}, {"title": after}, LATER)
    assert again["en"] == text("one", "machine", AT)
    assert put({"es": {"text": "dos"}}, at=None)["en"] == HELD["title"]["en"]


def test_what_comes_up_with_the_others_leaves_nobody_behind() -> None:
    after = put({"es": {"text": "dos"}})
    up = put({"en": {"text": "two"}}, {"title": after}, LATER)
    assert (up["es"], up["en"]) == (text("dos"), text("two", "machine"))


def test_the_same_words_a_new_language_and_a_word_about_whose_it_is_change_no_meaning() -> None:
    for sent in (
        {"es": {"text": "uno"}},
        {"es": {"text": "uno", "provenance": "machine"}},
        {"pt": {"text": "um"}},
        {"fr": {"text": "un"}},
        {"es": {"provenance": "missing"}},
    ):
        assert put(sent)["en"] == HELD["title"]["en"], sent


def test_whose_a_text_is_changes_only_when_it_is_said() -> None:
    for sent, provenance in (
        ({"en": {"text": "two"}}, "machine"),
        ({"en": {"text": "two", "provenance": "editorial"}}, "editorial"),
        ({"es": {"text": "dos"}}, "editorial"),
        ({"pt": {"text": "um"}}, "editorial"),
        ({"fr": {"text": "un", "provenance": "machine"}}, "machine"),
        ({"en": {"provenance": "missing"}}, "missing"),
    ):
        assert put(sent)[next(iter(sent))]["provenance"] == provenance


def test_a_confirmed_text_is_what_it_was_without_the_mark() -> None:
    outdated = {"title": put({"es": {"text": "dos"}})}
    assert translations.outdated(outdated) == [("title", "en")]
    assert translations.outdated(outdated, "fr") == []
    after = translations.confirmed(outdated, "en")
    assert after["title"]["en"] == text("one", "machine")
    assert translations.outdated(after) == []
    assert translations.contents(outdated) == translations.contents(after)


def test_words_are_of_the_languages_that_have_any() -> None:
    assert translations.words_of(HELD["title"]) == {"es": "uno", "en": "one"}
    assert translations.completed({"fr": text("un")})["es"] == {"provenance": "missing"}
