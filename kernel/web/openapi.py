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
    schemas = _declare_components(document)
    for method, operation in _operations(document):
        _declare_conditions(method, operation)
        _declare_refusals(operation)
        for content in operation.get("requestBody", {}).get("content", {}).values():
            _move_definitions(content["schema"], schemas)
    return document


def _declare_components(document: Document) -> Document:
    """The form of problems and that of keys; returns the schemas."""
    components: Document = document.setdefault("components", {})
    schemas: Document = components.setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(ref_template=REF + "{model}")
    schemas.update({**problem.pop("$defs"), "ProblemDocument": problem})
    components["securitySchemes"] = {"key": KEY}
    document["security"] = [{}, {"key": []}]
    return schemas


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    """Every operation with its method."""
    for path in document["paths"].values():
        yield from path.items()


def _declare_conditions(method: str, operation: Document) -> None:
    """The headers that reads and writes go by, and 304, which every read may answer."""
    parameters = operation.setdefault("parameters", [])
    if method == "get":
        operation["responses"].setdefault("304", {"description": "Not changed since"})
        parameters.append(_header("If-None-Match", "ETags that the caller has"))
        parameters.append(_header("Accept-Language", "Languages of the answer: es en pt fr"))
        return
    parameters.append(_header("Idempotency-Key", "Makes a repetition the same request"))
    if "428" in operation["responses"]:
        parameters.append(_header("If-Match", "The ETag of what is changed, or `*`"))


def _declare_refusals(operation: Document) -> None:
    """The problems that a request of any operation, or any with a body, may meet before it."""
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
        copied["$ref"] = _following(reference, renamed)
    return copied


def _following(reference: str, renamed: dict[str, str]) -> str:
    name = reference.removeprefix(REF)
    return REF + renamed.get(name, name)
