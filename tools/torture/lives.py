"""What the clients of a run send: a seeded life for each submission, most of them drafts for ever,
some published and corrected.
"""

from random import Random
from typing import Any

from tools.torture.kinds import KINDS, chosen

# reporter → its activities, from and to
ACTORS = {
    "CIM": (12, 14),
    "CIDH": (7, 11),
    "OPS": (17, 20),
    "IIN": (15, 16),
    "ARG": (21, 42),
    "BRA": (21, 42),
    "CHL": (21, 42),
    "COL": (21, 42),
    "ECU": (21, 42),
    "MEX": (21, 42),
    "PER": (21, 42),
}
STATUSES = (
    "not_started",
    "planned",
    "under_way",
    "substantially_implemented",
    "completed",
    "permanent",
    "suspended",
    "not_applicable",
)
AXES = (
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
)
TO_PUBLICATION = ("submit", "start_review", "accept", "publish")
LIVES: dict[tuple[str, ...], int] = {  # steps after the draft → share among those that go on
    TO_PUBLICATION: 10,
    (*TO_PUBLICATION, "revise", "put", *TO_PUBLICATION): 3,
    (*TO_PUBLICATION, "withdraw"): 2,
    (*TO_PUBLICATION, "withhold", "release"): 1,
    ("submit", "start_review", "return", "put", *TO_PUBLICATION): 2,
    (*TO_PUBLICATION, "revise", "put", "discard"): 1,
    ("withdraw",): 1,
}
REPORTER_ACTS = frozenset({"submit", "revise", "put", "discard", "withdraw"})
COMMENTED = frozenset({"return", "withhold"})
#: What each answered step stands as in the log; a change of the text (`put`) is no event.
EVENTS = {
    "create": "reports.submission_drafted",
    "submit": "reports.submission_submitted",
    "start_review": "reports.submission_review_started",
    "return": "reports.submission_returned",
    "accept": "reports.submission_accepted",
    "publish": "reports.submission_published",
    "revise": "reports.submission_revised",
    "discard": "reports.submission_discarded",
    "withhold": "reports.submission_withheld",
    "release": "reports.submission_released",
    "withdraw": "reports.submission_withdrawn",
    "consult": "reports.statement_made",
    "decide": "reports.proposal_decided",
}


class Life:
    """Submission `number` of a run: its reporter, its texts, its steps.

    The same for the same seed.
    """

    def __init__(self, seed: int, number: int, going_on: float) -> None:
        self._random = Random(f"{seed}-{number}")
        self.number = number
        self.reporter = self._random.choice(tuple(ACTORS))
        self.kind = chosen(self._random, self.reporter)
        self.steps: tuple[str, ...] = ()
        if self._random.random() < going_on:
            self.steps = self._steps()
        # sends the same request again though it was answered
        self.impatient = self._random.random() < 0.02

    def _steps(self) -> tuple[str, ...]:
        """One of the lives; of a frozen kind, and of what is decided on, one to publication."""
        kind = KINDS.get(self.kind)
        if kind is not None and (kind.frozen or kind.after):
            return (*TO_PUBLICATION, *kind.after)
        return self._random.choices(tuple(LIVES), tuple(LIVES.values()))[0]

    def body(self) -> dict[str, Any]:
        """A text of it; each call another."""
        return {
            "kind": self.kind,
            "reporter": self.reporter,
            "language": "es",
            "title": f"Informe {self.number}",
            "payload": self._payload(),
            "evidence": self._evidence(),
        }

    def _payload(self) -> dict[str, Any]:
        random = self._random
        if self.kind in KINDS:
            return KINDS[self.kind].payload(random, self.reporter)
        cells = random.sample(
            [(sex, age) for sex in ("female", "male") for age in ("child", "adult", "older")],
            random.randrange(3),
        )
        return {
            "activity": f"ACT-{random.randint(*ACTORS[self.reporter]):02}",
            "year": random.randint(2016, 2025),
            "status": random.choice(STATUSES),
            "carried_out": "Se realizó. " * random.randint(1, 20),
            "execution": random.choice(("unilateral", "bilateral", "multilateral")),
            "axes": random.sample(AXES, random.randrange(4)),
            "partners": [
                {
                    "kind": random.choice(("igo", "academia", "migrants", "private_sector")),
                    "name": "Socio",
                }
            ]
            * random.randrange(2),
            "beneficiaries": [
                {"sex": sex, "age_group": age} | _cell(random.randint(0, 400)) for sex, age in cells
            ],
            "resources": [
                {
                    "currency": random.choice(("USD", "COP")),
                    "amount": f"{random.randint(1, 90_000)}.25",
                }
            ]
            * random.randrange(2),
        }

    def _evidence(self) -> list[dict[str, str]]:
        access = self._random.choice((None, "public", "restricted"))
        return (
            [{"url": f"https://example.org/{self.number}", "title": "Informe", "access": access}]
            if access
            else []
        )


def _cell(persons: int) -> dict[str, Any]:
    """How many persons there are, or that they are few: no number from 1 to 4 is taken in."""
    return {"small": True} if 1 <= persons <= 4 else {"count": persons}
