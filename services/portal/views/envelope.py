"""The questions that every kind of submission has in common, beside those of its payload."""

from typing import Any

from services.portal.views.forms import Option, Question
from services.portal.views.render import LANGUAGES, translations

BLANK: dict[str, Any] = {"title": "", "language": "", "joint_reporters": [], "evidence": []}
ACCESS = "/catalog/codelists/evidence_access"
STATES = "/catalog/actors?kind=state"
TITLE, ADDRESS = 300, 2_000  # characters


def parts(kind: dict[str, Any], lang: str) -> dict[str, list[Question]]:
    """By the part of the form they belong to. A report on an activity is called after it, so that
    its title is asked last; others need one at once.
    """
    after_activity = "activity" in kind["required"]
    about = [_title(lang, required=not after_activity), _language(lang)]
    named = {section["section"] for section in kind["sections"]}
    found: dict[str, list[Question]] = {} if after_activity else {"first": about}
    if kind["joint"]:
        found["partners" if "partners" in named else "joint"] = [_joint(lang)]
    found["evidence"] = [_evidence(lang)]
    return {**found, "about": about} if after_activity else found


def name(part: str, lang: str) -> str:
    """What a part is called that no kind names."""
    _ = translations(lang).gettext
    return {
        "joint": _("part.joint"),
        "evidence": _("part.evidence"),
        "about": _("part.about"),
    }[part]


def _title(lang: str, *, required: bool) -> Question:
    _ = translations(lang).gettext
    return Question(
        "title", _("of.title"), _("of.title_help"), "text", required=required, longest=TITLE
    )


def _language(lang: str) -> Question:
    _ = translations(lang).gettext
    options = tuple(Option(code, label) for code, label in LANGUAGES.items())
    return Question(
        "language",
        _("of.language"),
        _("of.language_help"),
        "choice",
        required=True,
        codes=options,
        options=options,
    )


def _joint(lang: str) -> Question:
    _ = translations(lang).gettext
    return Question("joint_reporters", _("of.joint"), _("of.joint_help"), "many", sources=(STATES,))


def _evidence(lang: str) -> Question:
    _ = translations(lang).gettext
    address = Question("url", _("of.url"), _("of.url_help"), "text", required=True, longest=ADDRESS)
    title = Question("title", _("of.evidence_title"), "", "text", longest=TITLE)
    access = Question("access", _("of.access"), _("of.access_help"), "choice", sources=(ACCESS,))
    return Question(
        "evidence", _("of.evidence"), _("of.evidence_help"), "rows", parts=(address, title, access)
    )
