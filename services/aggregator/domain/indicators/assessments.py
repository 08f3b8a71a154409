"""What experts find of reports."""

from collections import Counter

from services.aggregator.domain.indicators.contributions import Latest
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


def _latest(counted: Counted, scope: Scope) -> list[Assessment]:
    """The latest assessment of the current revision of each report of the scope."""
    latest: dict[str, Assessment] = {}
    for one in sorted(counted.listed["assessment"], key=lambda one: one.published):
        report = counted.assessed.get(one.assessed)
        if report is None or report.activity not in scope.counted:
            continue
        if report.revision == one.assessed_revision:
            latest[one.assessed] = one
    return list(latest.values())


def _each(counted: Counted, scope: Scope, _structure: Structure) -> dict[int, dict[str, int]]:
    """Every latest assessment adds its status."""
    return {one.published: {one.status: 1} for one in _latest(counted, scope)}


@indicator(
    "assessed_distribution",
    needs=("implementation", "assessment"),
    behind=Latest(_each),
    kind="process",
    unit="count",
    formula={
        "en": "reports whose current revision has a published assessment, by the status of "
        "the latest one",
        "es": "informes cuya revisión vigente tiene una valoración publicada, según la "
        "situación de la última",
        "pt": "relatórios cuja revisão vigente tem uma avaliação publicada, segundo a "
        "situação da última",
        "fr": "rapports dont la révision en vigueur a une appréciation publiée, selon la "
        "situation de la dernière",
    },
    names={
        "en": "Assessed situation",
        "es": "Situación valorada",
        "pt": "Situação avaliada",
        "fr": "Situation appréciée",
    },
)
def assessed(counted: Counted, scope: Scope, _structure: Structure) -> Figure:
    statuses = Counter(one.status for one in _latest(counted, scope))
    return Figure(dict(sorted(statuses.items())))
