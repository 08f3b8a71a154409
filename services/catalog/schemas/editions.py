"""Editions in a list, with what a draft changes beside it."""

from services.catalog.schemas.answers import Answer, Diff, Edition, Node


class BesideEdition(Answer):
    """What a draft changes of the edition in force, and its nodes that are new or changed."""

    diff: Diff
    nodes: list[Node]


class ListedEdition(Edition):
    """An edition in a list; `beside`: of a draft, where that is asked for."""

    beside: BesideEdition | None = None
