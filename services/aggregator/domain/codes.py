"""Codes that indicators are broken down by, in the order they are shown, and what they weigh."""

from fractions import Fraction

AXES = (
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
)
SEXES = ("female", "male", "other", "unknown")
AGES = ("child", "adolescent", "adult", "older", "unknown")
WEIGHTS = {  # not_applicable has none: such a pair is left out
    "not_started": Fraction(0),
    "planned": Fraction(1, 4),
    "under_way": Fraction(1, 2),
    "substantially_implemented": Fraction(3, 4),
    "completed": Fraction(1),
    "permanent": Fraction(1),
    "suspended": Fraction(0),
}
