"""What may happen in a random life: the strategies of its steps, kind by kind."""

from typing import Any

from hypothesis import strategies as st

from contracts import reports
from tests.reference import indicators as reference

IDS = ("a", "b", "c", "d")
PRACTICE_IDS = ("p", "q", "r")
LATER_IDS = {
    kind: (f"{kind}-1", f"{kind}-2")
    for kind in (
        *("uptake", "further-activity", "agreement", "ratification"),
        *("recommendation", "assessment", "proposal", "statistic"),
    )
}
KIND_OF = {
    **dict.fromkeys(PRACTICE_IDS, "practice"),
    **{id_: kind for kind, ids in LATER_IDS.items() for id_ in ids},
}
ALL_IDS = (*IDS, *KIND_OF)
WHO = ("CIM", "LAB", "CIDH", "ILO", "COL", "NIC")
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"year": 2022},
    {"actor": "COL"},
    {"actor_kind": "state"},
    {"axis": "gender"},
    {"actor": "LAB", "actor_kind": "state"},
    {"actor": "NIC", "actor_kind": "state", "year": 2023},
    {"actor_kind": "organ", "axis": "development", "year": 2022},
    {"year": 2023},
)
PERSONS = st.tuples(
    st.sampled_from(("female", "male")),
    st.sampled_from(("child", "adult")),
    st.sampled_from((None, 0, 5, 6, 100)),
)
PAYLOADS = st.fixed_dictionaries(
    {
        "activity": st.sampled_from(("ACT-1", "ACT-2", "ACT-3", "ACT-4")),
        "year": st.sampled_from((2021, 2022, 2023)),
        "status": st.sampled_from((*reference.WEIGHTS, "not_applicable")),
        "axes": st.lists(st.sampled_from(("gender", "development")), unique=True),
        "execution": st.sampled_from(("unilateral", "bilateral", "multilateral", None)),
        "partners": st.lists(
            st.builds(dict, kind=st.sampled_from(("igo", "academia", "migrants"))), max_size=2
        ),
        "beneficiaries": st.lists(PERSONS, max_size=3, unique_by=lambda p: p[:2]).map(
            lambda cells: [
                {"sex": sex, "age_group": age}
                | ({"small": True} if count is None else {"count": count})
                for sex, age, count in cells
            ]
        ),
        "resources": st.lists(
            st.builds(dict, currency=st.just("USD"), amount=st.sampled_from(("0.10", "7", "0.00"))),
            max_size=2,
        )
        | st.just([{"currency": "JPY", "amount": "5"}, {"currency": "KWD", "amount": "0.125"}]),
    }
)
PRACTICES = st.fixed_dictionaries(
    {
        "year": st.sampled_from((2021, 2022, 2023)),
        "activities": st.lists(st.sampled_from(("ACT-1", "ACT-2", "ACT-9")), unique=True),
        "objectives": st.lists(st.sampled_from(("GO-1", "SO-01", "SO-99")), unique=True),
        "axes": st.lists(st.sampled_from(("gender", "development")), unique=True),
    }
)
ACTIVITIES = st.sampled_from(("ACT-1", "ACT-2", "ACT-3", "ACT-9"))
DAYS = st.sampled_from(("2021-05-01", "2022-12-31", "2023-11-18", "2023-11-20", "2024-01-01"))
STATES = st.sampled_from(("COL", "NIC"))
ABOUT = {
    "activities": st.lists(ACTIVITIES, max_size=2, unique=True),
    "objectives": st.lists(st.sampled_from(("GO-1", "SO-01")), max_size=1),
}
SERIES = st.builds(
    lambda area, sex, values: {
        "key": {
            "REF_AREA": area,
            "COUNTERPART_AREA": "_T",
            "MEASURE": "INFLOW",
            "SEX": sex,
            "AGE": "_T",
        },
        "observations": [
            {"period": str(2020 + n), "value": value, "status": "C" if value is None else "A"}
            for n, value in enumerate(values)
        ],
    },
    STATES,
    st.sampled_from(("F", "_T")),
    st.lists(st.sampled_from((None, "10", "2500")), min_size=1, max_size=2),
)
LATER: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "uptake": {
        "activity": ACTIVITIES,
        "stance": st.sampled_from(("taken_up", "not_for_now")),
        "since": DAYS,
    },
    "further-activity": {
        "objectives": ABOUT["objectives"],
        "started_on": st.none() | DAYS,
        "axes": st.lists(st.just("gender"), max_size=1),
    },
    "agreement": {
        "activities": ABOUT["activities"],
        "in_force_from": st.none() | DAYS,
        "in_force_to": st.none() | DAYS,
    },
    "ratification": {
        "state": STATES,
        "instrument": st.sampled_from(("T-1", "T-2", "T-9")),
        "action": st.sampled_from(("signature", "ratification", "accession", "withdrawal")),
        "date": DAYS,
        "takes_effect_on": st.none() | DAYS,
    },
    "recommendation": {
        **ABOUT,
        "addressed_to": st.sampled_from((["CIM"], ["COL", "SUMMIT"], ["SUMMIT"])),
    },
    "assessment": {
        "submission": st.sampled_from(IDS),
        "status": st.sampled_from(("limited", "complete")),
    },
    "proposal": {
        "change": st.sampled_from(("add", "retire")),
        "objectives": ABOUT["objectives"],
    },
    "statistic": {"series": st.lists(SERIES, min_size=1, max_size=3)},
}
#: Who may publish a kind.
ITS_REPORTERS = {
    "uptake": STATES,
    "further-activity": st.sampled_from(("CIM", "LAB", "CIDH")),
    "agreement": st.sampled_from(("SG", "COL", "NIC")),
    "ratification": st.sampled_from(("SG", "COL", "NIC")),
    "recommendation": st.just("EXPERTS"),
    "assessment": st.just("EXPERTS"),
    "proposal": st.sampled_from(WHO),
    "statistic": st.sampled_from(("COL", "NIC", "ILO")),
}
PUBLISHED_LATER = st.sampled_from([(id_, kind) for kind, ids in LATER_IDS.items() for id_ in ids])
TOLD_LATER = PUBLISHED_LATER.flatmap(
    lambda it: st.tuples(
        st.just("tell"), st.just(it[0]), ITS_REPORTERS[it[1]], st.fixed_dictionaries(LATER[it[1]])
    )
)
MOVED_FUND = st.tuples(
    st.just("fund"),
    st.sampled_from(("allocation", "receipt", "reversal", "withhold")),
    st.integers(0, 3),  # which entry is taken back or withheld
    st.sampled_from((("USD", "7.00"), ("USD", "0.10"), ("JPY", "5"))),
    ACTIVITIES,
    DAYS,
)
FOLLOWED_UP = st.tuples(
    st.just("follow up"),
    st.sampled_from(LATER_IDS["recommendation"]),
    st.sampled_from((("CIM", "CIM"), ("COL", "COL"), ("SG", "SUMMIT"))),
    st.sampled_from(("implemented", "implemented", "under_way")),
)
DECIDED = st.tuples(
    st.just("decide"),
    st.sampled_from(LATER_IDS["proposal"]),
    st.sampled_from(("adopted", "declined", "deferred")),
)
SILENCED = st.tuples(
    st.just("silence"),
    st.integers(0, 3),
    st.sampled_from((reports.StatementWithdrawn, reports.StatementWithheld)),
)
PEOPLE_OF_ONE = st.lists(st.sampled_from(WHO), min_size=1, max_size=3, unique=True)
STEPS = st.one_of(
    st.tuples(st.just("publish"), st.sampled_from(IDS), PEOPLE_OF_ONE, PAYLOADS, st.booleans()),
    st.tuples(st.just("practice"), st.sampled_from(PRACTICE_IDS), PEOPLE_OF_ONE, PRACTICES),
    TOLD_LATER,
    TOLD_LATER,
    MOVED_FUND,
    FOLLOWED_UP,
    SILENCED,
    DECIDED,
    st.tuples(
        st.sampled_from(("withdraw", "withhold", "release", "draft")), st.sampled_from(ALL_IDS)
    ),
    st.tuples(st.just("confirm"), st.sampled_from(ALL_IDS), PEOPLE_OF_ONE),
    st.tuples(st.just("again"), st.integers(0, 20)),
    st.tuples(st.just("fold"), st.sampled_from(FILTERS)),
    st.tuples(st.just("amend"), st.just("")),
    st.tuples(st.just("correct"), st.sampled_from(("COL", "NIC")), st.sampled_from((1990, 2030))),
)
LIVES = st.lists(STEPS, min_size=4, max_size=25)
