"""Forms of any kind of submission, made from what `GET /reports/kinds` tells of it.

A kind becomes questions; what was answered stands in fields by name (`payload.partners.0.kind`),
as a browser sends them; and from those the payload is made, and made into them again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from services.portal.views import hiding

Control = Literal[
    "text", "long", "number", "date", "choice", "many", "flag", "yes_no", "rows", "group", "by_lang"
]
Fields = Mapping[str, Sequence[str]]  # what was typed, by name
Json = dict[str, Any]
LONG = 1_000  # characters: what may be longer is written in a field of several lines
LONGEST_NUMBER = 18  # digits
LANGUAGES = ("es", "en", "pt", "fr")
YES, NO = "yes", "no"


class Option(NamedTuple):
    """A code that can be chosen, and what people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a form asks for.

    `sources`: public lists of the codes it takes; `codes`: those that it takes and no list has;
    `only`: those of a list that it takes, all where empty. `parts`: what it is made of. `never`:
    numbers that are never sent: the flag beside it is set instead. `hidden`: how a row does
    that without a flag (`hiding`). `empty`: it is sent as null.
    """

    name: str
    label: str
    help: str
    control: Control
    required: bool = False
    sources: tuple[str, ...] = ()
    codes: tuple[Option, ...] = ()
    only: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple["Question", ...] = ()
    longest: int | None = None
    never: range = range(0)
    hidden: Json | None = None
    empty: bool = False


def questions(kind: Json) -> list[Question]:
    """The fields of a kind's payload, in its order."""
    schema = kind["schema"]
    return [_question(field, schema, schema.get("$defs", {})) for field in kind["fields"]]


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What the schema asks of one field: as a whole, of each item of a list, and of what holds the
    parts.
    """

    whole: Json
    items: Json
    inner: Json

    @property
    def coded(self) -> tuple[str, ...]:
        """The codes that it takes, of a list or alone."""
        return _codes(self.items or self.whole)

    @property
    def never(self) -> range:
        """The numbers that are never sent."""
        refused = self.whole.get("not", {})
        return range(refused["minimum"], refused["maximum"] + 1) if refused else range(0)


def _question(field: Json, owner: Json, defs: Json) -> Question:
    """A question about one field of the object that `owner` is the schema of."""
    name, schema = field["field"], owner["properties"][field["field"]]
    shapes = _shapes(schema, defs)
    codes = tuple(Option(one["code"], one["label"]) for one in field["codes"])
    plain = Question(
        name,
        field["name"],
        field["help"],
        _control(shapes.whole, shapes.items, bool(field["sources"])),
        field["required"],
        tuple(field["sources"]),
        codes,
    )
    return replace(
        plain,
        parts=tuple(_question(part, shapes.inner, defs) for part in field["fields"]),
        empty=name in owner.get("required", ()) and "anyOf" in schema,
        **_limits(shapes, codes),
    )


def _shapes(schema: Json, defs: Json) -> _Shapes:
    whole = _shape(schema, defs)
    items = _shape(whole.get("items", {}), defs)
    by_lang = _shape(whole.get("additionalProperties") or {}, defs)
    return _Shapes(whole, items, items or by_lang or whole)


def _limits(shapes: _Shapes, codes: Sequence[Option]) -> dict[str, Any]:
    """What may be answered."""
    return {
        "only": shapes.coded,
        "options": tuple(_known(codes, shapes.coded)),
        "longest": shapes.whole.get("maxLength"),
        "never": shapes.never,
        "hidden": shapes.items.get("x-hidden"),
    }


def _shape(schema: Any, defs: Json) -> Json:
    """What a part of a schema asks for, null and references apart."""
    if not isinstance(schema, dict):
        return {}
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return _shape(choice, defs)
    if "$ref" in schema:
        return _shape(defs[schema["$ref"].rpartition("/")[2]], defs)
    return schema


def _codes(shape: Json) -> tuple[str, ...]:
    """The codes that a shape lists."""
    constant = shape.get("const")
    return tuple(shape.get("enum", (constant,) if isinstance(constant, str) else ()))


def _control(shape: Json, items: Json, listed: bool) -> Control:
    kind = shape.get("type")
    if kind == "array":
        return "rows" if items.get("type") == "object" else "many"
    if kind == "object":
        return "by_lang" if isinstance(shape.get("additionalProperties"), dict) else "group"
    if kind == "boolean":
        return "flag" if "const" in shape else "yes_no"
    if listed or _codes(shape):
        return "choice"
    return "number" if kind == "integer" else _text(shape)


def _text(shape: Json) -> Control:
    if shape.get("format") == "date":
        return "date"
    return "long" if shape.get("maxLength", 0) > LONG else "text"


def _known(known: Iterable[Option], only: Sequence[str]) -> list[Option]:
    """The options that are allowed, in the order of what is; a code without a label is its own."""
    if not only:
        return list(known)
    labels = dict(known)
    return [Option(code, labels.get(code, code)) for code in only]


def sources(of: Iterable[Question]) -> set[str]:
    """Every list that these questions take their codes from."""
    return {source for question in of for source in (*question.sources, *sources(question.parts))}


def with_options(of: Iterable[Question], lists: Mapping[str, Sequence[Option]]) -> list[Question]:
    """The questions with the codes of these lists to choose from."""
    return [
        replace(
            question,
            options=tuple(_known(_listed(question, lists), question.only)),
            parts=tuple(with_options(question.parts, lists)),
        )
        for question in of
    ]


def _listed(question: Question, lists: Mapping[str, Sequence[Option]]) -> list[Option]:
    found = [option for source in question.sources for option in lists.get(source, ())]
    return [*found, *question.codes]


def payload(of: Iterable[Question], fields: Fields, path: str = "payload") -> Json:
    """What these fields say, as JSON; what is blank is left out."""
    named = {question.name: _value(question, fields, f"{path}.{question.name}") for question in of}
    said = {name: value for name, value in named.items() if value not in (None, "", [], {})}
    return _without_small(of, said)


def _without_small(of: Iterable[Question], said: Json) -> Json:
    """No number that is never sent: its flag says that there is one."""
    flag = next((question.name for question in of if question.control == "flag"), None)
    for question in of:
        value = said.get(question.name)
        if flag and type(value) is int and value in question.never:
            del said[question.name]
            said[flag] = True
    empty = {one.name: None for one in of if one.empty and one.name not in said}
    return {**said, **empty} if said else {}


def _value(question: Question, fields: Fields, path: str) -> Any:
    """The value of one question; a blank one is dropped by who asked."""
    if question.control == "rows":
        rows = (payload(question.parts, fields, f"{path}.{n}") for n in _numbers(fields, path))
        return [hiding.hide(question.hidden, row) for row in rows if row]
    if question.control == "by_lang":
        said = {lang: payload(question.parts, fields, f"{path}.{lang}") for lang in LANGUAGES}
        return {lang: value for lang, value in said.items() if value}
    if question.control == "group":
        return payload(question.parts, fields, path)
    given = [text for text in fields.get(path, ()) if text.strip()]
    if question.control == "many":
        return _split(question, given)
    return _single(question.control, given[-1] if given else "")


def _split(question: Question, given: list[str]) -> list[str]:
    """Several codes: boxes that were ticked, or lines that were written, each once."""
    lines = given if question.options else [line for text in given for line in text.split()]
    return list(dict.fromkeys(lines))


def _single(control: Control, text: str) -> Any:
    if control == "flag":
        return text == YES or None
    if control == "yes_no":
        return {YES: True, NO: False}.get(text)
    if control in ("number", "date", "choice"):
        text = text.strip()
    digits = control == "number" and text.isascii() and text.isdigit()
    return int(text) if digits and len(text) <= LONGEST_NUMBER else text


def _numbers(fields: Fields, path: str) -> list[int]:
    """The rows of a list of which something was sent."""
    head = f"{path}."
    heads = {name[len(head) :].partition(".")[0] for name in fields if name.startswith(head)}
    return sorted(int(one) for one in heads if one.isascii() and one.isdigit() and len(one) < 6)


def only_choices(of: Iterable[Question], path: str = "payload") -> Fields:
    """The fields in which there is nothing to choose: what is needed has a single code."""
    return {
        f"{path}.{question.name}": [question.options[0].code]
        for question in of
        if question.required and len(question.options) == 1
    }


def typed(of: Iterable[Question], data: Mapping[str, Any], path: str = "payload") -> Fields:
    """The fields that say this JSON."""
    fields: dict[str, Sequence[str]] = {}
    for question in of:
        value, name = data.get(question.name), f"{path}.{question.name}"
        if value is not None:
            fields |= _typed(question, value, name)
    return fields


def _typed(question: Question, value: Any, path: str) -> Fields:
    if question.control == "rows":
        return _merged(typed(question.parts, row, f"{path}.{n}") for n, row in enumerate(value))
    if question.control == "by_lang":
        return _merged(typed(question.parts, value[one], f"{path}.{one}") for one in value)
    if question.control == "group":
        return typed(question.parts, value, path)
    if isinstance(value, bool):
        return {path: [YES if value else NO]}
    return {path: [str(one) for one in value] if isinstance(value, list) else [str(value)]}


def _merged(parts: Iterable[Fields]) -> Fields:
    return {name: values for part in parts for name, values in part.items()}
