"""The registry: old versions become the newest on the way in, unknown ones are named."""

import pytest
from pydantic import ValidationError

from contracts import events


@pytest.fixture(autouse=True)
def two_versions(monkeypatch: pytest.MonkeyPatch) -> type[events.Data]:
    for name in ("_models", "_newest", "_upcasts"):
        monkeypatch.setattr(events, name, dict(getattr(events, name)))

    @events.event("made.up", 3)
    class Third(events.Data):
        full_name: str
        count: int

    @events.event("made.up", 1)
    class First(events.Data):
        name: str

    @events.upcast("made.up", 1)
    def rename(data: dict[str, object]) -> dict[str, object]:
        return {"full_name": data["name"]}

    @events.upcast("made.up", 2)
    def count(data: dict[str, object]) -> dict[str, object]:
        return {**data, "count": 0}

    return Third


def test_every_version_becomes_the_newest(two_versions: type[events.Data]) -> None:
    newest = two_versions(full_name="a", count=0)
    assert events.decode("made.up", 1, {"name": "a"}) == newest
    # a version whose model is gone, kept by its upcast
    assert events.decode("made.up", 2, {"full_name": "a"}) == newest
    assert events.decode("made.up", 3, {"full_name": "a", "count": 0}) == newest


def test_from_text_it_is_the_same(two_versions: type[events.Data]) -> None:
    newest = two_versions(full_name="a", count=0)
    assert (
        events.decode_text("made.up", 1, '{"name":"a"}')
        == events.decode_text("made.up", 3, '{"full_name":"a","count":0}')
        == newest
    )
    assert [events.is_newest("made.up", version) for version in (1, 3, 4)] == [False, True, False]
    for text in ("{", "[]", '{"full_name":1}', "", "\x00", "[" * 100_000):
        with pytest.raises(ValueError, match=r".+"):
            events.decode_text("made.up", 3, text)


def test_fields_added_later_are_ignored_by_earlier_readers(two_versions: type[events.Data]) -> None:
    assert events.decode(
        "made.up", 3, {"full_name": "a", "count": 1, "later": True}
    ).model_dump() == {"full_name": "a", "count": 1}


@pytest.mark.parametrize(("type_", "version"), [("made.up", 4), ("made.up", 0), ("never.heard", 1)])
def test_unknown_types_and_versions_are_named(type_: str, version: int) -> None:
    with pytest.raises(events.UnknownEvent, match=type_):
        events.decode(type_, version, {})


def test_data_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValidationError):
        events.decode("made.up", 3, {"full_name": 7})


def test_registered_is_a_copy() -> None:
    events.registered().clear()
    assert ("made.up", 3) in events.registered()
