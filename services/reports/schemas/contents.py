"""What a body says, as commands take it."""

from collections.abc import Container
from typing import Any

from services.reports.commands import Content
from services.reports.domain.kinds import KINDS
from services.reports.schemas.submission import Envelope


def content(body: Envelope) -> Content:
    """The body as the content of a text, with what its kind says where the body says nothing."""
    said = body.payload.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    links = [link.model_dump(mode="json") for link in body.evidence]
    filled = said | _unsaid(body, said)
    return Content(body.title, body.language, filled, links, tuple(body.joint_reporters))


def _unsaid(body: Envelope, said: Container[str]) -> dict[str, Any]:
    defaults = KINDS[body.kind].defaults(body.reporter)
    return {name: value for name, value in defaults.items() if name not in said}
