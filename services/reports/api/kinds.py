"""The kinds of submission as forms need them: names, fields, who reports, what is required."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web import Callers, Languages
from kernel.web.problems import documented
from services.reports import schemas
from services.reports.api import template
from services.reports.domain.kind import Kind
from services.reports.domain.kinds import KINDS
from services.reports.schemas import KindPage
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.field_types import type_of
from services.reports.schemas.kind import Fields, FieldTexts, SectionTexts, schema_of

router = web.router("/reports/kinds", "kinds")


@router.get(
    "",
    operation_id="listKinds",
    summary="The kinds of submission",
    response_model=KindPage,
    responses=documented(example=ANSWERS[KindPage]),
)
async def listed(request: Request, _caller: Callers, lang: Languages) -> Response:
    """Each kind with its names and help in the language of the answer, the JSON Schema of its
    payload, what is required to submit, and who may report it. A form can be made from it.
    """
    items = [describe(kind, lang) for kind in KINDS.values()]
    return web.answer(request, {"items": items, "next": None}, lang=lang)


def describe(kind: Kind, lang: str) -> dict[str, Any]:
    """A kind as a form needs it."""
    of_kind = schemas.KINDS[kind.name]
    texts, schema = of_kind.texts, schema_of(of_kind.payload)
    fields = _fields(texts.fields, kind.required, schema, schema["properties"], lang)
    return {
        "code": kind.name,
        **_named(texts, lang),
        **_asked(kind),
        "fields": fields,
        "sections": [_section(*one, lang) for one in texts.sections.items()],
        "columns": template.columns(kind, fields, lang),
        "schema": schema,
        "example": of_kind.example,
    }


def _named(of: Any, lang: str) -> dict[str, Any]:
    """Name and help of a kind or a field: in one language, and in all."""
    return {
        "name": of.name[lang],
        "help": of.help[lang],
        "names": of.name,
        "helps": of.help,
    }


def _asked(kind: Kind) -> dict[str, Any]:
    """What a kind asks for, and of whom."""
    return {
        "scope": kind.scope,
        "required": list(kind.required),
        "one_of": list(kind.one_of),
        "reporters": list(kind.reporters),
        "joint": kind.joint,
        "frozen": kind.frozen,
        "decided": kind.decided,
        "statements": [
            {"role": role, "status": rule.status} for role, rule in kind.statements.items()
        ],
    }


def _section(name: str, section: SectionTexts, lang: str) -> dict[str, Any]:
    return {"section": name, "name": section.name[lang], "fields": list(section.fields)}


def _fields(
    texts: Fields,
    required: Sequence[str],
    schema: Mapping[str, Any],
    properties: Mapping[str, Any],
    lang: str,
) -> list[dict[str, Any]]:
    """The fields of a model, and within each those of the model that it is made of."""
    return [
        {
            "field": name,
            **_named(field, lang),
            "type": type_of(properties[name], schema.get("$defs", {})),
            "required": name in required,
            "sources": list(field.sources),
            "codes": _codes(field, lang),
            "fields": _inner(properties[name], schema, lang),
        }
        for name, field in texts.items()
    ]


def _codes(field: FieldTexts, lang: str) -> list[dict[str, str]]:
    return [{"code": code, "label": label[lang]} for code, label in field.codes.items()]


def _inner(of: dict[str, Any], schema: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """The fields of the model that a field is, or is a list or a mapping of; none of a value."""
    model = _model(of)
    if model is None:
        return []
    inner = schema["$defs"][model]
    return _fields(
        schemas.SHARED[model], inner.get("required", ()), schema, inner["properties"], lang
    )


def _model(of: Any) -> str | None:
    """The name of the model that a part of a JSON Schema refers to."""
    if isinstance(of, list):
        return next(filter(None, map(_model, of)), None)
    if not isinstance(of, dict):
        return None
    if "$ref" in of:
        return str(of["$ref"]).rpartition("/")[2]
    return _model([of.get(part) for part in ("anyOf", "items", "additionalProperties")])
