"""The AsyncAPI 3 document of all events: topics are channels, each type and version a message."""

import inspect
from functools import cache
from typing import Any

import contracts.access
import contracts.catalog
import contracts.reports  # noqa: F401 - all three register their events
from contracts import events, topics
from contracts.envelope import PREFIX, SPEC_VERSION, Envelope
from contracts.events import Data

Document = dict[str, Any]
BINDING = {"bindingVersion": "0.5.0"}
KEPT = {
    topics.CATALOG: "What the programme is: editions and actors, kept for ever.",
    topics.ACCESS: "Keys: the newest event of each is kept.",
    topics.REPORTS: "The life of submissions, kept for ever; its positions are the ledger's.",
}


@cache
def document() -> Document:
    """The whole document, the same on every machine. Nobody may change what it returns."""
    components: dict[str, Document] = {"messages": {}, "schemas": {"headers": _headers()}}
    for (type_, version), model in sorted(events.registered().items()):
        if model.__module__.startswith("contracts."):
            components["messages"][f"{type_}.{version}"] = _message(type_, version, model)
            components["schemas"] |= _schemas(f"{type_}.{version}", model)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of the programme",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode. Changes only add: readers "
            "ignore what they do not know. Positions are dense from 1 within a topic.",
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, components["messages"]) for topic in topics.SETTINGS},
        "operations": {
            f"send.{topic}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{topic}"},
                "summary": f"What is published on {topic}.",
            }
            for topic in topics.SETTINGS
        },
        "components": components,
    }


def _channel(topic: str, messages: Document) -> Document:
    """A topic with the messages whose types begin as its name does."""
    service = topic.partition(".")[0]
    settings = topics.SETTINGS[topic]
    of_topic: Document = {}
    if "cleanup.policy" in settings:
        of_topic["cleanup.policy"] = [settings["cleanup.policy"]]
    if "retention.ms" in settings:
        of_topic["retention.ms"] = int(settings["retention.ms"])
    kafka = {"topic": topic, "partitions": 1, "topicConfiguration": of_topic, **BINDING}
    return {
        "address": topic,
        "description": KEPT[topic],
        "messages": {
            name: {"$ref": f"#/components/messages/{name}"}
            for name in messages
            if name.startswith(f"{service}.")
        },
        "bindings": {"kafka": kafka},
    }


def _message(type_: str, version: int, model: type[Data]) -> Document:
    named = {
        f"{PREFIX}type": {"type": "string", "const": type_},
        f"{PREFIX}typeversion": {"type": "string", "const": str(version)},
    }
    newest = events.is_newest(type_, version)
    return {
        "name": type_,
        "title": f"{type_}, version {version}",
        "summary": inspect.cleandoc(model.__doc__ or type_).partition("\n\n")[0],
        "description": "The newest version." if newest else "An earlier version, still readable.",
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/headers"}, {"properties": named}]},
        "payload": {"$ref": f"#/components/schemas/{type_}.{version}"},
        "bindings": {"kafka": {"key": {"type": "string"}, **BINDING}},
    }


def _schemas(name: str, model: type[Data]) -> Document:
    """The schema of a message's data, and of each model in it under a name of its own."""
    schema = model.model_json_schema(ref_template=f"#/components/schemas/{name}.{{model}}")
    inner = schema.pop("$defs", {})
    return {name: schema, **{f"{name}.{part}": each for part, each in inner.items()}}


def _headers() -> Document:
    """The CloudEvents attributes as headers: texts, all of them."""
    attributes = {
        f"{PREFIX}{name}": {"type": "string"}
        | ({"pattern": "^[0-9]+$"} if "int" in str(field.annotation) else {})
        for name, field in Envelope.model_fields.items()
    }
    required = [f"{PREFIX}{name}" for name, f in Envelope.model_fields.items() if f.is_required()]
    return {
        "type": "object",
        "description": inspect.cleandoc(Envelope.__doc__ or ""),
        "properties": {
            f"{PREFIX}specversion": {"type": "string", "const": SPEC_VERSION},
            **attributes,
        },
        "required": [f"{PREFIX}specversion", *required],
    }
