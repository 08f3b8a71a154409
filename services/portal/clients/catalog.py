"""The catalog's public API: the Program, its actors and its words."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter
from services.portal.clients.values import day

LIMIT = 500  # the longest page of a list


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


@dataclass(frozen=True, slots=True)
class Membership:
    """In which days a State was a member, and how: member, disputed, not_participating …

    `until`: the first day out.
    """

    since: date | None
    until: date | None
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may report; `sort` is what its name is ordered by in the language asked for."""

    code: str
    name: str
    kind: str = ""
    role: str = ""
    acronym: str | None = None
    parent: str | None = None
    sort: str = ""
    region: str | None = None
    memberships: tuple[Membership, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: str | None = None
    predecessors: tuple[str, ...] = ()

    def membership(self, day: date) -> Membership | None:
        """The State's membership on a day."""
        for each in self.memberships:
            if (each.since or day) <= day and (each.until is None or day < each.until):
                return each
        return None

    def participates(self, day: date) -> bool:
        """Whether it is a State that participates on a day."""
        now = self.membership(day)
        return now is not None and now.status in ("member", "disputed")

    @property
    def short(self) -> str:
        """Its acronym where it has one, else its name."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Program; `draft` while its wording is not final."""

    id: str
    title: str
    draft: bool
    current: bool = False
    official_name: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An activity linked to an objective, and why."""

    activity: str
    objective: str
    strength: str
    rationale: str
    lang: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The Program of an edition in a language, by code and in document order, with its links
    (None: not at hand); the actors; the words of code lists (list → code → label).
    """

    lang: str
    objectives: Mapping[str, Node]
    activities: Mapping[str, Node]
    actors: Mapping[str, Actor]
    words: Mapping[str, Mapping[str, str]]
    links: tuple[Link, ...] | None = ()

    def name(self, code: str) -> str:
        """An actor's name; its code where the catalogue does not know it."""
        actor = self.actors.get(code)
        return actor.name if actor else code

    def short(self, code: str) -> str:
        """An actor's acronym or name; its code where the catalogue does not know it."""
        actor = self.actors.get(code)
        return actor.short if actor else code

    def title(self, code: str) -> str:
        """The title of an objective or activity; its code where the edition does not have it."""
        node = self.objectives.get(code) or self.activities.get(code)
        return node.title if node else code

    def word(self, codelist: str, code: str) -> str:
        """The label of a code; the code where there is none."""
        return self.words.get(codelist, {}).get(code, code)

    @property
    def states(self) -> list[Actor]:
        """Every State, in the alphabetical order of the language."""
        states = (actor for actor in self.actors.values() if actor.kind == "state")
        return sorted(states, key=lambda actor: (actor.sort, actor.code))


async def get_catalogue(
    client: httpx2.AsyncClient, lang: str, edition: str | None = None, **moment: Parameter
) -> Catalogue:
    """Everything that pages name things by, in parallel requests, as it stands or `as_of`. Raises
    ServiceUnavailable, Refused.
    """
    objectives, activities, actors, words, links = await asyncio.gather(
        list_objectives(client, lang, edition, **moment),
        list_activities(client, lang, edition, **moment),
        list_actors(client, lang, **moment),
        list_words(client, lang, **moment),
        http.part(list_links(client, lang, edition, **moment)),
    )
    program = _by_code(objectives), _by_code(activities)
    return Catalogue(
        lang, *program, _by_code(actors), words, tuple(links) if links is not None else None
    )


def _by_code(items: list[Any]) -> dict[str, Any]:
    return {item.code: item for item in items}


async def list_objectives(
    client: httpx2.AsyncClient, lang: str, edition: str | None = None, **moment: Parameter
) -> list[Node]:
    """Every objective in document order. Raises ServiceUnavailable."""
    asked = {"limit": LIMIT, "lang": lang, "edition": edition, **moment}
    return await http.get(client, "/catalog/objectives", _nodes, **asked)


async def list_activities(
    client: httpx2.AsyncClient,
    lang: str,
    edition: str | None = None,
    **filters: Parameter,
) -> list[Node]:
    """Every activity that passes the filters (addressee, objective, axis, theme, q, as_of), in
    document order. Raises ServiceUnavailable.
    """
    path = "/catalog/activities"
    return await http.get(client, path, _nodes, limit=LIMIT, lang=lang, edition=edition, **filters)


async def get_node(
    client: httpx2.AsyncClient, code: str, lang: str, edition: str | None = None
) -> Node:
    """One part of the Program. Raises ServiceUnavailable, Missing."""
    return await http.get(client, f"/catalog/nodes/{code}", _node, lang=lang, edition=edition)


async def list_links(
    client: httpx2.AsyncClient, lang: str, edition: str | None = None, **moment: Parameter
) -> list[Link]:
    """Every link of an activity to an objective, with its rationale."""
    asked = {"limit": LIMIT, "lang": lang, "edition": edition, **moment}
    return await http.get(client, "/catalog/links", _links, **asked)


async def list_actors(client: httpx2.AsyncClient, lang: str, **moment: Parameter) -> list[Actor]:
    """Every actor ever registered. Raises ServiceUnavailable."""
    return await http.get(client, "/catalog/actors", _actors, limit=LIMIT, lang=lang, **moment)


async def list_editions(
    client: httpx2.AsyncClient, lang: str, **moment: Parameter
) -> list[Edition]:
    """Every edition that is public. Raises ServiceUnavailable."""
    return await http.get(client, "/catalog/editions", _editions, lang=lang, **moment)


async def list_words(
    client: httpx2.AsyncClient, lang: str, **moment: Parameter
) -> dict[str, dict[str, str]]:
    """The labels of every code list. Raises ServiceUnavailable."""
    return await http.get(client, "/catalog/codelists", _words, limit=LIMIT, lang=lang, **moment)


async def get_latest_change(client: httpx2.AsyncClient) -> str:
    """When a text of the catalogue last changed; empty before the first. Raises
    ServiceUnavailable.
    """
    return await http.get(client, "/catalog/history", _latest_change, limit=1)


def _nodes(answer: Any) -> list[Node]:
    return [_node(item) for item in answer["items"]]


def _node(item: Any) -> Node:
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


def _links(answer: Any) -> list[Link]:
    return [
        Link(
            item["activity"],
            item["objective"],
            item["strength"],
            item["rationale"],
            item["texts"]["rationale"]["lang"],
        )
        for item in answer["items"]
    ]


def _actors(answer: Any) -> list[Actor]:
    return [_actor(item) for item in answer["items"]]


def _actor(item: Any) -> Actor:
    lang = item.get("texts", {}).get("name", {}).get("lang", "en")
    return Actor(
        code=item["code"],
        name=item["name"],
        kind=item["kind"],
        role=item.get("role", ""),
        acronym=item.get("acronym"),
        parent=item.get("parent"),
        sort=item.get("sort", {}).get(lang, item["name"]),
        region=item.get("region"),
        memberships=tuple(map(_membership, item.get("memberships", ()))),
        valid_from=_day(item.get("valid_from")),
        valid_to=_day(item.get("valid_to")),
        succeeded_by=item.get("succeeded_by"),
        predecessors=tuple(item.get("predecessors", ())),
    )


def _membership(item: Any) -> Membership:
    return Membership(_day(item["from"]), _day(item["to"]), item["status"], item.get("note") or "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _editions(answer: Any) -> list[Edition]:
    return [
        Edition(
            item["id"],
            item["title"],
            item["status"] == "draft",
            item.get("current", False),
            item.get("official_name", ""),
            _day(item.get("date")),
        )
        for item in answer["items"]
    ]


def _words(answer: Any) -> dict[str, dict[str, str]]:
    return {
        item["id"]: {code["code"]: code["label"] for code in item["codes"]}
        for item in answer["items"]
    }


def _latest_change(answer: Any) -> str:
    return str(answer["items"][0]["at"]) if answer["items"] else ""
