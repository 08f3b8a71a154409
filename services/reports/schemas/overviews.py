"""What the overviews answer: treaties, agreements and stances on a day."""

from typing import Any, Literal

from pydantic import BaseModel

from services.reports.schemas.kinds.agreement import Type
from services.reports.schemas.kinds.ratification import Action


class Overview(BaseModel):
    """`on`: the day that is looked at; `position`: the newest of the ledger, or that of `as_of`,
    which stands as it was asked for.
    """

    on: str
    position: int
    as_of: str | None
    edition: str
    next: str | None


class TreatyStanding(BaseModel):
    """Where a state stands with a treaty. `date`: of the act that is behind it, `submission`."""

    state: str
    region: str | None
    participating: bool
    instrument: str
    status: Literal["none", "signed", "party", "withdrawn"]
    action: Action | None
    date: str | None
    takes_effect_on: str | None
    in_force: bool
    verified: bool | None
    submission: str | None


class Treaties(Overview):
    items: list[TreatyStanding]


class StandingAgreement(BaseModel):
    """A public agreement. `reporters`: the reporter, then the joint reporters who confirmed it."""

    submission: str
    type: Type
    title: str
    language: str
    parties: list[dict[str, Any]]
    signed_on: str
    in_force_from: str | None
    in_force_to: str | None
    in_force: bool
    activities: list[str]
    reporters: list[str]


class StandingAgreements(Overview):
    items: list[StandingAgreement]


class Stance(BaseModel):
    """What a state says to an activity that is proposed to it, since when; and whether it has
    reported on it.
    """

    state: str
    region: str | None
    participating: bool
    activity: str
    stance: Literal["silent", "under_consideration", "taken_up", "not_for_now"]
    since: str | None
    submission: str | None
    reported: bool


class Stances(Overview):
    items: list[Stance]
