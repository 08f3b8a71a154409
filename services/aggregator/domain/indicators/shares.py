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
    formula={
        "en": "bilateral or multilateral reports / reports",
        "es": "informes de ejecución bilateral o multilateral / informes",
        "pt": "relatórios de execução bilateral ou multilateral / relatórios",
        "fr": "rapports d’exécution bilatérale ou multilatérale / rapports",
    },
    numerator={
        "en": "reports of bilateral or multilateral execution",
        "es": "informes de ejecución bilateral o multilateral",
        "pt": "relatórios de execução bilateral ou multilateral",
        "fr": "rapports d’exécution bilatérale ou multilatérale",
    },
    denominator={
        "en": "reports",
        "es": "informes",
        "pt": "relatórios",
        "fr": "rapports",
    },
    names={
        "en": "Share of joint execution",
        "es": "Proporción de ejecución conjunta",
        "pt": "Proporção de execução conjunta",
        "fr": "Part de l’exécution conjointe",
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
    formula={
        "en": "reports with a partner from civil society, academia, diaspora or migrants / reports",
        "es": "informes con una entidad asociada de la sociedad civil, la academia, la "
        "diáspora o las personas migrantes / informes",
        "pt": "relatórios com um parceiro da sociedade civil, da academia, da diáspora ou "
        "dos migrantes / relatórios",
        "fr": "rapports avec un partenaire de la société civile, du milieu universitaire, "
        "de la diaspora ou des migrants / rapports",
    },
    numerator={
        "en": "reports with such a partner",
        "es": "informes con tal entidad asociada",
        "pt": "relatórios com tal parceiro",
        "fr": "rapports avec un tel partenaire",
    },
    denominator={
        "en": "reports",
        "es": "informes",
        "pt": "relatórios",
        "fr": "rapports",
    },
    names={
        "en": "Share with civil society, academic, diaspora or migrant partners",
        "es": (
            "Proporción con entidades asociadas de la sociedad civil, la "
            "academia, la diáspora o los migrantes"
        ),
        "pt": (
            "Proporção com parceiros da sociedade civil, da academia, da diáspora ou de migrantes"
        ),
        "fr": (
            "Part avec des partenaires de la société civile, du milieu "
            "universitaire, de la diaspora ou des migrants"
        ),
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
    formula={
        "en": "reports with a public evidence link / reports",
        "es": "informes con un enlace público a documentos de respaldo / informes",
        "pt": "relatórios com um link público para documentos comprobatórios / relatórios",
        "fr": "rapports avec un lien public vers une pièce justificative / rapports",
    },
    numerator={
        "en": "reports with public evidence",
        "es": "informes con documentos de respaldo públicos",
        "pt": "relatórios com documentos comprobatórios públicos",
        "fr": "rapports avec une pièce justificative publique",
    },
    denominator={
        "en": "reports",
        "es": "informes",
        "pt": "relatórios",
        "fr": "rapports",
    },
    names={
        "en": "Share with public evidence",
        "es": "Proporción con evidencia pública",
        "pt": "Proporção com evidência pública",
        "fr": "Part avec pièces justificatives publiques",
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
    formula={
        "en": "per axis: reports that mark it / reports",
        "es": "por eje: informes que lo señalan / informes",
        "pt": "por eixo: relatórios que o assinalam / relatórios",
        "fr": "par axe : rapports qui le mentionnent / rapports",
    },
    numerator={
        "en": "reports marking the axis",
        "es": "informes que señalan el eje",
        "pt": "relatórios que assinalam o eixo",
        "fr": "rapports qui mentionnent l’axe",
    },
    denominator={
        "en": "reports",
        "es": "informes",
        "pt": "relatórios",
        "fr": "rapports",
    },
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
