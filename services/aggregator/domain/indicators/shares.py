"""Which part of the reports has something."""

from fractions import Fraction

from services.aggregator.domain.codes import AXES
from services.aggregator.domain.indicators.contributions import Each
from services.aggregator.domain.indicators.definition import Figure, indicator, number, ratio
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)


def _marked(fact: Implementation, _structure: Structure) -> dict[str, int]:
    """A report adds 1 to each axis that it marks."""
    return {axis: int(axis in fact.axes) for axis in AXES}


@indicator(
    "joint_execution_share",
    needs=NEEDS,
    behind=Each(lambda fact, _structure: int(fact.joint)),
    kind="process",
    unit="ratio",
    formula="bilateral or multilateral reports / reports",
    numerator="reports of bilateral or multilateral execution",
    denominator="reports",
    names={
        "en": "Share of joint execution",
        "es": "Proporción de ejecución conjunta",
        "pt": "Proporção de execução conjunta",
        "fr": "Part de l'exécution conjointe",
    },
)
def joint(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return ratio(counted.sums.counters.get("joint", 0), counted.sums.facts)


@indicator(
    "partner_share",
    needs=NEEDS,
    behind=Each(lambda fact, _structure: int(fact.partner)),
    kind="process",
    unit="ratio",
    formula="reports with a partner from civil society, academia, diaspora or migrants / reports",
    numerator="reports with such a partner",
    denominator="reports",
    names={
        "en": "Share with partners from society",
        "es": "Proporción con aliados de la sociedad",
        "pt": "Proporção com parceiros da sociedade",
        "fr": "Part avec partenaires de la société",
    },
)
def partner(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return ratio(counted.sums.counters.get("partner", 0), counted.sums.facts)


@indicator(
    "evidence_share",
    needs=NEEDS,
    behind=Each(lambda fact, _structure: int(fact.evidence)),
    kind="process",
    unit="ratio",
    formula="reports with a public evidence link / reports",
    numerator="reports with public evidence",
    denominator="reports",
    names={
        "en": "Share with public evidence",
        "es": "Proporción con evidencia pública",
        "pt": "Proporção com evidência pública",
        "fr": "Part avec preuves publiques",
    },
)
def evidence(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return ratio(counted.sums.counters.get("evidence", 0), counted.sums.facts)


@indicator(
    "axis_share",
    needs=NEEDS,
    behind=Each(_marked),
    kind="process",
    unit="ratio",
    formula="per axis: reports that mark it / reports",
    numerator="reports marking the axis",
    denominator="reports",
    names={
        "en": "Cross-cutting axes",
        "es": "Ejes transversales",
        "pt": "Eixos transversais",
        "fr": "Axes transversaux",
    },
)
def axes(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    counters, facts = counted.sums.counters, counted.sums.facts
    marked = {a: counters.get(f"axis:{a}", 0) for a in AXES if facts}
    shares = {axis: number(Fraction(n, facts)) for axis, n in marked.items()}
    return Figure(shares, divisor=facts)
