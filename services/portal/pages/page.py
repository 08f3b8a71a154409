"""What every page begins with (its language, its filters, the moment it is about) and ends with (an
HTML answer that may be kept). No foreign host, no inline script or style.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import httpx2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kernel import clock
from kernel.web.answers import etag_matches
from kernel.web.language import accepted
from services.portal.clients import http
from services.portal.clients.catalog import Catalogue, Edition
from services.portal.clients.http import Parameter
from services.portal.clients.site import Site
from services.portal.views import render

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
FIRST_YEAR = 2016
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
COUNTED = ("year", "actor", "actor_kind", "axis")  # the filters that figures are counted under
Result = TypeVar("Result")
CURSOR = "cursor"  # the filter that names a later page of a list
LONGEST = 200  # characters of a filter


@dataclass(frozen=True, slots=True)
class Page:
    """One request for a page. `filters`: those that the page takes and that are given; `as_of`: the
    day, instant or position that the whole site is asked for, as the reader gave it.
    """

    request: Request
    lang: str
    filters: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None

    @classmethod
    def of(cls, request: Request, *filters: str) -> "Page":
        """Language from `?lang=`, else from `Accept-Language`; the filters that the page names."""
        given = request.query_params
        lang = given.get("lang", "")
        if lang not in render.LANGUAGES:
            lang = accepted(request.headers.get("accept-language", ""))
        chosen = {
            name: value[:LONGEST] for name in filters if (value := given.get(name, "").strip())
        }
        return cls(request, lang, chosen, _moment(given.get("as_of", "").strip()))

    @property
    def client(self) -> httpx2.AsyncClient:
        """The client the portal was built with."""
        return cast(httpx2.AsyncClient, self.request.app.state.client)

    @property
    def site(self) -> Site:
        """The services as all pages see them."""
        return cast(Site, self.request.app.state.site)

    @property
    def path(self) -> str:
        """The address of this page without its filters."""
        return self.request.url.path

    @property
    def address(self) -> str:
        """The whole address of this page."""
        return str(self.request.url)

    def chosen(self, name: str) -> str:
        """What a filter of the page is set to; empty where it is not."""
        return self.filters.get(name, "")

    @property
    def moment(self) -> dict[str, Parameter]:
        """The moment as the interfaces take it: of a day its end."""
        if self.as_of is None:
            return {}
        ends = f"{self.as_of}T23:59:59.999999Z" if DAY.fullmatch(self.as_of) else self.as_of
        return {"as_of": ends}

    @property
    def overviewed(self) -> dict[str, Parameter]:
        """The moment for an interface that looks at a day: of a day that day itself."""
        return {"on": self.as_of_day.isoformat(), **self.moment} if self.as_of_day else self.moment

    async def position(self) -> int | None:
        """The entry that the moment is counted up to, without any the latest; None where that is
        not known.
        """
        if self.as_of is None:
            figures = (await self.site.state()).figures
            return figures.position if figures else None
        stand = await _told(self.site.stand(**self.moment))
        return stand.position if stand else None

    async def day(self) -> date:
        """The day of the moment: of an entry the one on which it was made; without any, today."""
        if not self.as_of_entry:
            return _day((self.as_of or "")[:10]) or clock.today()
        stand = await http.part(self.site.stand(**self.moment))
        return stand.time.date() if stand and stand.time else clock.today()

    @property
    def as_of_day(self) -> date | None:
        """The day that the site is asked for, where it is a day."""
        return _day(self.as_of) if self.as_of and DAY.fullmatch(self.as_of) else None

    @property
    def as_of_entry(self) -> int | None:
        """The entry of the register that the site is asked for, where it is one."""
        given = self.as_of or ""
        return int(given) if given.isascii() and given.isdigit() else None

    @property
    def asked(self) -> dict[str, Parameter]:
        """Filters and moment, for an interface that takes them by the same names."""
        return {**self.filters, **self.moment}

    @property
    def years(self) -> list[int]:
        """The years that reports can be about, newest first."""
        return [*range(clock.today().year, FIRST_YEAR - 1, -1)]

    @property
    def year_choices(self) -> list[tuple[int, int]]:
        """The same for a field of a form."""
        return [(year, year) for year in self.years]

    def href(self, path: str, **filters: str | int | None) -> str:
        """The address of a page in this language and of this moment; a filter that is None is left
        out.
        """
        address, _, anchor = path.partition("#")
        chosen = {"as_of": self.as_of, "lang": self.lang, **filters}
        query = urlencode({name: value for name, value in chosen.items() if value is not None})
        return address + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")

    def file(self, address: str, **filters: str | int | None) -> str:
        """The address of a file of an interface, in this language and of this moment."""
        return self.href(address, **{**self.moment, **filters})

    def overview(self, address: str, **filters: str | int | None) -> str:
        """The address of a file of an interface that looks at a day."""
        return self.href(address, **{**self.overviewed, **_given(filters)})

    def here(self, **changes: str | int | None) -> str:
        """The address of this page with its filters, some of them changed: what another selection
        begins with is its first page.
        """
        kept = self.filters if changes.keys() <= {"lang"} else {**self.filters, CURSOR: None}
        return self.href(self.path, **{**kept, **changes})

    def door(self, code: str, indicator: str, **filters: str | int | None) -> str:
        """The address of the page of one figure, under this page's own filters."""
        kept = {name: self.filters[name] for name in COUNTED if name in self.filters}
        return self.href(f"/figures/{code}/{indicator}", **{**kept, **filters})

    async def catalogue(self, edition: str | None = None) -> Catalogue:
        """The Program in this language and of this moment. Raises ServiceUnavailable, Refused."""
        return await self.site.catalogue(self.lang, edition, **self.moment)

    async def shared(self, name: Hashable, load: Callable[[], Awaitable[Result]]) -> Result:
        """What several pages need alike and that is the same whatever is asked: of today it is read
        once, of another moment each time.
        """
        if self.moment:
            return await load()
        return await self.site.shared((name, clock.today()), load)

    async def edition(self, id_: str | None = None) -> Edition | None:
        """An edition, by default the one in force then; None where the catalog does not tell it."""
        editions = await _told(self.site.editions(self.lang, **self.moment)) or ()
        return next(
            (each for each in editions if (each.id == id_ if id_ else each.current)),
            None,
        )

    async def show(
        self,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        complete: bool = True,
        edition: str | None = None,
        position: int | None = None,
        **content: Any,
    ) -> Response:
        """The answer of a public page: a template in its language, filled with `content`.

        `edition` and `position`: which its figures are about. A page that is not `complete`, since
        a service is silent, is not kept.
        """
        state = await self.site.state()
        if position is None:
            position = await self.position()
        known = {"state": state, "edition": await self.edition(edition), "position": position}
        body = self._rendered(template, {**known, **content})
        return self._answer(body, status, headers or {}, keep=complete and status == 200)

    def html(
        self,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> Response:
        """The answer of a page that says nothing of how the services stand, and is kept nowhere."""
        unknown = {"state": None, "edition": None, "position": None}
        body = self._rendered(template, {**unknown, **content})
        return self._answer(body, status, headers or {}, keep=False)

    def _rendered(self, template: str, content: Mapping[str, Any]) -> str:
        demonstration = self.request.app.state.demonstration
        addresses = {"href": self.href, "here": self.here, "door": self.door}
        addresses |= {"file": self.file, "overview": self.overview}
        frame = {"page": self, "demonstration": demonstration, **addresses}
        return render.render(template, self.lang, **frame, **content)

    def _answer(self, body: str, status: int, headers: Mapping[str, str], keep: bool) -> Response:
        out = {
            **SECURITY_HEADERS,
            "Content-Language": self.lang,
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
            **headers,
        }
        if keep:
            out["ETag"] = tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
            out["Vary"] += ", Accept-Encoding"
            self.request.scope["keep"] = True
            if etag_matches(self.request.headers.get("if-none-match", ""), tag):
                return Response(None, 304, out)
        return HTMLResponse(body, status, out)


async def _told(answer: Awaitable[Result]) -> Result | None:
    """What the frame of a page can do without; None for a moment that cannot be, too."""
    try:
        return await http.part(answer)
    except http.Refused:
        return None


def _given(filters: Mapping[str, str | int | None]) -> dict[str, str | int]:
    return {name: value for name, value in filters.items() if value is not None}


def _moment(given: str) -> str | None:
    """A moment as the reader gave it; None for now, and for a day that is not over."""
    if not given or (DAY.fullmatch(given) and (_day(given) or date.min) >= clock.today()):
        return None
    return given[:40]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
