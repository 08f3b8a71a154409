"""Which activities have reports, and how many."""

from collections.abc import Mapping

from services.aggregator.domain.indicators.contributions import (
    Each,
    Latest,
    latest,
    nothing,
    one,
)
from services.aggregator.domain.indicators.definition import Figure, indicator, ratio
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)


def _of_activities(counted: Counted, _scope: Scope, _structure: Structure) -> Mapping[int, int]:
    """The latest report on each activity adds 1."""
    return latest(counted, lambda activity, _reporter: activity)


@indicator(
    "activities_linked",
    needs=NEEDS,
    behind=Latest(nothing),
    kind="structural",
    unit="count",
    formula={
        "en": "size of L(o), the activities linked to the objective",
        "es": "número de actividades de L(o), las vinculadas al objetivo",
        "pt": "número de atividades de L(o), as vinculadas ao objetivo",
        "fr": "nombre d’activités de L(o), celles qui sont liées à l’objectif",
    },
    names={
        "en": "Activities linked",
        "es": "Actividades vinculadas",
        "pt": "Atividades vinculadas",
        "fr": "Activités liées",
    },
)
def linked(_counted: Counted, scope: Scope, _structure: Structure) -> Figure:
    return Figure(len(scope.activities))


@indicator(
    "activities_reported",
    needs=NEEDS,
    behind=Latest(_of_activities),
    kind="process",
    unit="count",
    formula={
        "en": "activities of L(o) with at least one published report",
        "es": "actividades de L(o) con al menos un informe publicado",
        "pt": "atividades de L(o) com pelo menos um relatório publicado",
        "fr": "activités de L(o) ayant au moins un rapport publié",
    },
    names={
        "en": "Activities with a report",
        "es": "Actividades con informe",
        "pt": "Atividades com relatório",
        "fr": "Activités avec rapport",
    },
)
def reported(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return Figure(counted.sums.reported)


@indicator(
    "activity_coverage",
    needs=NEEDS,
    behind=Latest(_of_activities),
    kind="process",
    unit="ratio",
    formula={
        "en": "activities of L(o) with a report / size of L(o)",
        "es": "actividades de L(o) con informe / número de actividades de L(o)",
        "pt": "atividades de L(o) com relatório / número de atividades de L(o)",
        "fr": "activités de L(o) ayant un rapport / nombre d’activités de L(o)",
    },
    numerator={
        "en": "activities of L(o) with a report",
        "es": "actividades de L(o) con informe",
        "pt": "atividades de L(o) com relatório",
        "fr": "activités de L(o) ayant un rapport",
    },
    denominator={
        "en": "size of L(o)",
        "es": "número de actividades de L(o)",
        "pt": "número de atividades de L(o)",
        "fr": "nombre d’activités de L(o)",
    },
    denominator_on={
        "en": "the edition's date",
        "es": "la fecha de la edición",
        "pt": "a data da edição",
        "fr": "la date de l’édition",
    },
    names={
        "en": "Coverage of activities",
        "es": "Cobertura de actividades",
        "pt": "Cobertura de atividades",
        "fr": "Couverture des activités",
    },
)
def coverage(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    return ratio(counted.sums.reported, len(scope.activities), structure.date)


@indicator(
    "reports_published",
    needs=NEEDS,
    behind=Each(one),
    kind="process",
    unit="count",
    formula={
        "en": "number of published reports; a joint one counts once",
        "es": "número de informes publicados; uno conjunto cuenta una vez",
        "pt": "número de relatórios publicados; um conjunto conta uma vez",
        "fr": "nombre de rapports publiés ; un rapport conjoint compte une fois",
    },
    names={
        "en": "Reports published",
        "es": "Informes publicados",
        "pt": "Relatórios publicados",
        "fr": "Rapports publiés",
    },
)
def published(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    return Figure(counted.sums.facts)
