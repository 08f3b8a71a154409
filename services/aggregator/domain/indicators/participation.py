"""Who reports, of those who could."""

from collections.abc import Mapping

from services.aggregator.domain.indicators.contributions import Latest, latest
from services.aggregator.domain.indicators.definition import Figure, indicator, part
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)
OTHERS = ("multilateral", "other")


def _of_organs(counted: Counted, scope: Scope, structure: Structure) -> Mapping[int, int]:
    """The latest report of each addressed organ, or of a body that counts as it, adds 1."""
    addressed = structure.organs_addressed(scope.activities)
    return latest(counted, lambda _activity, code: structure.counted_as(code, addressed))


def _of_states(counted: Counted, _scope: Scope, structure: Structure) -> Mapping[int, int]:
    """The latest report of each participating state adds 1."""
    states = structure.participating(counted.day)
    return latest(counted, lambda _activity, code: code if code in states else None)


def _of_others(counted: Counted, _scope: Scope, _structure: Structure) -> Mapping[int, int]:
    """The latest report of each other actor adds 1."""
    kinds = counted.sums.reporters
    return latest(counted, lambda _activity, code: code if kinds[code] in OTHERS else None)


@indicator(
    "organs_reporting",
    needs=NEEDS,
    behind=Latest(_of_organs),
    kind="process",
    unit="count",
    formula={
        "en": "addressed organs among the reporters, of the organs addressed by L(o); a "
        "body counts as its addressed parent",
        "es": "órganos destinatarios entre quienes informan, de los destinatarios de L(o); "
        "una dependencia cuenta como su órgano superior destinatario",
        "pt": "órgãos destinatários entre os que informam, dos destinatários de L(o); uma "
        "unidade conta como o órgão superior destinatário",
        "fr": "organes destinataires parmi les auteurs de rapports, sur les destinataires "
        "de L(o) ; une entité compte comme l’organe destinataire dont elle relève",
    },
    numerator={
        "en": "organs reporting",
        "es": "órganos que informan",
        "pt": "órgãos que informam",
        "fr": "organes ayant fait rapport",
    },
    denominator={
        "en": "organs addressed",
        "es": "órganos destinatarios",
        "pt": "órgãos destinatários",
        "fr": "organes destinataires",
    },
    denominator_on={
        "en": "the edition's date",
        "es": "la fecha de la edición",
        "pt": "a data da edição",
        "fr": "la date de l’édition",
    },
    names={
        "en": "Organs, agencies and entities reporting",
        "es": "Órganos, organismos y entidades que informan",
        "pt": "Órgãos, organismos e entidades que informam",
        "fr": "Organes, organismes et entités ayant fait rapport",
    },
)
def organs(counted: Counted, scope: Scope, structure: Structure) -> Figure:
    addressed = structure.organs_addressed(scope.activities)
    reporting = {structure.counted_as(code, addressed) for code in counted.sums.reporters} - {None}
    return part(len(reporting), len(addressed), structure.date)


@indicator(
    "states_contributing",
    needs=NEEDS,
    behind=Latest(_of_states),
    kind="process",
    unit="count",
    formula={
        "en": "participating states among the reporters, of the participating states; voluntary",
        "es": "Estados participantes entre quienes informan, de los Estados participantes; "
        "voluntario",
        "pt": "Estados participantes entre os que informam, dos Estados participantes; voluntário",
        "fr": "États participants parmi les auteurs de rapports, sur les États participants"
        " ; à titre volontaire",
    },
    numerator={
        "en": "states that have reported",
        "es": "Estados que han informado",
        "pt": "Estados que informaram",
        "fr": "États ayant fait rapport",
    },
    denominator={
        "en": "states participating",
        "es": "Estados participantes",
        "pt": "Estados participantes",
        "fr": "États participants",
    },
    denominator_on={
        "en": "31 December of the year in scope, or the day of the answer's position",
        "es": "el 31 de diciembre del año considerado, o el día de la posición de la respuesta",
        "pt": "31 de dezembro do ano considerado, ou o dia da posição da resposta",
        "fr": "le 31 décembre de l’année considérée, ou le jour de la position de la réponse",
    },
    names={
        "en": "States that have reported (voluntary)",
        "es": "Estados que han informado (voluntario)",
        "pt": "Estados que informaram (voluntário)",
        "fr": "États ayant fait rapport (à titre volontaire)",
    },
)
def states(counted: Counted, _scope: Scope, structure: Structure) -> Figure:
    participating = structure.participating(counted.day)
    contributing = participating & counted.sums.reporters.keys()
    return part(len(contributing), len(participating), counted.day)


@indicator(
    "others_contributing",
    needs=NEEDS,
    behind=Latest(_of_others),
    kind="process",
    unit="count",
    formula={
        "en": "multilateral and other actors among the reporters",
        "es": "actores multilaterales y otros actores entre quienes informan",
        "pt": "atores multilaterais e outros atores entre os que informam",
        "fr": "acteurs multilatéraux et autres acteurs parmi les auteurs de rapports",
    },
    names={
        "en": "Other actors that have reported",
        "es": "Otros actores que han informado",
        "pt": "Outros atores que informaram",
        "fr": "Autres acteurs ayant fait rapport",
    },
)
def others(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    kinds = counted.sums.reporters.values()
    return Figure(sum(kind in OTHERS for kind in kinds))
