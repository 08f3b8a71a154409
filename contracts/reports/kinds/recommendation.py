"""`recommendation`: what experts recommend to actors, or to a Summit."""

from contracts.reports.content import ActivityCode, Code, Content


class Recommendation(Content):
    """What a `recommendation` contributes: to whom, about what, on which grounds; not its text."""

    addressed_to: list[Code]
    activities: list[ActivityCode] = []
    objectives: list[Code] = []
    grounds: list[Code] = []
    meeting: Code | None = None
