"""The OpenAPI document made complete: problem schema, key scheme, answers that have not changed,
and the definitions of bodies that the write pipeline reads.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kernel.web.problems import ProblemDocument, documented

Document = dict[str, Any]
KEY = {"type": "http", "scheme": "bearer", "description": "An API key: oasm_…"}
REF = "#/components/schemas/"


def complete(app: FastAPI) -> Document:
    """The application's OpenAPI 3.1 document."""
    document = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(ref_template=REF + "{model}")
    schemas.update({**problem.pop("$defs"), "ProblemDocument": problem})
    components["securitySchemes"] = {"key": KEY}
    document["security"] = [{}, {"key": []}]
    _declare_conditions(document)
    _declare_refusals(document)
    for schema in _bodies(document):
        _move_definitions(schema, schemas)
    return document


def _declare_conditions(document: Document) -> None:
    """The headers that reads and writes go by, and 304, which every read may answer."""
    for path in document["paths"].values():
        for method, operation in path.items():
            parameters = operation.setdefault("parameters", [])
            if method == "get":
                operation["responses"].setdefault("304", {"description": "Not changed since"})
                parameters.append(_header("If-None-Match", "ETags that the caller has"))
                parameters.append(
                    _header("Accept-Language", "Languages of the answer: es en pt fr")
                )
                continue
            parameters.append(_header("Idempotency-Key", "Makes a repetition the same request"))
            if "428" in operation["responses"]:
                parameters.append(_header("If-Match", "The ETag of what is changed, or `*`"))


def _declare_refusals(document: Document) -> None:
    """The problems that a request of any operation, or any with a body, may meet before it."""
    for path in document["paths"].values():
        for operation in path.values():
            statuses = (405, 431) if "requestBody" not in operation else (405, 408, 413, 415, 431)
            for status, problem in documented(*statuses).items():
                operation["responses"].setdefault(str(status), problem)


def _header(name: str, description: str) -> Document:
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    return {
        "name": name,
        "in": "header",
        "required": name == "If-Match",
        "description": description,
        "schema": schema,
    }


def _bodies(document: Document) -> Iterator[Document]:
    """The schemas of all request bodies."""
    for path in document["paths"].values():
        for operation in path.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield content["schema"]


def _move_definitions(schema: Document, schemas: Document) -> None:
    """Move a body's definitions to where its references point.

    A definition whose name stands for another model already gets a name of its own.
    """
    definitions = schema.pop("$defs", {})
    renamed = {
        name: f"{name}Body"
        for name, definition in definitions.items()
        if schemas.get(name, definition) != definition
    }
    for name, definition in definitions.items():
        schemas[renamed.get(name, name)] = _with_references(definition, renamed)
    schema.update(_with_references(schema, renamed))


def _with_references(value: Any, renamed: dict[str, str]) -> Any:
    """A schema whose references follow the new names."""
    if isinstance(value, list):
        return [_with_references(item, renamed) for item in value]
    if not isinstance(value, dict):
        return value
    copied = {key: _with_references(item, renamed) for key, item in value.items()}
    if isinstance(reference := value.get("$ref"), str):
        name = reference.removeprefix(REF)
        copied["$ref"] = REF + renamed.get(name, name)
    return copied
