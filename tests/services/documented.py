"""Answers held against the OpenAPI document of the service that gives them, for clients of tests:

`httpx2.AsyncClient(…, event_hooks={"response": [documented(app)]})`.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from fastapi import FastAPI
from jsonschema import Draft202012Validator

Hook = Callable[[httpx2.Response], Awaitable[None]]


class Document:
    """The OpenAPI document of one service, its objects closed: no field but those declared."""

    def __init__(self, document: dict[str, Any]) -> None:
        closed = json.loads(json.dumps(document), object_hook=_closed)
        self._components = closed["components"]
        paths = sorted(closed["paths"].items(), key=lambda each: each[0].count("{"))
        self._paths = [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), item) for path, item in paths]
        self._validators: dict[str, Draft202012Validator] = {}

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """What is declared at this address; None where nothing is (probes, documents)."""
        name = "get" if method == "HEAD" else method.lower()
        for pattern, item in self._paths:
            if pattern.fullmatch(path):
                found: dict[str, Any] | None = item.get(name)
                return found
        return None

    def wrong(self, response: httpx2.Response) -> list[str]:
        """What an answer has that is not declared: its status, its type, or parts of its body."""
        request = response.request
        operation = self.operation(request.method, request.url.path)
        if operation is None:
            return []
        declared = operation["responses"].get(str(response.status_code))
        if declared is None:
            return [f"status {response.status_code} is not declared"]
        if not response.content:
            return []
        kind = response.headers["content-type"].partition(";")[0]
        if kind not in declared.get("content", {}):
            return [f"{kind} is not declared"]
        if not kind.endswith("json"):
            return []  # files have tests of their own
        errors = self._validator(declared["content"][kind]["schema"]).iter_errors(response.json())
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]

    def wrong_examples(self) -> list[str]:
        """Which answers of success have no example, or one that does not fit their model."""
        return [
            f"{operation['operationId']}: {error}"
            for _, item in self._paths
            for operation in item.values()
            for status, answer in operation["responses"].items()
            if status in ("200", "201")
            for error in self._example_errors(answer["content"].get("application/json"))
        ]

    def _example_errors(self, content: dict[str, Any] | None) -> list[str]:
        if content is None:
            return []  # no JSON: a file
        if "example" not in content:
            return ["no example"]
        errors = self._validator(content["schema"]).iter_errors(content["example"])
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {**schema, "components": self._components}
            self._validators[key] = Draft202012Validator(whole)
        return self._validators[key]


def _closed(part: dict[str, Any]) -> dict[str, Any]:
    if part.get("type") == "object" and "properties" in part:
        part.setdefault("additionalProperties", False)
    return part


# a document takes a second to make; applications of one service come and go, and have the same
_documents: dict[str, Document] = {}


def document_of(app: FastAPI) -> Document:
    """The document of a service, made once."""
    if app.title not in _documents:
        _documents[app.title] = Document(app.openapi())
    return _documents[app.title]


# by the router that was included: an application analyses the parameters of each route anew, a
# quarter of a second for a service
_included: dict[int, Any] = {}


def share_analysis(app: FastAPI) -> FastAPI:
    """The application, its included routers those of the first one that included them."""
    routes = app.router.routes
    for number, route in enumerate(routes):
        if original := getattr(route, "original_router", None):
            routes[number] = _included.setdefault(id(original), route)
    return app


def wrong_examples(app: FastAPI) -> list[str]:
    """What is wrong with the examples of this application's document."""
    return document_of(app).wrong_examples()


def documented(app: FastAPI) -> Hook:
    """A hook that fails where an answer of this application is not as its document says."""

    async def check(response: httpx2.Response) -> None:
        await response.aread()
        wrong = document_of(app).wrong(response)
        request = response.request
        assert wrong == [], f"{request.method} {request.url} {response.status_code}: {wrong}"

    return check
