"""What the reports say was reached and spent."""

from decimal import Decimal
from typing import Any

from services.aggregator.domain.codes import AGES, SEXES
from services.aggregator.domain.counters import Amounts, amounts
from services.aggregator.domain.indicators.contributions import Each
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)
MONEY = "money:"


def _persons(fact: Implementation, _structure: Structure) -> int | None:
    """The persons of a report, without its small cells: 0 where it has no others."""
    cells = [count for _, _, count in fact.beneficiaries if count != 0]
    return sum(count or 0 for count in cells) if cells else None


def _small_cells(fact: Implementation) -> int:
    return sum(count is None for _, _, count in fact.beneficiaries)


def _spent(fact: Implementation, structure: Structure) -> dict[str, str] | None:
    """The money of a report, per currency."""
    return _told(amounts(fact), structure) or None


def _told(counters: Amounts, structure: Structure) -> dict[str, str]:
    """Sums in the currency's own digits; counters hold ten-thousandths."""
    totals = {}
    for name, amount in sorted(counters.items()):
        if name.startswith(MONEY) and amount:
            currency = name.removeprefix(MONEY)
            digits = structure.minor_units.get(currency, 2)
            totals[currency] = f"{Decimal(amount).scaleb(-4):.{digits}f}"
    return totals


@indicator(
    "beneficiaries_reached",
    needs=NEEDS,
    behind=Each(_persons, _small_cells),
    kind="outcome",
    unit="persons",
    formula={
        "en": "sum of reported persons by sex and age group; cells of 1 to 4 have no "
        "number, and are counted beside it as small cells",
        "es": "suma de las personas declaradas, por sexo y grupo de edad; las celdas de 1 a"
        " 4 no tienen número y se cuentan aparte como celdas pequeñas",
        "pt": "soma das pessoas declaradas, por sexo e faixa etária; as células de 1 a 4 "
        "não têm número e são contadas à parte como células pequenas",
        "fr": "somme des personnes déclarées, par sexe et groupe d’âge ; les cellules de 1 "
        "à 4 n’ont pas de nombre et sont comptées à part comme petites cellules",
    },
    names={
        "en": "Persons reached",
        "es": "Personas beneficiarias",
        "pt": "Pessoas beneficiadas",
        "fr": "Personnes bénéficiaires",
    },
    version=2,
)
def beneficiaries(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    counters = counted.sums.counters
    rows = [_row(counters, sex, age) for sex in SEXES for age in AGES]
    return Figure(
        sum(row["value"] or 0 for row in rows),
        small_cells=sum(row["small_cells"] for row in rows),
        breakdown=[row for row in rows if row["value"] or row["small_cells"]],
    )


def _row(counters: Amounts, sex: str, age: str) -> dict[str, Any]:
    """The persons of one sex and age group; null where every cell that was reported is small."""
    persons, empty, small = (
        counters.get(f"{kind}:{sex}:{age}", 0) for kind in ("persons", "empty", "small")
    )
    value = persons if persons or empty or not small else None
    return {"sex": sex, "age_group": age, "value": value, "small_cells": small}


@indicator(
    "resources_reported",
    needs=NEEDS,
    behind=Each(_spent),
    kind="outcome",
    unit="money",
    formula={
        "en": "sums per currency, never added across currencies",
        "es": "sumas por moneda, que nunca se suman entre monedas",
        "pt": "somas por moeda, nunca somadas entre moedas",
        "fr": "sommes par monnaie, jamais additionnées entre monnaies",
    },
    names={
        "en": "Resources reported",
        "es": "Recursos declarados",
        "pt": "Recursos declarados",
        "fr": "Ressources déclarées",
    },
)
def resources(counted: Counted, _scope: Scope, structure: Structure) -> Figure:
    return Figure(_told(counted.sums.counters, structure))
