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
