"""What every page of a desk begins with (who signed in, what was sent) and ends with: an answer
that is kept nowhere, or the page that gives the words back when something is in their way.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route

from kernel import logging
from kernel.errors import Problem
from services.portal.clients import oidc
from services.portal.clients.desk import DeskClient, Refused
from services.portal.clients.http import ServiceUnavailable
from services.portal.clients.reference import Reference
from services.portal.pages import forms
from services.portal.pages.forms import Form
from services.portal.pages.page import Page
from services.portal.session import Session, Sessions, random_name
from services.portal.views import render
from services.portal.views.vocabulary import Vocabulary

NO_STORE = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
SAME_FORM = (
    "token",
    "unavailable",
    "busy",
    "signed_in",
    "changed",
)  # what the form itself is not to blame for
GONE, UNAVAILABLE, RETRY_AFTER = 410, 503, "5"

log = logging.get("portal")


@dataclass(frozen=True, slots=True)
class Place:
    """One of the desks: where it begins, and the scopes of which a key needs one."""

    code: str
    path: str
    scopes: frozenset[str]
    actor_needed: bool = False

    def open_to(self, session: Session) -> bool:
        """Whether who signed in works here."""
        who = session.identity
        return bool(self.scopes & who.scopes) and not (self.actor_needed and who.actor is None)


FOCAL = Place(
    "focal", "/desk", frozenset({"reports:write", "fund:write", "assess:write"}), actor_needed=True
)
SECRETARIAT = Place(
    "secretariat",
    "/desk/secretariat",
    frozenset({"reports:review", "reports:publish", "keys:admin", "programme:edit", "audit:read"}),
)
CAM = Place("cam", "/desk/cam", frozenset({"programme:adopt", "assess:write"}), actor_needed=True)
PLACES = (FOCAL, SECRETARIAT, CAM)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of somebody who signed in."""

    request: Request
    page: Page
    session: Session
    place: Place
    form: Form = forms.EMPTY
    again: "Again | None" = None

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.page.lang

    @property
    def api(self) -> DeskClient:
        """The public APIs, asked with the key of who signed in."""
        return DeskClient(self.page.client, self.session.key, self.lang)

    @property
    def reference(self) -> Reference:
        """What things are named by: the same for everybody."""
        return Reference(self.page.site, DeskClient(self.page.client, "", self.lang))

    @property
    def actor(self) -> str:
        """The code of whom the key speaks for; empty: nobody."""
        return self.session.identity.actor or ""

    @property
    def repeat(self) -> str:
        """The Idempotency-Key that the form carried."""
        return self.form.get(forms.REPEAT)

    def may(self, scope: str) -> bool:
        """Whether the key has a scope."""
        return scope in self.session.identity.scopes

    async def actor_name(self) -> str:
        """Whom the key speaks for, in the language of the page; the code while that is unknown."""
        names = self.session.names
        if self.actor and self.lang not in names:
            try:
                about = await self.api.get(f"/catalog/actors/{self.actor}")
                names[self.lang] = str(about.data["name"])
            except (ServiceUnavailable, Refused, KeyError, TypeError):
                return self.actor
        return names.get(self.lang, self.actor)

    async def html(self, template: str, status: int = 200, **content: Any) -> Response:
        """A page of this desk. Its template has `desk`: whose it is, and what its forms carry."""
        shown = {
            "actor": self.actor,
            "name": await self.actor_name(),
            "place": self.place.code,
            "places": [place for place in PLACES if place.open_to(self.session)],
            "token": self.session.token,
            "repeat": self.form.get(forms.REPEAT) or random_name(),
        }
        headers = {**NO_STORE, **content.pop("headers", {})}
        return self.page.html(
            template, status, headers, desk=shown, say=Vocabulary(self.lang), **content
        )

    def go(self, path: str) -> Response:
        """On to another page of the desk, after a form was taken."""
        return RedirectResponse(path, 303, NO_STORE)

    async def give_back(self, status: int, reason: str, **content: Any) -> Response:
        """The page's own form with what was sent, where it has one that can be shown; else a page
        that shows the words, and sends them once more.

        `reason` is the end of the message that says why (`kept.<reason>`).
        """
        headers = {"Retry-After": RETRY_AFTER} if status == UNAVAILABLE else {}
        if self.again and reason in SAME_FORM:
            with suppress(Refused, ServiceUnavailable):
                response = await self.again(self, reason)
                response.status_code = status
                response.headers.update(headers)
                return response
        return await self.html(
            "desk/kept.html",
            status,
            headers=headers,
            reason=reason,
            words=self.form.words().pairs,
            **{"action": self.request.url.path, **content},
        )


Handler = Callable[[Desk], Awaitable[Response]]
Again = Callable[[Desk, str], Awaitable[Response]]


class DeskRoute(Route):
    """An address of a desk, and how its form is shown again with words that were sent to it."""

    place: Place
    again: Again | None


def route(
    path: str,
    get: Handler | None = None,
    post: Handler | None = None,
    place: Place = FOCAL,
    again: Again | None = None,
) -> DeskRoute:
    """An address of a desk: `get` shows, `post` takes a form, `again` shows the form with what was
    sent when that could not be taken, and why.
    """
    handlers = {"GET": get, "POST": post}

    async def endpoint(request: Request) -> Response:
        handler = handlers[request.method]
        if handler is None:  # Starlette has answered 405
            raise LookupError(request.method)
        return await _answer(request, handler, place, again)

    made = DeskRoute(path, endpoint, methods=[name for name, one in handlers.items() if one])
    made.place, made.again = place, again
    return made


def at(request: Request, path: str, session: Session, form: Form) -> Desk:
    """The desk at another address than that of the request, with words for it."""
    scope = {**request.scope, "path": path, "method": "POST", "query_string": b""}
    for way in request.app.routes:
        match, found = way.matches(scope)
        if match is Match.FULL and isinstance(way, DeskRoute):
            there = Request({**scope, **found})
            return Desk(there, page_of(there, session), session, way.place, form, way.again)
    return Desk(request, page_of(request, session), session, FOCAL, form)


async def _answer(
    request: Request, handler: Handler, place: Place, again: Again | None
) -> Response:
    """Who asks, whether the form is theirs, whether the desk is; then the page."""
    form = await forms.read(request) if request.method == "POST" else forms.EMPTY
    if form.pairs and request.headers.get("sec-fetch-site") == "cross-site":
        raise Problem(403, "cross_site", "A form of another site.")
    session = current_session(request)
    if session is None:
        return ask_to_sign_in(request, form)
    desk = Desk(request, page_of(request, session), session, place, form, again)
    if not place.open_to(session):
        if form.pairs:
            return await desk.give_back(403, "place")
        return await desk.html("desk/elsewhere.html", 403)
    if request.method == "POST" and not form.matches(session.token):
        return await desk.give_back(403, "token")
    return await _handled(desk, handler)


async def _handled(desk: Desk, handler: Handler) -> Response:
    """The page; where it fails, the words that were sent to it, whatever the reason."""
    try:
        return await handler(desk)
    except Refused as refused:
        return await _refused(desk, refused)
    except ServiceUnavailable as error:
        if not desk.form.pairs:
            raise
        log.warning("a service is unavailable", reason=str(error))
        return await desk.give_back(UNAVAILABLE, "unavailable")
    except Exception:
        if not desk.form.pairs:
            raise
        log.exception("unexpected error", path=desk.request.url.path)
        return await desk.give_back(500, "failed")


async def _refused(desk: Desk, refused: Refused) -> Response:
    """A service says no, and the page had no better answer to that."""
    if refused.status == 401:  # the key was revoked, or has expired
        sessions_of(desk.request).end(cookie(desk.request))
        return ask_to_sign_in(desk.request, desk.form)
    if not desk.form.pairs:
        template = "desk/gone.html" if refused.status == GONE else "desk/missing.html"
        return await desk.html(template, refused.status, detail=refused)
    if refused.status == 429:
        return await desk.give_back(429, "busy", seconds=refused.retry_after or RETRY_AFTER)
    reason = "changed" if refused.status in (409, 412) else "refused"
    return await desk.give_back(refused.status, reason, problem=refused)


def sessions_of(request: Request) -> Sessions:
    """The sessions of this portal."""
    sessions: Sessions = request.app.state.sessions
    return sessions


def cookie(request: Request) -> str:
    """The name of the session that the browser brings."""
    return request.cookies.get(forms.SESSION_COOKIE, "")


def current_session(request: Request) -> Session | None:
    """The session of a request that has not ended."""
    return sessions_of(request).find(cookie(request))


def page_of(request: Request, session: Session | None) -> Page:
    """The page in the language chosen at the desk, or now by `?lang=`."""
    page = Page.of(request)
    if session is None:
        return page
    if request.query_params.get("lang") in render.LANGUAGES:
        session.lang = page.lang
    return replace(page, lang=session.lang or page.lang)


def ask_to_sign_in(
    request: Request, form: Form = forms.EMPTY, *, status: int = 401, why: str = ""
) -> Response:
    """The page to sign in on, which carries what was written through the sign-in.

    `why`: the end of the message above the field (`sign_in.<why>`).
    """
    returning = bool(form.pairs or cookie(request))
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return sign_in_page(
        request,
        status=status,
        why=why or ("again" if returning else ""),
        next_=address if request.method == "GET" else request.url.path,
        kept=form.words().packed(),
    )


def sign_in_page(
    request: Request, *, status: int = 200, why: str = "", next_: str = "", kept: str = ""
) -> Response:
    """The page to sign in on; its form has a token that stands in a cookie too."""
    token = request.cookies.get(forms.ENTRY_COOKIE) or random_name()
    registration = request.app.state.registration
    response = page_of(request, None).html(
        "desk/sign_in.html",
        status,
        NO_STORE,
        token=token,
        why=why,
        next=forms.local(next_),
        kept=kept,
        carried=Form.unpacked(kept).pairs,
        provider=registration and oidc.provider_name(registration),
    )
    forms.set_cookie(request, response, forms.ENTRY_COOKIE, token)
    return response
