"""The AsyncAPI 3 document of all events: topics are channels, each type and version a message."""

import inspect
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

import contracts.access
import contracts.catalog
import contracts.reports  # noqa: F401 - all three register their events
from contracts import events, topics
from contracts.envelope import PREFIX, SPEC_VERSION, Envelope
from contracts.events import Data

Document = dict[str, Any]
BINDING = {"bindingVersion": "0.5.0"}
INFO = {
    "title": "Events of the programme",
    "version": "1",
    "description": "CloudEvents 1.0 in Kafka's binary mode. Changes only add: readers "
    "ignore what they do not know. Positions are dense from 1 within a topic.",
}
KEPT = {
    topics.CATALOG: "What the programme is: editions and actors, kept for ever.",
    topics.ACCESS: "Keys: the newest event of each is kept.",
    topics.REPORTS: "The life of submissions, kept for ever; its positions are the ledger's.",
}


@cache
def document() -> Document:
    """The whole document, the same on every machine. Nobody may change what it returns."""
    components = _components()
    channels = {topic: _channel(topic, components["messages"]) for topic in topics.SETTINGS}
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": {f"send.{topic}": _operation(topic) for topic in topics.SETTINGS},
        "components": components,
    }


def _components() -> dict[str, Document]:
    """Every message, and the schemas of their headers and data."""
    components: dict[str, Document] = {"messages": {}, "schemas": {"headers": _headers()}}
    for (type_, version), model in events.own():
        name = f"{type_}.{version}"
        components["messages"][name] = _message(type_, version, model)
        components["schemas"] |= _schemas(name, model)
    return components


def _operation(topic: str) -> Document:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{topic}"},
        "summary": f"What is published on {topic}.",
    }


def _channel(topic: str, messages: Document) -> Document:
    """A topic with the messages whose types begin as its name does."""
    of_topic = [name for name in messages if name.startswith(f"{topic.partition('.')[0]}.")]
    return {
        "address": topic,
        "description": KEPT[topic],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in of_topic},
        "bindings": {"kafka": _binding(topic)},
    }


def _binding(topic: str) -> Document:
    """What Kafka is told of a topic."""
    settings, configured = topics.SETTINGS[topic], dict[str, Any]()
    if "cleanup.policy" in settings:
        configured["cleanup.policy"] = [settings["cleanup.policy"]]
    if "retention.ms" in settings:
        configured["retention.ms"] = int(settings["retention.ms"])
    return {"topic": topic, "partitions": 1, "topicConfiguration": configured, **BINDING}


def _message(type_: str, version: int, model: type[Data]) -> Document:
    newest = events.is_newest(type_, version)
    return {
        "name": type_,
        "title": f"{type_}, version {version}",
        "summary": inspect.cleandoc(model.__doc__ or type_).partition("\n\n")[0],
        "description": "The newest version." if newest else "An earlier version, still readable.",
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/headers"}, _named(type_, version)]},
        "payload": {"$ref": f"#/components/schemas/{type_}.{version}"},
        "bindings": {"kafka": {"key": {"type": "string"}, **BINDING}},
    }


def _named(type_: str, version: int) -> Document:
    """The headers that tell a message from the others."""
    said = {"type": type_, "typeversion": str(version)}
    return {"properties": {f"{PREFIX}{name}": _constant(text) for name, text in said.items()}}


def _constant(text: str) -> Document:
    return {"type": "string", "const": text}


def _schemas(name: str, model: type[Data]) -> Document:
    """The schema of a message's data, and of each model in it under a name of its own."""
    schema = model.model_json_schema(ref_template=f"#/components/schemas/{name}.{{model}}")
    inner = schema.pop("$defs", {})
    return {name: schema, **{f"{name}.{part}": each for part, each in inner.items()}}


def _headers() -> Document:
    """The CloudEvents attributes as headers: texts, all of them."""
    fields, version = Envelope.model_fields, f"{PREFIX}specversion"
    attributes = {f"{PREFIX}{name}": _header(field) for name, field in fields.items()}
    required = [f"{PREFIX}{name}" for name, field in fields.items() if field.is_required()]
    return {
        "type": "object",
        "description": inspect.cleandoc(Envelope.__doc__ or ""),
        "properties": {version: _constant(SPEC_VERSION), **attributes},
        "required": [version, *required],
    }


def _header(field: FieldInfo) -> Document:
    digits = {"pattern": "^[0-9]+$"} if "int" in str(field.annotation) else {}
    return {"type": "string", **digits}
