"""The payload of `further-activity`: what an organ does beyond the activities of the program."""

from pydantic import Field

from kernel.web.bodies import Body
from services.reports.schemas.fields import Axes, Day, LongText, ObjectiveCodes, Partners, Themes


class FurtherActivity(Body):
    """What an organ does, for which objectives, since when and with whom."""

    objectives: ObjectiveCodes = Field(default_factory=list)
    summary: LongText | None = None
    started_on: Day | None = None
    axes: Axes = Field(default_factory=list)
    themes: Themes = Field(default_factory=list)
    partners: Partners = Field(default_factory=list)


EXAMPLE = {
    "kind": "further-activity",
    "reporter": "IIN",
    "joint_reporters": [],
    "language": "es",
    "title": "Curso sobre niñez migrante",
    "payload": {
        "objectives": ["SO-07"],
        "summary": "Un curso en línea para quienes reciben a niñas y niños en la frontera.",
        "started_on": "2023-05-15",
        "axes": ["children_adolescents"],
        "themes": [],
        "partners": [{"kind": "academia", "name": "Universidad de la República"}],
    },
    "evidence": [],
}
