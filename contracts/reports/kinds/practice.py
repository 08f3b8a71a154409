"""`practice`: a good practice that others may learn from."""

from contracts.reports.content import ActivityCode, Code, Content, Year


class Practice(Content):
    """What a `practice` submission contributes: where it counts, not its texts."""

    year: Year
    activities: list[ActivityCode] = []
    objectives: list[Code] = []
    partner_kinds: list[str] = []
    axes: list[Code] = []
    phases: list[str] = []
