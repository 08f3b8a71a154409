"""Agreements that are in force."""

from services.aggregator.domain.indicators.contributions import Latest
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.kinds.agreement import Agreement
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


def _in_force(agreement: Agreement, day: str) -> bool:
    """Whether it is in force on a day; its last day is the one before `in_force_to`."""
    begins, ends = agreement.in_force_from, agreement.in_force_to
    return begins is not None and begins <= day and (ends is None or ends > day)


def _each(counted: Counted, _scope: Scope, _structure: Structure) -> dict[int, int]:
    """Every agreement in force counts once."""
    some = counted.listed["agreement"]
    return {one.published: 1 for one in some if _in_force(one, counted.day)}


@indicator(
    "agreements_in_force",
    needs=("agreement",),
    behind=Latest(_each),
    kind="structural",
    unit="count",
    formula={
        "en": "published agreements that name an activity of L(o) and are in force on the day"
        " looked at",
        "es": "acuerdos publicados que nombran una actividad de L(o) y están en vigor el día "
        "considerado",
        "pt": "acordos publicados que citam uma atividade de L(o) e estão em vigor no dia "
        "considerado",
        "fr": "accords publiés qui nomment une activité de L(o) et sont en vigueur au jour "
        "considéré",
    },
    names={
        "en": "Agreements in force",
        "es": "Acuerdos en vigor",
        "pt": "Acordos em vigor",
        "fr": "Accords en vigueur",
    },
)
def in_force(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    return Figure(len(_each(counted, scope, structure)))
