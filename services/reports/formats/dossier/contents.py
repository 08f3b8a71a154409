"""What a submission says, as blocks of a dossier: by the fields of its kind, whichever that is."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from services.reports.domain.dossiers import WITHDRAWN, Json
from services.reports.formats.dossier import blocks
from services.reports.formats.dossier.blocks import Block
from services.reports.formats.dossier.wording import Wording

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
IN_LANGUAGES = "texts"  # the field that holds a text in several languages
WORDY = 300  # signs; what is longer is a text, whatever it says


class _Given(NamedTuple):
    """A field that says something; `written`: whether what it says is a text."""

    field: str
    label: str
    value: Any
    written: bool


def submission(
    told: Json, level: int, wording: Wording, but: Collection[str] = ()
) -> Iterator[Block]:
    """A submission under a heading; `but`: fields that are told elsewhere."""
    yield blocks.heading(level, told["title"] or f"{told['code'] or told['id']}")
    if told["state"] == WITHDRAWN:
        yield blocks.note(wording.word("was_withdrawn"))
    if told["payload"] is None:
        yield blocks.note(wording.word("was_withheld"))
    else:
        yield from _whole(told, wording, but)


def _whole(told: Json, wording: Wording, but: Collection[str]) -> Iterator[Block]:
    """What can be read, and what was said on it."""
    yield from body(told, wording, but)
    yield from _decision(told["decision"], wording)
    for statement in told["statements"]:
        yield from spoken(statement, wording)


def body(told: Json, wording: Wording, but: Collection[str] = ()) -> Iterator[Block]:
    """Who reports, the facts of the payload, and its texts in the language of the reporter."""
    given = [*_given(told, wording, but)]
    facts = (_fact(one, wording) for one in given if not one.written)
    yield from blocks.facts([*_reporters(told, wording), *facts])
    for one in given:
        if one.written:
            yield from _text(told["language"], one)
    yield from _evidence(told["evidence"], wording)


def _fact(one: _Given, wording: Wording) -> tuple[str, str]:
    return one.label, shown(one.field, one.value, wording)


def _given(told: Json, wording: Wording, but: Collection[str]) -> Iterator[_Given]:
    """The fields that say something, `but` some."""
    for described in wording.fields(told["kind"]):
        field, value = described["field"], told["payload"].get(described["field"])
        if value not in (None, "", [], {}) and field not in but:
            yield _Given(field, described["name"], value, _is_written(field, value, wording))


def _is_written(field: str, value: Any, wording: Wording) -> bool:
    return field == IN_LANGUAGES or is_text(field, value, wording)


def _text(lang: str, one: _Given) -> Iterator[Block]:
    """What somebody wrote, in the language of the reporter or in several."""
    yield blocks.label(one.label)
    if isinstance(one.value, str):
        yield blocks.quote(lang, one.value)
    else:
        yield from _in_languages(one.value)


def _reporters(told: Json, wording: Wording) -> Iterator[tuple[str, str]]:
    yield wording.word("actor"), wording.actor(told["reporter"])
    if told["joint_reporters"]:
        joint = wording.all(map(wording.actor, told["joint_reporters"]))
        yield wording.word("joint_reporters"), joint


def is_text(field: str, value: Any, wording: Wording) -> bool:
    """Whether a value is what somebody wrote, no code, day or number."""
    if not isinstance(value, str):
        return False
    known = wording.label(field, value) is not None or wording.names(value)
    return len(value) > WORDY or not (known or DAY.match(value) or " " not in value.strip())


def shown(field: str, value: Any, wording: Wording) -> str:
    """A value that is no text, in words."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return _word(field, value, wording)
    if isinstance(value, list):
        return wording.all(shown(field, one, wording) for one in value)
    return _parts(value, wording)


def _word(field: str, value: str, wording: Wording) -> str:
    if DAY.match(value):
        return wording.date(value)
    return wording.label(field, value) or wording.named(value)


def _parts(value: Mapping[str, Any], wording: Wording) -> str:
    """A value of several parts: money, a partner, a party, a group of persons."""
    if value.keys() >= {"currency", "amount"}:
        return wording.money(value["currency"], value["amount"])
    if value.keys() >= {"name", "kind"}:
        return _named(value["name"], value["kind"], wording)
    return ", ".join(shown(name, part, wording) for name, part in _known_parts(value))


def _named(name: str, kind: str, wording: Wording) -> str:
    """A partner with its kind."""
    return f"{name} ({wording.label('kind', kind) or kind})"


def _known_parts(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parts that are given; what is too small to be counted is told as a range."""
    for name, part in value.items():
        if part is not None:
            yield name, "1–4" if name == "small" and part else part


def _in_languages(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Block]:
    for lang, fields in sorted(texts.items()):
        yield blocks.quote(lang, "\n\n".join(text for text in fields.values() if text))


def _evidence(links: list[Json], wording: Wording) -> Iterator[Block]:
    """The public documents behind a report, with their addresses written out."""
    if links:
        yield blocks.label(wording.word("evidence"))
    for link in links:
        words = filter(None, (link.get("title"), link["url"]))
        yield blocks.link(", ".join(words), link["url"])


def _decision(decision: Json | None, wording: Wording) -> Iterator[Block]:
    if decision is not None:
        day, what = wording.date(decision["decided_at"]), wording.word(decision["decision"])
        yield blocks.label(f"{wording.word('decision')}{wording.colon}{what}, {day}")
        yield blocks.text(decision["reason"])


def spoken(statement: Json, wording: Wording) -> Iterator[Block]:
    """A statement under the name of who made it."""
    yield blocks.label(_speaker(statement, wording))
    if statement["text"] is None:
        yield blocks.note(wording.word("was_withheld"))
    else:
        yield blocks.quote(statement["language"], statement["text"])


def _speaker(statement: Json, wording: Wording) -> str:
    """Who spoke in which role, on which day, and the status that was told."""
    role, day = wording.word(statement["role"]), wording.date(statement["made_at"])
    status = f", {wording.word(statement['status'])}" if statement["status"] else ""
    return f"{role}{wording.colon}{wording.actor(statement['actor'])}, {day}{status}"
