"""Texts of the catalogue as they were."""

from typing import Any

from services.reports.domain.catalogue_texts import CatalogueTexts, undone

OLD = {"text": "viejo", "provenance": "editorial"}
NEW = {"text": "nuevo", "provenance": "editorial"}


def texts() -> CatalogueTexts:
    nodes = {"GO-1": {"title": {"es": "nuevo", "en": "new"}}}
    return CatalogueTexts("2016-draft", nodes, {"CIM": {"es": "ahora"}}, {"CIM": "organ"}, ["GO-1"])


def changed(**fields: Any) -> dict[str, Any]:
    line = {"kind": "general_objective", "code": "GO-1", "change": "changed", "field": "title"}
    return {**line, "lang": "es", "before": OLD, "after": NEW, **fields}


def test_a_change_is_undone() -> None:
    then = undone(texts(), [changed()])
    assert then.text("GO-1", "title", "es") == "viejo"
    assert then.text("GO-1", "title", "en") == "new"


def test_of_several_changes_the_first_one_says_how_it_was() -> None:
    first = changed(before={"text": "primero", "provenance": "editorial"}, after=OLD)
    assert undone(texts(), [changed(), first]).text("GO-1", "title", "es") == "primero"


def test_what_was_not_there_is_answered_in_another_language() -> None:
    assert undone(texts(), [changed(before=None)]).text("GO-1", "title", "es") == "new"
    assert undone(texts(), []).text("SO-99", "title", "es") is None


def test_names_of_actors_are_those_of_then() -> None:
    line = changed(kind="actor", code="CIM", field="names", lang=None, before={"es": "antes"})
    then = undone(texts(), [line, changed(kind="actor", code="NEW", field="names", lang=None)])
    assert then.name("CIM", "fr") == "antes"
    assert set(then.names) == {"CIM"}, "who came since is not there"
    assert then.name("OPS", "fr") == "OPS"


def test_what_is_no_change_of_a_text_undoes_nothing() -> None:
    others = [
        changed(change="added"),
        changed(lang=None),
        changed(code="SO-99"),
        changed(field="summary"),
        changed(kind="actor", code="CIM", field="parent", lang=None, before=None),
    ]
    assert undone(texts(), others) == texts()
