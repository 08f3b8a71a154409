"""`fund-entry`: a movement of the specific fund of voluntary contributions."""

from pydantic import BaseModel

from contracts.reports.content import ActivityCode, Code, Content, Day
from contracts.reports.kinds.implementation import Money


class Reversed(BaseModel):
    """What a reversal takes back: which movement, of which activity, on which day."""

    entry: Code
    date: Day
    activity: ActivityCode | None = None


class FundEntry(Content):
    """What a `fund-entry` contributes; neither its contributor's name nor its note."""

    entry: Code
    money: Money
    date: Day
    activity: ActivityCode | None = None
    allocation: Code | None = None
    refers_to: Code | None = None
    reverses: Reversed | None = None
    modality: Code | None = None
