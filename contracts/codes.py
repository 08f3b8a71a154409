"""Code lists that more than one service must agree on; labels in four languages live in the
catalogue.
"""

from typing import Literal

Language = Literal["es", "en", "pt", "fr"]
LANGUAGES: tuple[Language, ...] = ("es", "en", "pt", "fr")

ActorKind = Literal["organ", "state", "multilateral", "other", "group"]
Axis = Literal[
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
]
LinkStrength = Literal["direct", "indirect"]
Phase = Literal["origin", "transit", "destination", "return"]
Status = Literal[
    "not_started",
    "planned",
    "under_way",
    "substantially_implemented",
    "completed",
    "permanent",
    "suspended",
    "not_applicable",
]
OutputType = Literal[
    "training",
    "technical_assistance",
    "research",
    "tool",
    "dialogue",
    "policy",
    "agreement",
    "service",
    "other",
]
Execution = Literal["unilateral", "bilateral", "multilateral"]
PartnerKind = Literal[
    "igo",
    "civil_society",
    "academia",
    "research_centre",
    "diaspora",
    "migrants",
    "private_sector",
    "other",
]
Sex = Literal["female", "male", "other", "unknown"]
AgeGroup = Literal["child", "adolescent", "adult", "older", "unknown"]
EvidenceAccess = Literal["public", "programme", "restricted"]
State = Literal[
    "draft",
    "submitted",
    "under_review",
    "accepted",
    "returned",
    "published",
    "withheld",
    "withdrawn",
]
Scope = Literal[
    "reports:write",
    "reports:review",
    "reports:publish",
    "assess:write",
    "fund:write",
    "programme:edit",
    "programme:adopt",
    "webhooks:write",
    "keys:admin",
    "audit:read",
]

#: Minor units of currencies that do not have two (ISO 4217).
MINOR_UNITS: dict[str, int] = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
