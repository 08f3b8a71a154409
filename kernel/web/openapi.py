"""The OpenAPI document made complete: problem schema, key scheme, and the definitions of bodies that doors read themselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kernel.web.problems import ProblemDocument


def complete(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI 3.1 document, built once."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update({**problem.pop("$defs"), "ProblemDocument": problem})
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "An API key: oasm_…"}}
        document["security"] = [{}, {"key": []}]
        for operations in document.get("paths", {}).values():
            for operation in operations.values():
                _lift(operation, schemas)
        app.openapi_schema = document
    return app.openapi_schema


def _lift(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Move the `$defs` of a body schema to the components, where its references point."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schemas.update(content.get("schema", {}).pop("$defs", {}))
    if "422" in operation.get("responses", {}) and "application/json" in operation["responses"]["422"].get("content", {}):
        operation["responses"]["422"]["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
