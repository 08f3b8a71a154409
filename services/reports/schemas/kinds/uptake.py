"""The payload of `uptake`: a state's stance on an activity that is proposed to it."""

from typing import Literal

from kernel.web.bodies import Body
from services.reports.schemas.fields import ActivityCode, Day, LongText

Stance = Literal["under_consideration", "taken_up", "not_for_now"]


class Uptake(Body):
    """What a state makes of an activity, and since when."""

    activity: ActivityCode | None = None
    stance: Stance | None = None
    since: Day | None = None
    note: LongText | None = None


EXAMPLE = {
    "kind": "uptake",
    "reporter": "COL",
    "joint_reporters": [],
    "language": "es",
    "title": "Colombia retoma la actividad 28",
    "payload": {
        "activity": "ACT-28",
        "stance": "taken_up",
        "since": "2024-03-01",
        "note": "La coordina el servicio consular.",
    },
    "evidence": [],
}
