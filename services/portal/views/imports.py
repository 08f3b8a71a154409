"""What an import tells of a file and of its rows, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.views import messages
from services.portal.views.render import translations

Json = Mapping[str, Any]
ZIP = b"PK\x03\x04"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_ENDING = {"csv": "text/csv", "jsonl": "application/x-ndjson", "ndjson": "application/x-ndjson"}
GOOD = ("created", "updated")
PAYLOAD = "/payload/"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is told of a file or of a row: at which cell, of which column, in our words;
    `detail`: in the service's own, where we have none.
    """

    cell: str
    column: str
    sentence: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file and what became of it, or would."""

    number: int
    outcome: str
    submission: str | None
    problems: list[Said]
    notices: list[Said]


def media_type(name: str, content: bytes) -> str | None:
    """What a file is, by its bytes and its name: a browser's word depends on what else is installed
    there. None: nothing that can be imported.
    """
    ending = name.rpartition(".")[2].lower()
    return XLSX if content.startswith(ZIP) else BY_ENDING.get(ending)


def good(outcomes: Mapping[str, int]) -> int:
    """How many rows are made, or would be."""
    return sum(outcomes.get(name, 0) for name in GOOD)


def rows(items: Iterable[Json], columns: Mapping[str, str], lang: str) -> list[Row]:
    """The rows; `columns`: what each field of the payload is called."""
    return [
        Row(
            item["row"],
            item["outcome"],
            item["submission"],
            [said(one, columns, lang) for one in item["problems"]],
            [said(one, columns, lang) for one in item["notices"]],
        )
        for item in items
    ]


def said(problem: Json, columns: Mapping[str, str], lang: str) -> Said:
    """What is told of a row, in words."""
    pointer, code = problem.get("pointer") or "", problem["code"]
    field = pointer.removeprefix(PAYLOAD).partition("/")[0] if pointer.startswith(PAYLOAD) else ""
    text = _about(problem, lang) or _of_rows(lang).get(code) or messages.sentence(code, lang)
    return Said(problem["cell"] or "", columns.get(field, ""), text, _detail(problem, text, lang))


def _about(problem: Json, lang: str) -> str:
    """What can be one thing or another, and what was read as another; empty without these texts."""
    _, about = translations(lang).gettext, problem.get("about") or []
    sentences = {"ambiguous": _("import.can_be"), "read_as": _("import.was_read_as")}
    if problem["code"] not in sentences or not about:
        return ""
    return sentences[problem["code"]] % dict(zip(("written", "one", "other"), about, strict=False))


def warned(warning: Json, lang: str) -> Said:
    """What is told of a file that was read all the same, in words."""
    _, about = translations(lang).gettext, warning.get("about") or []
    if not about:
        return of_file(warning["code"], warning["detail"], lang, warning["cell"])
    perhaps = [_("import.is_it") % {"name": name} for name in about[1:]]
    text = " ".join([_("import.unknown_name") % {"name": about[0]}, *perhaps])
    return Said(warning["cell"] or "", "", text, "")


def of_file(code: str, detail: str, lang: str, cell: str | None = None) -> Said:
    """What is told of a whole file, in words."""
    text = _of_files(lang).get(code) or messages.sentence(code, lang)
    return Said(cell or "", "", text, _detail({"code": code, "detail": detail}, text, lang))


def _detail(problem: Json, text: str, lang: str) -> str:
    """In the service's words, where ours do not say it."""
    return str(problem["detail"]) if text == messages.sentence("", lang) else ""


def _of_files(lang: str) -> dict[str, str]:
    _ = translations(lang).gettext
    return {
        "no_file": _("import.no_file"),
        "another_file": _("import.another_file"),
        "too_large": _("import.too_large"),
        "too_many_rows": _("import.too_many_rows"),
        "too_many_imports": _("import.too_many_imports"),
        "no_header": _("import.no_header"),
        "no_rows": _("import.no_rows"),
        "too_sparse": _("import.too_sparse"),
        "repeated_column": _("import.repeated_column"),
        "wrong_encoding": _("import.wrong_encoding"),
        "wrong_format": _("import.wrong_format"),
        "unsupported_media_type": _("import.wrong_format"),
        "macros": _("import.macros"),
        "external_links": _("import.external_links"),
        "xml_entities": _("import.unsafe"),
        "encrypted": _("import.encrypted"),
        "expands_too_much": _("import.unsafe"),
        "too_costly": _("import.unsafe"),
        "key_ended": _("import.key_ended"),
        "unknown_column": _("import.unknown_column"),
        "hidden_sheet": _("import.hidden_sheet"),
        "other_sheet": _("import.other_sheet"),
    }


def _of_rows(lang: str) -> dict[str, str]:
    _ = translations(lang).gettext
    return {
        "ambiguous": _("import.ambiguous"),
        "wrong_type": _("import.wrong_type"),
        "excel_error": _("import.excel_error"),
        "merged_cell": _("import.merged_cell"),
        "no_stored_value": _("import.no_stored_value"),
        "read_as": _("import.read_as"),
        "hidden_row": _("import.hidden_row"),
        "other_kind": _("import.other_kind"),
        "unknown_submission": _("import.unknown_submission"),
        "not_yours": _("wrong.not_yours"),
        "unreadable": _("import.unreadable"),
        "given_twice": _("import.given_twice"),
        "bad_json": _("import.bad_json"),
        "cut": _("import.cut"),
        "imprecise": _("import.imprecise"),
        "published": _("import.published"),
        "not_in_this_state": _("import.not_in_this_state"),
        "append_only": _("import.append_only"),
        "withdrawn": _("import.withdrawn"),
        "withheld": _("import.withheld"),
    }
