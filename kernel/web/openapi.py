"""The OpenAPI document made complete: problem schema, key scheme, and the definitions of bodies
that doors read themselves.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kernel.web.problems import ProblemDocument


def complete(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI 3.1 document."""
    document = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update({**problem.pop("$defs"), "ProblemDocument": problem})
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key: oasm_…"}
    }
    document["security"] = [{}, {"key": []}]
    operations = (operation for path in document["paths"].values() for operation in path.values())
    for path in document["paths"].values():
        if "get" in path:  # whose answers all carry an ETag
            path["get"]["responses"].setdefault("304", {"description": "Not changed since"})
    for body in (
        content
        for operation in operations
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ):
        schemas.update(body["schema"].pop("$defs", {}))  # to where its references point
    return document
