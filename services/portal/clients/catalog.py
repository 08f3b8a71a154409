"""The catalog's public API: the Program, its actors and its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import httpx2

from services.portal.clients import http, instruments, programme
from services.portal.clients.http import Parameter
from services.portal.clients.instruments import Instrument
from services.portal.clients.nodes import Node, node
from services.portal.clients.programme import Programme

LIMIT = 500  # the longest page of a list
NO_PROGRAMME = Programme()


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
class Defect:
    """A defect of the document, as recorded; `nodes`: the paragraphs it concerns."""

    code: str
    title: str
    description: str
    treatment: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The Program of an edition in a language, by code and in document order, with its links,
    defects and instruments; the actors; the words of code lists (list → code → label); the official
    terms, each by language; every edition.
    """

    lang: str
    objectives: Mapping[str, Node]
    activities: Mapping[str, Node]
    actors: Mapping[str, Actor]
    words: Mapping[str, Mapping[str, str]]
    links: tuple[Link, ...] = ()
    defects: tuple[Defect, ...] = ()
    terms: tuple[Mapping[str, str], ...] = ()
    instruments: tuple[Instrument, ...] = ()
    edition: str = ""
    editions: tuple[Edition, ...] = ()
    programme: Programme = NO_PROGRAMME

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
    """Everything that pages name things by, as it stands or `as_of`. Raises ServiceUnavailable,
    Refused.
    """
    asked = {"lang": lang, "edition": edition, **moment}
    return await http.get(client, "/catalog/contents", partial(_catalogue, lang), **asked)


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


async def get_latest_change(client: httpx2.AsyncClient) -> str:
    """When a text of the catalogue last changed; empty before the first. Raises
    ServiceUnavailable.
    """
    return await http.get(client, "/catalog/history", _latest_change, limit=1)


def _catalogue(lang: str, answer: Any) -> Catalogue:
    lists = {item["id"]: item["codes"] for item in answer["codelists"]}
    whole = programme.programme(answer["programme"])
    return Catalogue(
        lang,
        _by_code(node for node in whole.nodes if node.kind.endswith("objective")),
        _by_code(node for node in whole.nodes if node.kind == "activity"),
        _by_code(map(_actor, answer["actors"])),
        {id_: _labels(codes) for id_, codes in lists.items()},
        tuple(map(_link, answer["links"])),
        tuple(map(_defect, answer["defects"])),
        tuple(code["names"] for code in lists.get("official_term", ())),
        instruments.instruments(lists.get("instruments", ())),
        whole.edition.id,
        tuple(map(_edition, answer["editions"])),
        whole,
    )


def _by_code(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.code: thing for thing in things}


def _labels(codes: Iterable[Any]) -> dict[str, str]:
    return {code["code"]: code["label"] for code in codes}


def _nodes(answer: Any) -> list[Node]:
    return [node(item) for item in answer["items"]]


def _link(item: Any) -> Link:
    return Link(
        item["activity"],
        item["objective"],
        item["strength"],
        item["rationale"],
        item["texts"]["rationale"]["lang"],
    )


def _defect(item: Any) -> Defect:
    return Defect(
        item["code"],
        item["title"],
        item["description"],
        item["treatment"],
        tuple(item["nodes"]),
    )


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


def _edition(item: Any) -> Edition:
    return Edition(
        item["id"],
        item["title"],
        item["status"] == "draft",
        item.get("current", False),
        item.get("official_name", ""),
        _day(item.get("date")),
    )


def _latest_change(answer: Any) -> str:
    return str(answer["items"][0]["at"]) if answer["items"] else ""
