"""`uptake`: a state's stance on an activity that is proposed to it."""

from contracts.reports.content import ActivityCode, Code, Content, Day


class Uptake(Content):
    """What an `uptake` contributes: the stance since a day; not its note."""

    activity: ActivityCode
    stance: Code
    since: Day
