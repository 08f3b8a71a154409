"""`ratification`: an act of a state with regard to a treaty."""

from contracts.reports.content import Code, Content, Day


class Ratification(Content):
    """What a `ratification` contributes. `verified`: None where the reporter did not say; then a
    state's own word is verified and that of others is not.
    """

    instrument: Code
    state: Code
    action: Code
    date: Day
    takes_effect_on: Day | None = None
    verified: bool | None = None
