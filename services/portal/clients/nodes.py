"""The catalog's public API: one part of the Program with its official text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.portal.clients.values import day


@dataclass(frozen=True, slots=True)
class Official:
    """The official text of a node, None where it has not been imported; `draft`: not yet final."""

    lang: str
    text: str | None = None
    draft: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """One part of the Program: an objective, an activity, an exhortation …

    `text_lang`: the language that its title was found in; `outdated`: since when its text in
    another language says something newer. `links`: codes linked to it, each with
    its strength (direct, indirect): activities of an objective, objectives of an activity.
    """

    code: str
    title: str
    summary: str = ""
    kind: str = ""
    number: int | None = None
    section: str = ""
    text_lang: str = ""
    outdated: date | None = None
    official: Official | None = None
    addressees: tuple[str, ...] = ()
    optional: bool = False
    strength: str = ""
    conditions: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""

    @property
    def indirect(self) -> int:
        """How many of its links are indirect."""
        return [*self.links.values()].count("indirect")


def node(item: Any) -> Node:
    """One part as the interface tells it."""
    official = item.get("official")
    return Node(
        code=item["code"],
        title=item["title"],
        summary=item.get("summary", ""),
        kind=item.get("kind", ""),
        number=item.get("number"),
        section=item.get("section") or "",
        text_lang=item.get("texts", {}).get("title", {}).get("lang", ""),
        outdated=_outdated(item.get("texts", {})),
        official=_official(official) if official else None,
        addressees=tuple(item.get("addressees", ())),
        optional=item.get("optional", False),
        strength=item.get("strength") or "",
        conditions=tuple(item.get("conditions", ())),
        axes=tuple(item.get("axes", ())),
        themes=tuple(item.get("themes", ())),
        links=item.get("link_strengths", {}),
        edition=item.get("edition", ""),
    )


def _outdated(texts: Mapping[str, Any]) -> date | None:
    """Since when the first of these texts is older than another language's."""
    since = sorted(
        str(one["outdated_since"]) for one in texts.values() if one.get("outdated_since")
    )
    return day(since[0][:10]) if since else None


def _official(item: Any) -> Official:
    return Official(item["lang"], item.get("text"), item.get("status") != "official")
