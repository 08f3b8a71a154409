"""The AsyncAPI document: valid by the official schema, every event in it, and its samples fit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from contracts import events, topics
from contracts.asyncapi import document
from contracts.envelope import Envelope

HERE = Path(__file__).parent
# of the package @asyncapi/specs (Apache License 2.0), without its descriptions and examples
OFFICIAL = json.loads((HERE / "asyncapi-3.0.0.json").read_text())
SAMPLES = sorted((HERE / "samples").glob("*.json"))


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in ("$ref",) if isinstance(value.get(name), str))
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from references(each)


def test_it_is_valid_by_the_official_schema() -> None:
    jsonschema_rs.validator_for(OFFICIAL).validate(document())
    broken = {**document(), "channels": {"x": {"addres": 1}}}
    assert not jsonschema_rs.validator_for(OFFICIAL).is_valid(broken)


def test_every_reference_leads_somewhere() -> None:
    found = set(references(document()))
    assert found
    for reference in found:
        place = document()
        for part in reference.removeprefix("#/").split("/"):
            assert part in place, reference
            place = place[part]
    assert "$defs" not in json.dumps(document())


def test_every_event_is_a_message_of_its_topic() -> None:
    ours = {
        f"{type_}.{version}"
        for (type_, version), model in events.registered().items()
        if model.__module__.startswith("contracts.")
    }
    channels = document()["channels"]
    assert set(channels) == set(topics.SETTINGS)
    listed = [name for channel in channels.values() for name in channel["messages"]]
    assert sorted(listed) == sorted(ours)
    assert {channel["bindings"]["kafka"]["partitions"] for channel in channels.values()} == {1}


def test_the_headers_of_an_event_fit() -> None:
    sent = Envelope(
        id="a",
        source="/reports",
        type="reports.submission_submitted",
        subject="s",
        time="2026-01-01T00:00:00.000000Z",
        typeversion=1,
        position=7,
        recordedtime="2026-01-01T00:00:00.000000Z",
        revision=1,
    ).headers()
    headers = document()["components"]["schemas"]["headers"]
    jsonschema.validate(sent, headers)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**sent, "ce_position": "x"}, headers)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_fit_the_schema_of_their_message(path: Path) -> None:
    sample = json.loads(path.read_text())
    data = sample.get("data", sample)
    schema = {"$ref": f"#/components/schemas/{path.stem}", "components": document()["components"]}
    jsonschema.Draft202012Validator(schema).validate(data)
