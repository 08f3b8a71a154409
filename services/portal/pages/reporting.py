"""A report as its author works on it: what its kind asks, in which parts, and one part saved."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.portal.clients.desk import Refused
from services.portal.clients.reference import KINDS
from services.portal.pages import choices
from services.portal.pages.desk_page import Desk
from services.portal.views import envelope, forms, messages
from services.portal.views.fields import Errors, Shown, every, shown
from services.portal.views.forms import Fields, Question
from services.portal.views.messages import Wrong

SUBMISSIONS = "/reports/submissions"
FIRST = "first"  # the part that is asked before all others
Json = dict[str, Any]
BODY = ("kind", "reporter", "joint_reporters", "language", "title", "payload", "evidence")


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one page: of the payload, and of what every kind has (`outer`)."""

    code: str
    name: str
    inner: Sequence[Question] = ()
    outer: Sequence[Question] = ()

    def read(self, fields: Fields) -> tuple[Json, Json]:
        """What these fields say: of the payload, and beside it."""
        return forms.payload(self.inner, fields), forms.payload(self.outer, fields, "of")

    def typed(self, body: Mapping[str, Any]) -> Fields:
        """The fields that say what a body says."""
        inner = forms.typed(self.inner, body.get("payload", {}))
        return {**inner, **forms.typed(self.outer, body, "of")}

    def shown(
        self, fields: Fields, errors: Errors, *, blank: int = 1, stored: Fields | None = None
    ) -> list[Shown]:
        """Its questions as they are shown: on the first page a title before all others."""
        outer = shown(self.outer, fields, errors, "of", blank=blank, stored=stored)
        inner = shown(self.inner, fields, errors, blank=blank, stored=stored)
        return [*outer, *inner] if self.code == FIRST else [*inner, *outer]

    def merged(self, body: Json, fields: Fields) -> Json:
        """A body in which this part says what these fields do; the rest of it stays."""
        inner, outer = self.read(fields)
        asked = {question.name for question in self.inner}
        rest = {name: value for name, value in body["payload"].items() if name not in asked}
        blank = {question.name: envelope.BLANK[question.name] for question in self.outer}
        titled = {"title": outer.get("title", "").strip() or body["title"]}
        return {**body, **blank, **outer, **titled, "payload": {**rest, **inner}}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of submission as a form needs it."""

    told: Json = field(repr=False)
    parts: Sequence[Part]

    @property
    def code(self) -> str:
        """Its code."""
        return str(self.told["code"])

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.told["name"])

    def part(self, code: str) -> Part | None:
        """One part by its code."""
        return next((part for part in self.parts if part.code == code), None)

    def home_of(self, path: str) -> Part:
        """The part that asks for a field."""
        return next((one for one in self.parts if _asks(one, path)), self.parts[0])


def _asks(part: Part, path: str) -> bool:
    names = {f"payload.{one.name}" for one in part.inner} | {f"of.{one.name}" for one in part.outer}
    return bool(messages.nearest(path, names))


@dataclass(frozen=True, slots=True)
class Report:
    """A submission as it stands."""

    data: Json
    etag: str

    @property
    def body(self) -> Json:
        """What its author says."""
        return {name: self.data[name] for name in BODY}

    @property
    def editable(self) -> bool:
        """Whether it can be changed by who looks at it."""
        return "submit" in self.data["allowed"]


async def load_kinds(desk: Desk) -> list[Json]:
    """Every kind, as reports tells it."""
    return await desk.reference.items(KINDS)


def may_report(desk: Desk, actor: Json, kind: Json) -> bool:
    """Whether this actor may report a kind with this key."""
    reporters = {*kind["reporters"]}
    return desk.may(kind["scope"]) and bool(reporters & {actor["kind"], actor["code"]})


async def load_kind(desk: Desk, code: str) -> Kind:
    """One kind with its parts; no codes to choose from yet. Raises Refused (404)."""
    for told in await load_kinds(desk):
        if told["code"] == code:
            return Kind(told, _parts(told, desk.lang))
    raise Refused(404, "not_found", "There is no such kind.")


def _parts(told: Json, lang: str) -> list[Part]:
    """What is needed, on one page; then the parts that the kind names, and what all kinds have."""
    asked = {question.name: question for question in forms.questions(told)}
    named = [(one["section"], one["name"], one["fields"]) for one in told["sections"]]
    later = {name for _, _, names in named for name in names}
    first = [question for name, question in asked.items() if name not in later]
    outer = envelope.parts(told, lang)
    parts = [Part(FIRST, told["name"], _needed_first(first), outer.pop(FIRST, ()))]
    for code, name, names in named:
        parts.append(Part(code, name, [asked[each] for each in names], outer.pop(code, ())))
    rest = [Part(code, envelope.name(code, lang), (), of) for code, of in outer.items()]
    return [*parts, *rest]


def _needed_first(questions: Sequence[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: not question.required)


async def with_choices(desk: Desk, part: Part) -> Part:
    """The part with the codes that can be chosen."""
    wanted = forms.sources([*part.inner, *part.outer])
    lists = await choices.load(desk.api, desk.reference, wanted)
    inner, outer = (forms.with_options(each, lists) for each in (part.inner, part.outer))
    return replace(part, inner=inner, outer=outer)


async def load(desk: Desk, id_: str) -> Report:
    """A submission. Raises Refused (404)."""
    answer = await desk.api.get(f"{SUBMISSIONS}/{id_}")
    return Report(answer.data, answer.etag)


def fields_of(desk: Desk) -> Fields:
    """The fields of the form that was sent."""
    fields: dict[str, list[str]] = {}
    for name, value in desk.form.pairs:
        fields.setdefault(name, []).append(value)
    return fields


def digest(part: Part, body: Json) -> str:
    """A mark of what a part says: the same as long as nobody changes it."""
    text = json.dumps(part.read(part.typed(body)), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Why a part was not saved: what is wrong with it, or what stands by now."""

    status: int
    errors: Errors = field(default_factory=dict)
    current: Report | None = None


async def save(desk: Desk, report: Report, part: Part, wanted: Json) -> Report | Unsaved:
    """Save a report in which one part is as its form says.

    Where another part was changed meanwhile, this one is saved beside it; where this one was, its
    author decides. Saying the same twice changes nothing.
    """
    if wanted == report.body:
        return report
    if desk.form.get("etag") != report.etag and desk.form.get("base") != digest(part, report.body):
        return Unsaved(412, current=report)
    try:
        return await put(desk, report, wanted)
    except Refused as refused:
        if refused.status == 412:
            return Unsaved(412, current=await load(desk, report.data["id"]))
        if refused.status != 422 or not refused.errors:
            raise
        return Unsaved(422, errors_of(refused, desk.lang))


async def put(desk: Desk, report: Report, body: Json) -> Report:
    """Replace the text of a report. Raises Refused."""
    address = f"{SUBMISSIONS}/{report.data['id']}"
    answer = await desk.api.write("PUT", address, body, repeat=desk.repeat, etag=report.etag)
    return Report(answer.data, answer.etag)


def errors_of(refused: Refused, lang: str) -> Errors:
    """What a service said, at the names of the fields."""
    errors: dict[str, list[str]] = {}
    for one in refused.errors:
        path = messages.path_of(one.pointer)
        name = path if path.startswith("payload") else f"of.{path}"
        errors.setdefault(name, []).append(messages.sentence(one.code, lang))
    return errors


def at_fields(errors: Errors, page: Sequence[Shown]) -> Errors:
    """The errors at fields that are on the page."""
    known = [one.path for one in every(page)]
    at: dict[str, list[str]] = {}
    for path, sentences in errors.items():
        at.setdefault(messages.nearest(path, known), []).extend(sentences)
    return {path: [*dict.fromkeys(sentences)] for path, sentences in at.items()}


def summary(errors: Errors, page: Sequence[Shown]) -> list[Wrong]:
    """The lines above a form, in the order of its fields."""
    labels = {one.path: one.question.label for one in every(page)}
    order = [*labels, ""]
    return [
        Wrong(path, labels.get(path, ""), text)
        for path in sorted(errors, key=lambda path: order.index(path) if path in order else 0)
        for text in errors[path]
    ]
