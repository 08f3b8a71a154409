"""The kinds of submission as forms need them: names, fields, who reports, what is required."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web import Callers, Languages
from kernel.web.problems import documented
from services.reports import schemas
from services.reports.domain.kind import Kind
from services.reports.domain.kinds import KINDS
from services.reports.schemas import KindPage
from services.reports.schemas.examples import ANSWERS

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
    payload, what is required to submit, and who may report it.
    """
    items = [_item(kind, lang) for kind in KINDS.values()]
    return web.answer(request, {"items": items, "next": None}, lang=lang)


def _item(kind: Kind, lang: str) -> dict[str, Any]:
    of_kind = schemas.KINDS[kind.name]
    fields = of_kind.texts.fields.items()
    return {
        "code": kind.name,
        "name": of_kind.texts.name[lang],
        "help": of_kind.texts.help[lang],
        "scope": kind.scope,
        "required": list(kind.required),
        "one_of": list(kind.one_of),
        "reporters": list(kind.reporters),
        "joint": kind.joint,
        "frozen": kind.frozen,
        "fields": [
            {
                "field": field,
                "name": texts.name[lang],
                "help": texts.help[lang],
                "required": field in kind.required,
            }
            for field, texts in fields
        ],
        "schema": of_kind.payload.model_json_schema(),
        "example": of_kind.example,
    }
