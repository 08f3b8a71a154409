"""A made-up official document with every defect of the real one: nothing in it is official, and its
fingerprints are made here.
"""

from dataclasses import dataclass

from services.catalog.domain.official import Outline
from services.catalog.domain.texts import fingerprint

COUNTS = {"GO": 3, "SO": 12, "ACT": 42, "EXH": 2, "FUP": 4, "FIN": 1}
CODES = [
    f"{kind}-{n:02}" if kind in ("SO", "ACT") else f"{kind}-{n}"
    for kind, count in COUNTS.items()
    for n in range(1, count + 1)
]
OUTLINE = Outline(
    {n: f"GO-{n}" for n in range(1, 4)},
    [code for code in CODES if code.startswith("SO")],
    {n: f"ACT-{n:02}" for n in range(1, 43)},
    ["EXH-1", "EXH-2"],
    [f"FUP-{n}" for n in range(1, 5)],
    ["FIN-1"],
)
HEADINGS = {
    1: "· Au bureau central:",
    4: "Au comité des jardins (CJ)",
    7: "À la commission des fleuves:",
    12: "Aux ateliers\n\nÀ l’atelier du bois",
}
FORMATS = ("{n}. {text}", "{n} {text}", "{n}\n{text}", "{n}.\n{text}", "{n} \n{text}")


def sentence(code: str) -> str:
    """A sentence of its own for each node, with accents, a typographic apostrophe and a number
    inside.
    """
    return (
        f"Veiller à l’œuvre dénommée {code.lower().replace('-', ' numéro ')}, selon les 7 "
        "règles d’un jardin fictif; puis en rendre compte."
    )


@dataclass(frozen=True)
class Document:
    """Paragraphs by code, and the document around them."""

    paragraphs: dict[str, str]

    @property
    def fingerprints(self) -> dict[str, str]:
        """What the catalogue would have been built from."""
        return {code: fingerprint(text) for code, text in self.paragraphs.items()}

    def text(self) -> str:
        """The whole document: letterhead at the end, two-line headings, numbers in four formats,
        unnumbered objectives, a broken footnote.
        """
        return "\n".join([*self._beginning(), *self._activities(), *self._end()])

    def _beginning(self) -> list[str]:
        """The letterhead to the objectives."""
        p = self.paragraphs
        lines = [
            " PROJET D’UN DOCUMENT FICTIF",
            "(Sujet à révision)",
            "I. INTRODUCTION",
            "",
            "A. Origines",
            "",
            "1. Un texte qui n’est pas un nœud.",
            "II. CADRE",
            "Un paragraphe",
            "/ coupé en deux.",
            "III. LES ACTEURS ",
            "A. Organes",
            "· Le bureau ",
            "C.",
            "Organisations diverses ",
            "",
            "IV. OBJECTIFS ",
            "",
            "A. Objectifs généraux",
            "",
            *(f"{n}. {p[f'GO-{n}']} " for n in range(1, 4)),
            "",
            "B. Objectifs spécifiques : ",
            "",
        ]
        for n in range(1, 13):
            lines += [p[f"SO-{n:02}"] + " ", *[""] * (n % 2)]
        return lines

    def _activities(self) -> list[str]:
        lines = ["V. ACTIVITÉS PROPOSÉES", "A. À tous les organes cités:", ""]
        states = ["B.", "AUX ÉTATS MEMBRES", "", "Les États peuvent agir seuls ou ensemble."]
        for n in range(1, 43):
            lines += [HEADINGS[n]] if n in HEADINGS else []
            lines += states if n == 21 else []
            form = FORMATS[n % len(FORMATS) if n < 24 else 0]
            lines += [form.format(n=n, text=self.paragraphs[f"ACT-{n:02}"]), *[""] * (n % 3)]
        return lines

    def _end(self) -> list[str]:
        """The exhortations to the footnote."""
        p = self.paragraphs
        return [
            "ORGANISATIONS DIVERSES",
            "",
            p["EXH-1"],
            "C. AUTRES ACTEURS",
            "",
            p["EXH-2"],
            "VI. COORDINATION ET SUIVI ",
            "",
            *(p[f"FUP-{n}"] for n in range(1, 5)),
            "VII. RESSOURCES",
            "",
            "Financement:",
            "",
            p["FIN-1"],
            "",
            "ORGANISATION FICTIVE",
            "",
            "Conseil fictif pour les jardins",
            " \ufffd.\tUne note sans ancre. ",
            "",
            "",
        ]


def document(**changed: str) -> Document:
    """The document; `changed` replaces paragraphs (SO_01="…")."""
    return Document({code: changed.get(code.replace("-", "_"), sentence(code)) for code in CODES})
