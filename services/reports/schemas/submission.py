"""The bodies of writes: a submission of any kind, a transition, a comment."""

from collections.abc import Container
from typing import Annotated, Any, Literal, Self, Union

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    RootModel,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from contracts.codes import Language
from contracts.texts import NotBlank
from kernel.web.bodies import Body
from kernel.web.problems import MOST_INVALID
from services.reports.commands import Content
from services.reports.domain.kinds import KINDS as RULES
from services.reports.schemas.fields import LONGEST, Code, Evidence, LongText
from services.reports.schemas.kinds import KINDS

EXPECTED = f"Input should be {' or '.join(repr(name) for name in KINDS)}"


class Envelope(Body):
    """What a submission of every kind says; each kind has its own `kind` and `payload`."""

    kind: str
    reporter: Code
    joint_reporters: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    language: Language
    title: Annotated[str, Field(max_length=300), NotBlank()]
    payload: Any
    evidence: Annotated[list[Evidence], Field(max_length=50)] = Field(default_factory=list)


def _envelope(name: str, payload: type[Body]) -> type[Envelope]:
    """The model of a submission of one kind."""
    of_this: Any = Literal[name]
    return create_model(
        f"{payload.__name__}Body",
        __base__=Envelope,
        __doc__=f"A submission of the kind `{name}` as its reporter sends it.",
        kind=(of_this, ...),
        payload=(payload, ...),
    )


class ByKind:
    """Marks a field as a union of the models of all kinds, discriminated by `kind`."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        models = tuple(_envelope(name, kind.payload) for name, kind in KINDS.items())
        union: Any = Union[models]  # noqa: UP007 - of as many as there are kinds
        return handler.generate_schema(Annotated[union, Field(discriminator="kind")])


class SubmissionBody(RootModel[Envelope]):
    """A submission as its reporter sends it, of the kind that its `kind` names."""

    root: Annotated[Envelope, ByKind]

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """The body. Raises ValidationError whose locations do not name the kind."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            errors = [
                _located(details) for details in error.errors(include_url=False)[:MOST_INVALID]
            ]
            raise ValidationError.from_exception_data(cls.__name__, errors) from None


def content(body: Envelope) -> Content:
    """The body as the content of a text, with what its kind says where the body says nothing."""
    said = body.payload.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    links = [link.model_dump(mode="json") for link in body.evidence]
    filled = said | _unsaid(body, said)
    return Content(body.title, body.language, filled, links, tuple(body.joint_reporters))


def _unsaid(body: Envelope, said: Container[str]) -> dict[str, Any]:
    defaults = RULES[body.kind].defaults(body.reporter)
    return {name: value for name, value in defaults.items() if name not in said}


def _known_kind(name: str) -> str:
    if name not in KINDS:
        raise PydanticCustomError("unknown_code", "{message}", {"message": EXPECTED})
    return name


KindName = Annotated[
    str, AfterValidator(_known_kind), WithJsonSchema({"type": "string", "enum": [*KINDS]})
]


def _located(error: Any) -> InitErrorDetails:
    """An error of the union as an error of the body: without the kind that leads its location."""
    kind, location, message = error["type"], error["loc"][1:], error["msg"]
    if kind == "union_tag_invalid":
        kind, location, message = "unknown_code", ("kind",), EXPECTED
    elif kind == "union_tag_not_found":
        kind, location, message = "required", ("kind",), "Field required"
    custom = PydanticCustomError(kind, "{message}", {"message": message})
    return InitErrorDetails(type=custom, loc=location, input=error["input"])


Action = Literal[
    "submit",
    "start_review",
    "return",
    "accept",
    "publish",
    "revise",
    "discard",
    "withhold",
    "release",
    "withdraw",
]


class TransitionBody(Body):
    """A step of a submission's life; some need a comment."""

    action: Action
    comment: LongText | None = None


class ConfirmationBody(Body):
    """A confirmation says nothing but that it is given: an empty object, or no body at all."""


class CommentBody(Body):
    """Something said beside the text."""

    text: Annotated[str, Field(max_length=LONGEST), NotBlank()]
