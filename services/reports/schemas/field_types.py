"""What kind of thing a field of a payload is, in the contract's words, from its JSON Schema."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
PLAIN = ("boolean", "integer")
LONGEST_SHORT, LONGEST_CODE = 300, 60


def type_of(of: Schema, defs: Mapping[str, Schema]) -> str:
    """`text`, `short`, `date`, `code`, `codes`, `integer`, `boolean`, `money`; `object`, a list of
    objects (`list`), or an object by language (`texts`).
    """
    shape = _shape(of, defs)
    if shape.get("type") == "array":
        items = _shape(shape["items"], defs)
        return "list" if items.get("type") == "object" else "codes"
    if shape.get("type") == "object":
        return _object(shape)
    return shape["type"] if shape.get("type") in PLAIN else _string(shape)


def _shape(of: Schema, defs: Mapping[str, Schema]) -> Schema:
    """What a part of a schema asks for, null and references apart."""
    for one in of.get("anyOf", ()):
        if one.get("type") != "null":
            return _shape(one, defs)
    return defs[of["$ref"].rpartition("/")[2]] if "$ref" in of else of


def _object(shape: Schema) -> str:
    if isinstance(shape.get("additionalProperties"), dict):
        return "texts"
    return "money" if set(shape["properties"]) == {"currency", "amount"} else "object"


def _string(shape: Schema) -> str:
    if shape.get("format") == "date":
        return "date"
    longest = shape.get("maxLength", LONGEST_SHORT)
    if "enum" in shape or "const" in shape or longest <= LONGEST_CODE:
        return "code"
    return "short" if longest <= LONGEST_SHORT else "text"


def codes_of(of: Schema, defs: Mapping[str, Schema]) -> tuple[str, ...]:
    """The codes that a field takes, one or a list of them; none where any text will do."""
    shape = _shape(of, defs)
    if shape.get("type") == "array":
        return codes_of(shape["items"], defs)
    alone = [shape["const"]] if isinstance(shape.get("const"), str) else []
    return tuple(shape.get("enum", alone))


def part_of(of: Schema, defs: Mapping[str, Schema], name: str) -> Schema:
    """What is asked of a field of an object, of the items of a list, or of a language's part."""
    shape = _shape(of, defs)
    if shape.get("type") == "array":
        return part_of(shape["items"], defs, name)
    named: Schema = shape.get("properties", {}).get(name) or shape["additionalProperties"]
    return named
