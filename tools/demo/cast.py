"""Who takes part in the demonstration: which language an actor writes in, how often it reports, and
the made-up actors that join the ones of the catalogue.
"""

import re
from typing import Any, NamedTuple

LANGUAGES = ("en", "es", "pt", "fr")
PORTUGUESE, FRENCH = frozenset(("BRA",)), frozenset(("HTI", "CAM"))
ENGLISH = frozenset(
    re.findall(
        r"\S+",
        "ATG BHS BRB BLZ CAN DMA GRD GUY JAM KNA LCA VCT SUR TTO USA SG OPS EXPERTS DEMO-AGENCY",
    )
)
MULTILATERAL, OTHERS = "DEMO-AGENCY", ("DEMO-NETWORK", "DEMO-UNIVERSITY")
MADE_UP: tuple[dict[str, Any], ...] = (
    {
        "kind": "multilateral",
        "code": MULTILATERAL,
        "role": "contributor",
        "names": {
            "en": "Example Agency for Mobility",
            "es": "Agencia de Ejemplo para la Movilidad",
            "pt": "Agência de Exemplo para a Mobilidade",
            "fr": "Agence d’exemple pour la mobilité",
        },
    },
    {
        "kind": "other",
        "code": OTHERS[0],
        "role": "contributor",
        "names": {
            "en": "Example Network of Migrants' Associations",
            "es": "Red de Ejemplo de Asociaciones de Migrantes",
            "pt": "Rede de Exemplo de Associações de Migrantes",
            "fr": "Réseau d’exemple d’associations de migrants",
        },
    },
    {
        "kind": "other",
        "code": OTHERS[1],
        "role": "contributor",
        "names": {
            "en": "Example University",
            "es": "Universidad de Ejemplo",
            "pt": "Universidade de Exemplo",
            "fr": "Université d’exemple",
        },
    },
    {
        "kind": "organ",
        "code": "DEMO-UNIT",
        "role": "organ",
        "parent": "SG",
        "names": {
            "en": "Example Unit for Migration",
            "es": "Unidad de Ejemplo para la Migración",
            "pt": "Unidade de Exemplo para a Migração",
            "fr": "Unité d’exemple pour les migrations",
        },
    },
)


def language(actor: str) -> str:
    """The language that an actor writes in."""
    if actor in PORTUGUESE:
        return "pt"
    if actor in FRENCH:
        return "fr"
    return "en" if actor in ENGLISH else "es"


class State(NamedTuple):
    """A state: in which years it participates, and the share of years in which it reports."""

    code: str
    first: int
    last: int
    eagerness: float

    def takes_part(self, year: int) -> bool:
        """Whether it participates in a year, from its first day to its last."""
        return self.first <= year <= self.last


def states(actors: list[dict[str, Any]]) -> list[State]:
    """The states that participate, from the catalogue's own records; how eager each is follows from
    its place in the list, so that some report each year and some never.
    """
    shares = (0.7, 0.0, 0.25, 0.0, 0.4, 0.1, 0.0)
    return [
        State(actor["code"], *_years(period), shares[n % len(shares)])
        for n, actor in enumerate(one for one in actors if one["kind"] == "state")
        if (period := _latest(actor)) is not None
    ]


def _latest(actor: dict[str, Any]) -> dict[str, Any] | None:
    """Its last period of participation that reaches into the years of the Program."""
    periods = [one for one in actor["memberships"] if one["to"] is None or one["to"] > "2017"]
    return periods[-1] if periods else None


def _years(period: dict[str, Any]) -> tuple[int, int]:
    return int(period["from"][:4]) + 1, int((period["to"] or "9999")[:4]) - 1
