"""The catalogue in one answer, for who shows it as pages."""

from starlette.responses import Response

from kernel import web
from kernel.web import Languages
from services.catalog.api.dependencies import CurrentRead, answers
from services.catalog.schemas import contents as shapes

router = web.router("/catalog", "programme")


@router.get(
    "/contents",
    operation_id="getContents",
    summary="All that things are named by, in one answer",
    responses=answers(shapes.Contents),
)
async def contents(read: CurrentRead, lang: Languages) -> Response:
    """One edition with its links and defects; every edition, actor and code list: each as its own
    list tells it, whole.
    """
    return read.answer(shapes.contents(read.catalogue, read.edition, lang), lang)
