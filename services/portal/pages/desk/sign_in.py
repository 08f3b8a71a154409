"""Signing in with a key, with a one-time address, or with the provider; and signing out."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kernel import logging
from services.portal.clients import oidc
from services.portal.clients.desk import DeskClient, Refused
from services.portal.clients.http import ServiceUnavailable
from services.portal.pages import desk_page, forms
from services.portal.pages.desk_page import FOCAL, NO_STORE, PLACES, Desk
from services.portal.pages.forms import Form
from services.portal.session import Identity, Session, random_name

LONGEST_KEY = 200
HERE = "/desk/sign-in"
ANSWER = f"{HERE}/provider/answer"

log = logging.get("portal")


async def show(request: Request) -> Response:
    """GET /desk/sign-in"""
    next_, why = (
        request.query_params.get("next", ""),
        "out" if "out" in request.query_params else "",
    )
    return desk_page.sign_in_page(request, next_=next_, why=why)


async def sign_in(request: Request) -> Response:
    """POST /desk/sign-in: a key was pasted."""
    form = await forms.read(request)
    next_, kept = forms.local(form.get(forms.NEXT)), form.get(forms.KEPT)
    if not _from_our_page(request, form):
        return desk_page.sign_in_page(request, status=403, why="form", next_=next_, kept=kept)
    key = form.get("key").strip()
    try:
        identity = await _identity(request, key)
    except ServiceUnavailable:
        return desk_page.sign_in_page(
            request, status=503, why="unavailable", next_=next_, kept=kept
        )
    if identity is None:
        return desk_page.sign_in_page(request, status=403, why="key", next_=next_, kept=kept)
    name, session = _begin(request, key, identity)
    response = await _entered(request, session, next_, Form.unpacked(kept))
    return _with_session(request, response, name)


def _from_our_page(request: Request, form: Form) -> bool:
    """Whether a sign-in form carries the token of its own browser's cookie."""
    token = request.cookies.get(forms.ENTRY_COOKIE, "")
    return bool(token) and form.matches(token)


async def _identity(request: Request, key: str) -> Identity | None:
    """Whom a key speaks for; None for one that is not valid. Raises ServiceUnavailable."""
    if not key.isascii() or not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
        return None
    client = DeskClient(request.app.state.client, key, "en")
    try:
        me = (await client.get("/access/me")).data
    except Refused:
        return None
    return Identity(me["id"], me["actor"], frozenset(me["scopes"]))


def _begin(request: Request, key: str, identity: Identity) -> tuple[str, Session]:
    """A session under a new name; the one of before ends."""
    sessions = desk_page.sessions_of(request)
    sessions.end(desk_page.cookie(request))
    name, session = sessions.begin(key, identity)
    session.lang = desk_page.page_of(request, None).lang if "lang" in request.query_params else ""
    return name, session


async def _entered(request: Request, session: Session, next_: str, kept: Form) -> Response:
    """On to where they were going, or back to the words they had written."""
    if kept.pairs:
        desk = desk_page.at(request, urlsplit(next_).path, session, kept)
        return await desk.give_back(200, "signed_in", action=next_)
    return RedirectResponse(_first_page(session, next_), 303, NO_STORE)


def _first_page(session: Session, next_: str) -> str:
    """Their own desk, unless they were on their way to another page."""
    if next_ != forms.DESK or FOCAL.open_to(session):
        return next_
    return next((place.path for place in PLACES if place.open_to(session)), forms.DESK)


def _with_session(request: Request, response: Response, name: str) -> Response:
    forms.set_cookie(request, response, forms.SESSION_COOKIE, name)
    forms.drop_cookie(response, forms.ENTRY_COOKIE)
    forms.drop_cookie(response, forms.PROVIDER_COOKIE)
    return response


async def sign_out(request: Request) -> Response:
    """POST /desk/sign-out"""
    form, session = await forms.read(request), desk_page.current_session(request)
    if session is not None and not form.matches(session.token):
        return RedirectResponse(forms.DESK, 303, NO_STORE)
    desk_page.sessions_of(request).end(desk_page.cookie(request))
    if session is not None:
        request.app.state.uploads.drop(session.token)
    response = RedirectResponse(f"{HERE}?out", 303, NO_STORE)
    forms.drop_cookie(response, forms.SESSION_COOKIE)
    return response


async def show_invitation(request: Request) -> Response:
    """GET /desk/sign-in/once/{name}: a button, so that a mere fetch uses nothing up."""
    token = request.cookies.get(forms.ENTRY_COOKIE) or random_name()
    page = desk_page.page_of(request, None)
    response = page.html("desk/invitation.html", 200, NO_STORE, token=token)
    forms.set_cookie(request, response, forms.ENTRY_COOKIE, token)
    return response


async def redeem(request: Request) -> Response:
    """POST /desk/sign-in/once/{name}: the address works this once."""
    form = await forms.read(request)
    if not _from_our_page(request, form):
        return await show_invitation(request)
    key = desk_page.sessions_of(request).redeem(request.path_params["name"])
    identity = await _identity(request, key or "")
    if key is None or identity is None:
        return desk_page.sign_in_page(request, status=403, why="used")
    name, session = _begin(request, key, identity)
    return _with_session(request, await _entered(request, session, forms.DESK, forms.EMPTY), name)


async def to_provider(request: Request) -> Response:
    """GET /desk/sign-in/provider: to the provider, with what its answer must prove."""
    registration = request.app.state.registration
    if registration is None:
        return desk_page.page_of(request, None).html("errors/missing.html", 404, NO_STORE)
    redirect_uri = f"{_own_address(request)}{ANSWER}"
    next_ = forms.local(request.query_params.get(forms.NEXT, ""))
    begun = oidc.SignIn(random_name(), random_name(), random_name(), redirect_uri, next_)
    url = await oidc.authorization_url(registration, begun)
    response = RedirectResponse(url, 303, NO_STORE)
    sealed = request.app.state.envelope.close(begun)
    forms.set_cookie(request, response, forms.PROVIDER_COOKIE, sealed, strict=False)
    return response


def _own_address(request: Request) -> str:
    """What the provider is told to come back to."""
    return request.app.state.public_url or f"{request.url.scheme}://{request.url.netloc}"


async def from_provider(request: Request) -> Response:
    """GET /desk/sign-in/provider/answer: the person is back, with a code or without."""
    registration, answer = request.app.state.registration, dict(request.query_params)
    if registration is None:
        return desk_page.page_of(request, None).html("errors/missing.html", 404, NO_STORE)
    try:
        begun = request.app.state.envelope.open(request.cookies.get(forms.PROVIDER_COOKIE, ""))
        key = await oidc.key_of(registration, begun, answer)
    except oidc.SignInFailed as failure:
        log.warning("a sign-in with the provider failed", reason=str(failure))
        return _drop_provider(desk_page.sign_in_page(request, status=403, why="provider"))
    except oidc.NoKeyBound as unbound:
        return _drop_provider(_unbound(request, str(unbound)))
    identity = await _identity(request, key)
    if identity is None:
        return _drop_provider(desk_page.sign_in_page(request, status=403, why="bound_key"))
    return await _back(request, key, identity, begun.next)


async def _back(request: Request, key: str, identity: Identity, next_: str) -> Response:
    """A page of our own between the provider and the desk: what another site's redirect leads to
    would not bring the cookie.
    """
    name, session = _begin(request, key, identity)
    page = desk_page.page_of(request, session)
    desk = Desk(request, page, session, FOCAL)
    response = await desk.html("desk/welcome.html", next=_first_page(session, next_))
    return _with_session(request, response, name)


def _unbound(request: Request, subject: str) -> Response:
    page = desk_page.page_of(request, None)
    return page.html("desk/unbound.html", 403, NO_STORE, subject=subject)


def _drop_provider(response: Response) -> Response:
    """An answer is looked at a single time."""
    forms.drop_cookie(response, forms.PROVIDER_COOKIE)
    return response


ROUTES = [
    Route(HERE, show),
    Route(HERE, sign_in, methods=["POST"]),
    Route("/desk/sign-out", sign_out, methods=["POST"]),
    Route(f"{HERE}/once/{{name}}", show_invitation),
    Route(f"{HERE}/once/{{name}}", redeem, methods=["POST"]),
    Route(f"{HERE}/provider", to_provider),
    Route(ANSWER, from_provider),
]
