"""How far the activities are, by those who report."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from services.aggregator.domain.codes import WEIGHTS
from services.aggregator.domain.indicators.contributions import Latest, latest
from services.aggregator.domain.indicators.definition import Figure, indicator, number
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)


def _statuses(counted: Counted, _scope: Scope, _structure: Structure) -> Mapping[int, Any]:
    """A report adds its status, once for each pair that it gives it to."""
    status = {vote.published: vote.status for vote in counted.sums.votes.values()}
    return {published: {status[published]: n} for published, n in latest(counted).items()}


def _weights(counted: Counted, _scope: Scope, _structure: Structure) -> Mapping[int, Any]:
    """A report adds the weight of its status, once for each pair that it gives it to."""
    weight = {
        vote.published: WEIGHTS[vote.status]
        for vote in counted.sums.votes.values()
        if vote.status in WEIGHTS
    }
    pairs = latest(counted)
    return {published: number(pairs[published] * one) for published, one in weight.items()}


@indicator(
    "status_distribution",
    needs=NEEDS,
    behind=Latest(_statuses),
    kind="process",
    unit="count",
    formula={
        "en": "pairs of activity and reporter by self-reported status: latest year, then "
        "latest publication",
        "es": "pares de actividad e informante según la situación declarada: el año más "
        "reciente y, en él, la publicación más reciente",
        "pt": "pares de atividade e informante segundo a situação declarada: o ano mais "
        "recente e, nele, a publicação mais recente",
        "fr": "paires d’activité et d’auteur selon l’avancement déclaré : l’année la plus "
        "récente, puis la publication la plus récente",
    },
    names={
        "en": "Reported status",
        "es": "Situación declarada",
        "pt": "Situação declarada",
        "fr": "Avancement déclaré",
    },
)
def distribution(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    statuses = counted.sums.statuses
    return Figure({status: statuses.count(status) for status in sorted(set(statuses))})


@indicator(
    "implementation_index",
    needs=NEEDS,
    behind=Latest(_weights),
    kind="process",
    unit="index",
    formula={
        "en": "mean over pairs: not_started 0, planned 0.25, under_way 0.5, "
        "substantially_implemented 0.75, completed and permanent 1, suspended 0; "
        "not_applicable left out",
        "es": "media sobre los pares: not_started 0, planned 0.25, under_way 0.5, "
        "substantially_implemented 0.75, completed y permanent 1, suspended 0; "
        "not_applicable no se cuenta",
        "pt": "média sobre os pares: not_started 0, planned 0.25, under_way 0.5, "
        "substantially_implemented 0.75, completed e permanent 1, suspended 0; "
        "not_applicable não se conta",
        "fr": "moyenne sur les paires : not_started 0, planned 0.25, under_way 0.5, "
        "substantially_implemented 0.75, completed et permanent 1, suspended 0 ; "
        "not_applicable n’est pas compté",
    },
    names={
        "en": "Implementation index (self-reported)",
        "es": "Índice de ejecución (autodeclarado)",
        "pt": "Índice de execução (autodeclarado)",
        "fr": "Indice d’exécution (autodéclaré)",
    },
)
def index(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    weights = [WEIGHTS[status] for status in counted.sums.statuses if status in WEIGHTS]
    mean = number(sum(weights, Fraction(0)) / len(weights)) if weights else None
    return Figure(mean, divisor=len(weights))
