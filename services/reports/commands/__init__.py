"""The decisions of reports, each recorded in one commit."""

from services.reports.commands.publications import Place
from services.reports.commands.submissions import (
    Content,
    comment,
    confirm,
    draft,
    move,
    note_catalogue,
    save,
    take_back,
)

__all__ = [
    "Content",
    "Place",
    "comment",
    "confirm",
    "draft",
    "move",
    "note_catalogue",
    "save",
    "take_back",
]
