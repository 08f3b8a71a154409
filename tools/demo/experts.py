"""What the Committee and the meeting of experts send: proposals, assessments, recommendations."""

from typing import Any

from tools.demo import cast
from tools.demo.reports import Body, body
from tools.demo.words import Words, texts

ASSESSED = ("no_evidence_available", "not_started", "limited", "substantial", "complete")
CHANGES: tuple[dict[str, Any], ...] = (
    {"change": "add", "node_kind": "activity", "addressees": ["STATES"], "objectives": ["SO-10"]},
    {"change": "amend", "node": "ACT-33"},
    {"change": "add", "node_kind": "activity", "addressees": ["STATES"], "objectives": ["SO-04"]},
    {"change": "retire", "node": "ACT-42"},
)


def proposal(words: Words, reporter: str, number: int) -> Body:
    """The proposal of that number, in the four languages."""
    which = number % len(CHANGES)
    change, lang = CHANGES[which], cast.language(reporter)
    texts_ = {
        each: {"title": texts(each)["node"][which], "summary": words.say(each, "node_summary")}
        for each in cast.LANGUAGES
    }
    payload = {
        **change,
        "reason": words.say(lang, "reason"),
        **({} if change["change"] == "retire" else {"texts": texts_}),
    }
    return body("proposal", reporter, texts(lang)["proposal"][which], payload)


def assessment(words: Words, reporter: str, submission: str, revision: int, meeting: str) -> Body:
    """What experts find of a report."""
    lang = cast.language(reporter)
    payload = {
        "submission": submission,
        "revision": revision,
        "status": words.random.choices(ASSESSED, (2, 1, 3, 4, 2))[0],
        "reasons": words.say(lang, "reasons"),
        "meeting": meeting,
    }
    return body("assessment", reporter, words.say(lang, "assessment"), payload)


def recommendation(
    words: Words, addressees: list[str], activity: str, grounds: list[str], meeting: str
) -> Body:
    """What the meeting of experts recommends, and why."""
    lang = cast.language("EXPERTS")
    payload = {
        "addressed_to": addressees,
        "text": words.say(lang, "recommend"),
        "activities": [activity],
        "grounds": grounds,
        "meeting": meeting,
    }
    return body("recommendation", "EXPERTS", words.say(lang, "recommendation"), payload)
