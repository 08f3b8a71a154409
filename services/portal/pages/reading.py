"""Loads what is needed to read a submission at a desk."""

import asyncio

from services.portal.clients.reference import KINDS
from services.portal.pages import offices
from services.portal.pages.desk_page import Desk
from services.portal.pages.offices import Item
from services.portal.views import reading
from services.portal.views.reading import Line, Piece, Vocabulary

# the lists of codes that a payload may hold
LISTS = frozenset(
    (
        *("self_reported_status", "assessed_status", "output_type", "execution", "partner_kind"),
        *("sex", "age_group", "axis", "migration_phase", "theme", "fund_entry_type"),
        *("ratification_action", "proposal_action", "language", "instruments"),
        *("strength", "condition"),
    )
)


async def lines(desk: Desk, item: Item) -> list[Line]:
    """The answers of a submission."""
    kinds, vocabulary = await asyncio.gather(desk.reference.items(KINDS), words(desk))
    kind = next(one for one in kinds if one["code"] == item["kind"])
    return reading.lines(item, kind["fields"], vocabulary)


async def words(desk: Desk) -> Vocabulary:
    """The words for the codes of payloads: of lists, activities and actors."""
    lists, titles, names = await asyncio.gather(
        desk.reference.items("/catalog/codelists"),
        offices.activity_titles(desk),
        offices.actor_names(desk),
    )
    known = Vocabulary.of(desk.lang, [one for one in lists if one["id"] in LISTS])
    activities = {code: f"{code} {title}" for code, title in titles.items()}
    return Vocabulary(desk.lang, {**activities, **names, **known.labels})


async def differences(
    desk: Desk, before: Item | None, after: list[Line]
) -> list[tuple[str, list[Piece]]]:
    """What a correction changes of the public revision."""
    return reading.changed(await lines(desk, before), after) if before is not None else []
