"""Events of the catalogue: the published structure of an edition, and actors with their dated
memberships.
"""

from pydantic import BaseModel

from contracts.codes import ActorKind, LinkStrength
from contracts.events import Data, event


class Activity(BaseModel):
    """One activity of an edition, with the objectives its editorial links name; those not among
    `link_strengths` are linked directly.
    """

    code: str
    addressees: list[str]
    optional: bool
    objectives: list[str]
    link_strengths: dict[str, LinkStrength] = {}
    axes: list[str]
    themes: list[str]


class Instrument(BaseModel):
    """A treaty, with the activities of the edition that name or cover it.

    `depositary` is a code; days are None where they are not certain.
    """

    code: str
    names: dict[str, str]
    depositary: str
    adopted_on: str | None
    in_force_on: str | None
    activities: list[str]


class Membership(BaseModel):
    """Participation of a state:

    `from_day` is the first day in, `to_day` the first day out (None: still in).
    """

    from_day: str
    to_day: str | None
    status: str


@event("catalog.edition_published")
class EditionPublished(Data):
    """The structure of an edition, complete: a consumer needs nothing else to validate against it
    or to count.

    `based_on`: the edition it was made from. `replaces`: codes of this edition, each with the codes
    of earlier ones that it stands for. `themes`: the codes of the themes there are.
    `nodes`: the codes of what is neither an objective nor an activity, as exhortations are.
    """

    edition: str
    date: str
    current: bool
    objectives: list[str]
    activities: list[Activity]
    instruments: list[Instrument] = []
    based_on: str | None = None
    replaces: dict[str, list[str]] = {}
    themes: list[str] = []
    nodes: list[str] = []


@event("catalog.actor_changed")
class ActorChanged(Data):
    """An actor as it stands now, whole. `memberships` is empty and `region` None for all but
    states; `succeeded_by`: the actor that came after it; `supports`: the organ whose work this unit
    of the Secretariat supports.
    """

    code: str
    kind: ActorKind
    role: str | None
    parent: str | None
    valid_from: str | None
    valid_to: str | None
    memberships: list[Membership]
    names: dict[str, str]
    acronyms: dict[str, str]
    succeeded_by: str | None = None
    supports: str | None = None
    region: str | None = None
