"""Templates: no word is a method, no reader sees a msgid."""

import jinja2
import pytest

from services.portal.views import render


@pytest.mark.parametrize("lang", render.LANGUAGES)
@pytest.mark.parametrize("name", ["keys", "items", "values", "copy", "get", "pop", "update"])
def test_an_entry_of_a_mapping_is_never_its_method(lang: str, name: str) -> None:
    template = render.environment(lang).from_string(f"{{{{ words.{name} }}}}")
    assert template.render(words={name: "palabra"}) == "palabra"
    with pytest.raises(jinja2.UndefinedError):
        template.render(words={})


def test_methods_of_other_objects_stay() -> None:
    template = render.environment("en").from_string("{{ text.upper() }}")
    assert template.render(text="a") == "A"


@pytest.mark.parametrize("call", ["_('no.such')", "gettext('no.such')", "ngettext('a', 'b', 2)"])
def test_an_unknown_message_is_an_error_and_no_msgid(call: str) -> None:
    template = render.environment("fr").from_string(f"{{{{ {call} }}}}")
    with pytest.raises(render.UnknownMessage):
        template.render()


def test_a_message_with_a_context_too() -> None:
    words = render.translations("fr")
    with pytest.raises(render.UnknownMessage):
        words.pgettext("state", "no.such")
    with pytest.raises(render.UnknownMessage):
        words.npgettext("state", "no.such", "no.such", 2)


def test_what_is_put_into_a_message_is_escaped() -> None:
    template = render.environment("es").from_string("{{ _('error.reference', id=name) }}")
    assert template.render(name="<b>") == "Referencia: &lt;b&gt;"


def test_the_build_changes_with_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert render.build.__wrapped__() == render.build()
    monkeypatch.setattr(render, "SOURCES", (".css",))
    assert render.build.__wrapped__() != render.build()


def test_a_link_says_where_it_leads() -> None:
    template = render.environment("en").from_string("{{ address | host }}")
    assert template.render(address="https://example.org:8443/a") == "example.org"
    assert template.render(address="nowhere") == "nowhere"
