"""`further-activity`: what an organ does beyond the activities of the program."""

from contracts.reports.content import ActivityCode, Code, Content, Day


class FurtherActivity(Content):
    """What a `further-activity` contributes: the code its first publication gave it, and where it
    counts; not its summary.
    """

    code: ActivityCode
    objectives: list[Code] = []
    started_on: Day | None = None
    axes: list[Code] = []
    themes: list[Code] = []
    partner_kinds: list[str] = []
