"""What the reports say was reached and spent."""

from decimal import Decimal

from services.aggregator.domain.codes import AGES, SEXES, SMALL
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

NEEDS = ("implementation",)
MONEY = "money:"


@indicator(
    "beneficiaries_reached",
    needs=NEEDS,
    kind="outcome",
    unit="persons",
    formula="sum of reported persons by sex and age group; cells of 1 to 4 are suppressed",
    names={
        "en": "Persons reached",
        "es": "Personas alcanzadas",
        "pt": "Pessoas alcançadas",
        "fr": "Personnes touchées",
    },
)
def beneficiaries(counted: Counted, _scope: Scope, _structure: Structure) -> Figure:
    counters = counted.sums.counters
    cells = [(sex, age, counters.get(f"persons:{sex}:{age}", 0)) for sex in SEXES for age in AGES]
    breakdown = [
        {
            "sex": sex,
            "age_group": age,
            "value": None if count <= SMALL else count,
            "suppressed": count <= SMALL,
        }
        for sex, age, count in cells
        if count
    ]
    counts = [count for _, _, count in cells]
    return Figure(None if gives_away(counts) else sum(counts), breakdown=breakdown)


def gives_away(counts: list[int]) -> bool:
    """Whether the sum of all cells tells one of the suppressed ones: a lone one, or all of them
    where they hold 1 each, or the largest each.
    """
    small = [count for count in counts if 1 <= count <= SMALL]
    return len(small) == 1 or (bool(small) and sum(small) in (len(small), SMALL * len(small)))


@indicator(
    "resources_reported",
    needs=NEEDS,
    kind="outcome",
    unit="money",
    formula="sums per currency, never added across currencies",
    names={
        "en": "Resources reported",
        "es": "Recursos informados",
        "pt": "Recursos informados",
        "fr": "Ressources déclarées",
    },
)
def resources(counted: Counted, _scope: Scope, structure: Structure) -> Figure:
    """Sums in the currency's own digits; counters hold ten-thousandths."""
    totals = {}
    for name, amount in sorted(counted.sums.counters.items()):
        if name.startswith(MONEY) and amount:
            currency = name.removeprefix(MONEY)
            digits = structure.minor_units.get(currency, 2)
            totals[currency] = f"{Decimal(amount).scaleb(-4):.{digits}f}"
    return Figure(totals)
