"""Submissions in a dossier, whatever their kind."""

import pytest

from services.reports import schemas
from services.reports.domain.dossiers import build
from services.reports.formats.dossier import contents
from services.reports.formats.dossier.wording import Wording
from tests.services.reports.gathered import SAID, gathered, names

DOSSIER = build(gathered(), names("fr"))
SPEAKING = Wording(DOSSIER, names("fr"))
TOLD = {one["id"]: one for one in [*DOSSIER["contributions"], *DOSSIER["related"]]}


@pytest.mark.parametrize("kind", schemas.KINDS)
def test_every_field_of_every_kind_is_told(kind: str) -> None:
    told = TOLD[f"id-{kind}"]
    blocks = list(contents.submission(told, 3, SPEAKING))
    rows = [name for one in blocks if one["kind"] == "facts" for name, _ in one["rows"]]
    labels = [one["text"] for one in blocks if one["kind"] == "label"]
    fields = {field["field"]: field["name"] for field in SPEAKING.fields(kind)}
    wanted = {fields[field] for field, value in told["payload"].items() if value}
    assert wanted <= {*rows, *labels}


def test_what_a_reporter_wrote_is_quoted_in_its_language() -> None:
    blocks = list(contents.submission(TOLD["id-practice"], 3, SPEAKING))
    quotes = {one["text"]: one["lang"] for one in blocks if one["kind"] == "quote"}
    assert quotes[TOLD["id-practice"]["payload"]["context"]] == "es"


def test_what_is_gone_is_marked() -> None:
    withdrawn, hidden = (list(contents.submission(TOLD[id_], 3, SPEAKING)) for id_ in MARKED)
    assert withdrawn[1]["text"] == SPEAKING.word("was_withdrawn")
    assert any(one["kind"] == "quote" for one in withdrawn)
    assert [one["text"] for one in hidden[1:]] == [SPEAKING.word("was_withheld")]


MARKED = ("gone", "hidden")


def test_a_statement_stands_under_its_name() -> None:
    label, quote = contents.spoken(SAID, SPEAKING)
    assert label["text"] == "Suivi\u00a0: CIM fr, 1er mars 2026, En cours"
    assert (quote["lang"], quote["text"]) == ("pt", SAID["text"])
    _, note = contents.spoken({**SAID, "text": None}, SPEAKING)
    assert note["text"] == SPEAKING.word("was_withheld")


def test_values_are_words() -> None:
    said = SPEAKING
    assert contents.shown("year", 2024, said) == "2024"
    assert (
        contents.shown("resources", [{"currency": "USD", "amount": "5"}], said) == "USD\u00a05,00"
    )
    assert contents.shown("activities", ["ACT-01"], said) == "ACT-01, Activité (fr)"
    assert contents.shown("date", "2024-05-02", said) == "2 mai 2024"
    group = {"sex": "female", "age_group": "adult", "small": True}
    assert contents.shown("beneficiaries", group, said) == "female, adult, 1–4"
