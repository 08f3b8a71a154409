"""What a submission says, as blocks of a dossier: by the fields of its kind, whichever that is."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.reports.domain.dossiers import WITHDRAWN, Json
from services.reports.formats.dossier import blocks
from services.reports.formats.dossier.blocks import Block
from services.reports.formats.dossier.wording import Wording

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
WORDY = 300  # signs; what is longer is a text, whatever it says


def submission(
    told: Json, level: int, wording: Wording, but: Collection[str] = ()
) -> Iterator[Block]:
    """A submission under a heading; `but`: fields that are told elsewhere."""
    yield blocks.heading(level, told["title"] or f"{told['code'] or told['id']}")
    if told["state"] == WITHDRAWN:
        yield blocks.note(wording.word("was_withdrawn"))
    if told["payload"] is None:
        yield blocks.note(wording.word("was_withheld"))
        return
    yield from body(told, wording, but)
    yield from _decision(told["decision"], wording)
    for statement in told["statements"]:
        yield from spoken(statement, wording)


def body(told: Json, wording: Wording, but: Collection[str] = ()) -> Iterator[Block]:
    """Who reports, the facts of the payload, and its texts in the language of the reporter."""
    rows = [(wording.word("actor"), wording.actor(told["reporter"]))]
    if told["joint_reporters"]:
        joint = wording.all(map(wording.actor, told["joint_reporters"]))
        rows.append((wording.word("joint_reporters"), joint))
    texts: list[Block] = []
    for field in wording.fields(told["kind"]):
        value = told["payload"].get(field["field"])
        if value in (None, "", [], {}) or field["field"] in but:
            continue
        if is_text(field["field"], value, wording):
            texts += [blocks.label(field["name"]), blocks.quote(told["language"], value)]
        elif field["field"] == "texts":
            texts += [blocks.label(field["name"]), *_in_languages(value)]
        else:
            rows.append((field["name"], shown(field["field"], value, wording)))
    yield from blocks.facts(rows)
    yield from texts
    yield from _evidence(told["evidence"], wording)


def is_text(field: str, value: Any, wording: Wording) -> bool:
    """Whether a value is what somebody wrote, no code, day or number."""
    if not isinstance(value, str):
        return False
    known = wording.label(field, value) is not None or wording.names(value)
    return len(value) > WORDY or not (known or DAY.match(value) or " " not in value.strip())


def shown(field: str, value: Any, wording: Wording) -> str:
    """A value that is no text, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
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
    if "name" in value and "kind" in value:
        return f"{value['name']} ({wording.label('kind', value['kind']) or value['kind']})"
    given = {name: part for name, part in value.items() if part is not None}
    if given.get("small"):
        given["small"] = "1–4"
    return ", ".join(shown(name, part, wording) for name, part in given.items())


def _in_languages(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Block]:
    for lang, fields in sorted(texts.items()):
        yield blocks.quote(lang, "\n\n".join(text for text in fields.values() if text))


def _evidence(links: list[Json], wording: Wording) -> Iterator[Block]:
    """The public documents behind a report, with their addresses written out."""
    if links:
        yield blocks.label(wording.word("evidence"))
        for link in links:
            title = link.get("title")
            words = f"{title}, {link['url']}" if title else link["url"]
            yield blocks.link(words, link["url"])


def _decision(decision: Json | None, wording: Wording) -> Iterator[Block]:
    if decision is not None:
        day, what = wording.date(decision["decided_at"]), wording.word(decision["decision"])
        yield blocks.label(f"{wording.word('decision')}{wording.colon}{what}, {day}")
        yield blocks.text(decision["reason"])


def spoken(statement: Json, wording: Wording) -> Iterator[Block]:
    """A statement under the name of who made it."""
    role, day = wording.word(statement["role"]), wording.date(statement["made_at"])
    status = f", {wording.word(statement['status'])}" if statement["status"] else ""
    who = wording.actor(statement["actor"])
    yield blocks.label(f"{role}{wording.colon}{who}, {day}{status}")
    if statement["text"] is None:
        yield blocks.note(wording.word("was_withheld"))
    else:
        yield blocks.quote(statement["language"], statement["text"])
