"""What is wrong with an answer, in the reader's language: by the stable codes of the services."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.portal.views.render import translations


class Wrong(NamedTuple):
    """One line of the summary of errors: which field, what it is called, what is wrong."""

    path: str
    label: str
    sentence: str


def path_of(pointer: str) -> str:
    """The name of the field that a JSON pointer leads to."""
    return pointer.strip("/").replace("/", ".")


def nearest(path: str, known: Iterable[str]) -> str:
    """The field of the page that a path lies in; empty: none."""
    names = set(known)
    while path and path not in names:
        path = path.rpartition(".")[0]
    return path


def sentence(code: str, lang: str) -> str:
    """What a person can do about it."""
    _ = translations(lang).gettext
    by_code: Mapping[str, str] = {
        "required": _("wrong.required"),
        "blank": _("wrong.required"),
        "unknown_code": _("wrong.choose"),
        "out_of_range": _("wrong.out_of_range"),
        "too_long": _("wrong.too_long"),
        "too_many": _("wrong.too_many"),
        "wrong_form": _("wrong.form"),
        "small_cell": _("wrong.small"),
        "repeated": _("wrong.repeated"),
        "not_public": _("wrong.not_public"),
        "not_valid_then": _("wrong.not_then"),
        "not_participating": _("wrong.not_then"),
        "actor_may_not_report": _("wrong.not_yours"),
        "end_before_begin": _("wrong.order"),
        "out_of_order": _("wrong.order"),
        "not_a_party": _("wrong.not_a_party"),
        "not_proposed_to_states": _("wrong.not_to_states"),
        "unexpected": _("wrong.unexpected"),
        "unreadable_character": _("wrong.character"),
    }
    return by_code.get(code, _("wrong.other"))
