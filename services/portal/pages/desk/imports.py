"""D7, many reports at once: a table is checked first, then its good rows are imported."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http
from services.portal.clients.desk import Refused
from services.portal.pages import forms, reporting
from services.portal.pages.desk_page import NO_STORE, Desk, route
from services.portal.pages.page import SECURITY_HEADERS
from services.portal.uploads import Upload, Uploads
from services.portal.views import imports

HERE, API = "/desk/import", "/reports/imports"
MODES = ("draft", "submit")
OUTCOMES = ("refused", "created", "updated", "unchanged")
EARLIER, ROWS = 10, 100
LOOKS, PAUSE_SECONDS = 6, 0.35  # an import of a few rows is shown as done at once
WORKING = ("waiting", "running")
REFUSED_FILES = (409, 413, 415, 422)  # what is wrong with a file, or with sending one now
ANOTHER = "another_file"
NO_KIND: Mapping[str, Any] = {"name": "", "fields": ()}  # one that is told no more


async def show(desk: Desk) -> Response:
    """GET /desk/import"""
    return await _form(desk)


async def again(desk: Desk, why: str) -> Response:
    """The form with what was chosen; no page can give a file back."""
    return await _form(desk, wrong=_said("no_file", desk.lang), why=why)


async def _form(
    desk: Desk, status: int = 200, wrong: imports.Said | None = None, why: str = ""
) -> Response:
    actor, kinds, earlier = await asyncio.gather(
        desk.reference.get(f"/catalog/actors/{desk.actor}"),
        reporting.load_kinds(desk),
        desk.api.items(API, limit=EARLIER),
    )
    return await desk.html(
        "desk/import.html",
        status,
        kinds=[kind for kind in kinds if reporting.may_report(desk, actor, kind)],
        names={kind["code"]: kind["name"] for kind in kinds},
        modes=MODES,
        earlier=earlier,
        good=imports.good,
        typed=desk.form,
        wrong=wrong,
        why=why,
    )


async def check(desk: Desk) -> Response:
    """POST /desk/import: what would become of each row."""
    upload, wrong = _sent(desk)
    if upload is None:
        return await _form(desk, 422, wrong)
    try:
        begun = await _send(desk, upload, dry_run="true", repeat=desk.repeat)
    except Refused as refused:
        _raise_others(refused)
        return await _form(desk, refused.status, _wrong(refused, desk.lang))
    _uploads(desk).put(desk.session.token, begun, upload)
    return desk.go(f"{HERE}/{begun}")


def _sent(desk: Desk) -> tuple[Upload | None, imports.Said | None]:
    """The file that a form carries, or what is wrong with it."""
    file = desk.form.files.get("file")
    if file is None:
        return None, _said("no_file", desk.lang)
    media_type = imports.media_type(file.name, file.content)
    if media_type is None:
        return None, _said("wrong_format", desk.lang)
    if len(file.content) > forms.LARGEST_FILE:
        return None, _said("too_large", desk.lang)
    mode = desk.form.get("mode") or MODES[0]
    return Upload(file.content, media_type, desk.form.get("kind"), mode), None


def _said(code: str, lang: str) -> imports.Said:
    return imports.of_file(code, "", lang)


def _wrong(refused: Refused, lang: str) -> imports.Said:
    """Why a file was refused."""
    first = next(iter(refused.errors), None)
    code, detail = (first.code, first.detail) if first else (refused.code, refused.detail)
    return imports.of_file(code, detail, lang)


async def _send(desk: Desk, upload: Upload, *, dry_run: str, repeat: str) -> str:
    """The import that a file begins, the same however often a form is sent. Raises Refused."""
    about = {"kind": upload.kind, "mode": upload.mode, "dry_run": dry_run}
    digest = hashlib.sha256(upload.content + repr(about).encode()).hexdigest()[:32]
    answer = await desk.api.send_file(
        API, upload.content, upload.media_type, repeat=f"{repeat}.{digest}", **about
    )
    return str(answer.data["id"])


def _uploads(desk: Desk) -> Uploads:
    uploads: Uploads = desk.request.app.state.uploads
    return uploads


async def one(desk: Desk) -> Response:
    """GET /desk/import/{id}"""
    return await _one(desk)


async def _one(desk: Desk, status: int = 200, wrong: imports.Said | None = None) -> Response:
    found, kinds = await asyncio.gather(_looked_at(desk, _id(desk)), reporting.load_kinds(desk))
    kind = next((kind for kind in kinds if kind["code"] == found["kind"]), NO_KIND)
    return await desk.html(
        "desk/import_rows.html",
        status,
        found=found,
        working=found["state"] in WORKING,
        kind=kind["name"] or found["kind"],
        good=imports.good(found["outcomes"]),
        outcomes=OUTCOMES,
        chosen=_outcome(desk),
        rows=imports.rows(found["items"], _columns(kind), desk.lang),
        warnings=_warnings(found, desk.lang),
        problem=_problem(found, desk.lang),
        more=_more(desk, found),
        kept=_kept(desk) is not None,
        wrong=wrong,
    )


def _columns(kind: Mapping[str, Any]) -> dict[str, str]:
    """What each field of a kind is called."""
    return {each["field"]: each["name"] for each in kind["fields"]}


async def _looked_at(desk: Desk, id_: str) -> dict[str, Any]:
    """An import with a page of its rows; while it works, looked at for a little longer."""
    asked: dict[str, str | int] = {"limit": ROWS, **_asked(desk)}
    for _ in range(LOOKS):
        found = (await desk.api.get(f"{API}/{id_}", **asked)).data
        if found["state"] not in WORKING:
            break
        await asyncio.sleep(PAUSE_SECONDS)
    return dict(found)


def _asked(desk: Desk) -> dict[str, str]:
    """Which rows the address asks for."""
    cursor = desk.request.query_params.get("cursor", "")
    given = {"outcome": _outcome(desk), "cursor": cursor}
    return {name: value for name, value in given.items() if value}


def _outcome(desk: Desk) -> str:
    wish = desk.request.query_params.get("outcome", "")
    return wish if wish in OUTCOMES else ""


def _problem(found: Mapping[str, Any], lang: str) -> imports.Said | None:
    """Why it ended before all of its rows were looked at."""
    problem = found["problem"]
    return imports.of_file(problem["code"], problem["detail"], lang) if problem else None


def _warnings(found: Mapping[str, Any], lang: str) -> list[imports.Said]:
    """What is told of the file, which was read all the same."""
    told = found["warnings"]
    return [imports.warned(each, lang) for each in told]


def _more(desk: Desk, found: Mapping[str, Any]) -> str:
    """The address of the next rows; empty where these are the last."""
    cursor = http.cursor(found["next"])
    asked = {**_asked(desk), "cursor": cursor}
    return f"{HERE}/{found['id']}?{urlencode(asked)}" if cursor else ""


async def make(desk: Desk) -> Response:
    """POST /desk/import/{id}: import the good rows of the file that was checked. Pressed again, it
    leads to the import that the first press has begun.
    """
    kept = _kept(desk)
    if kept is not None and kept.made:
        return desk.go(f"{HERE}/{kept.made}")
    checked = (await desk.api.get(f"{API}/{_id(desk)}", limit=1)).data
    upload, wrong = (kept, None) if kept is not None else _sent(desk)
    if upload is not None and _digest(upload) != checked["file"]["sha256"]:
        upload, wrong = None, _said(ANOTHER, desk.lang)
    if upload is None:
        return await _one(desk, 422, wrong)
    return await _make(desk, replace(upload, kind=checked["kind"], mode=checked["mode"]))


async def _make(desk: Desk, upload: Upload) -> Response:
    """The import itself; of the file nothing is kept but what became of it."""
    id_ = _id(desk)
    try:
        made = await _send(desk, upload, dry_run="false", repeat=f"import-{id_}")
    except Refused as refused:
        _raise_others(refused)
        return await _one(desk, refused.status, _wrong(refused, desk.lang))
    _uploads(desk).put(desk.session.token, id_, replace(upload, content=b"", made=made))
    return desk.go(f"{HERE}/{made}")


def _raise_others(refused: Refused) -> None:
    """Raise a refusal that is not of a file."""
    if refused.status not in REFUSED_FILES:
        raise refused


def _id(desk: Desk) -> str:
    return str(desk.request.path_params["id"])


def _kept(desk: Desk) -> Upload | None:
    """The file of the check that the address names."""
    return _uploads(desk).get(desk.session.token, _id(desk))


def _digest(upload: Upload) -> str:
    return hashlib.sha256(upload.content).hexdigest()


async def errors(desk: Desk) -> Response:
    """GET /desk/import/{id}/errors.xlsx: the reader's own file with a comment in each bad cell."""
    id_ = desk.request.path_params["id"]
    content, media_type = await desk.api.file(f"{API}/{id_}/errors.xlsx")
    name = f"errors-{id_}.xlsx"
    about = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, {**SECURITY_HEADERS, **NO_STORE, **about}, media_type)


ROUTES: list[Route] = [
    route(HERE, show, check, again=again),
    route(f"{HERE}/{{id}}/errors.xlsx", errors),
    route(f"{HERE}/{{id}}", one, make),
]
