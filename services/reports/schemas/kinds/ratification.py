"""The payload of `ratification`: an act of a state with regard to a treaty."""

from typing import Literal

from kernel.web.bodies import Body
from services.reports.schemas.fields import Code, Day, ShortText

Action = Literal["signature", "ratification", "accession", "succession", "withdrawal"]


class Ratification(Body):
    """Which state did what with regard to which treaty, and when."""

    instrument: Code | None = None
    state: Code | None = None
    action: Action | None = None
    date: Day | None = None
    takes_effect_on: Day | None = None
    source: ShortText | None = None
    verified: bool | None = None


EXAMPLE = {
    "kind": "ratification",
    "reporter": "COL",
    "joint_reporters": [],
    "language": "es",
    "title": "Adhesión a la Convención sobre los trabajadores migratorios",
    "payload": {
        "instrument": "ICRMW",
        "state": "COL",
        "action": "accession",
        "date": "1995-05-24",
        "source": "Colección de Tratados de las Naciones Unidas",
    },
    "evidence": [],
}
