"""What is reported in a year of the demonstration: implementations, and the kinds that stand beside
them in the Program's own terms.
"""

from typing import Any

from tools.demo import cast
from tools.demo.cast import State
from tools.demo.words import Words, texts

Body = dict[str, Any]
Activities = list[dict[str, Any]]  # as the catalogue lists them

STATUSES = {
    "not_started": 2,
    "planned": 10,
    "under_way": 36,
    "substantially_implemented": 16,
    "completed": 20,
    "permanent": 10,
    "suspended": 4,
    "not_applicable": 2,
}
OUTPUTS = ("training", "technical_assistance", "research", "tool", "dialogue", "policy", "service")
PHASES = ["origin", "transit", "destination", "return"]
AXES = ["human_rights", "gender", "vulnerability", "children_adolescents", "development"]
SEXES = ("female", "male", "other")
AGES = ("child", "adolescent", "adult", "older")
SILENT = (4, 10, 22, 34, 40)  # activities on which nobody happens to report
BLOCKS = {
    "entrusted": 0.6,
    "carried_out": 1.0,
    "planned": 0.6,
    "timetable": 0.4,
    "difficulties": 0.25,
}
CURRENCIES = {"es": "USD", "en": "USD", "pt": "BRL", "fr": "USD"}


def body(
    kind: str, reporter: str, title: str, payload: Body, joint: tuple[str, ...] = (), **more: Any
) -> Body:
    """A submission as it is sent."""
    return {
        "kind": kind,
        "reporter": reporter,
        "joint_reporters": list(joint),
        "language": cast.language(reporter),
        "title": title,
        "payload": payload,
        **more,
    }


def implementation(
    words: Words, reporter: str, activity: str, year: int, joint: tuple[str, ...] = ()
) -> Body:
    """What an actor did about an activity in a year, more or less of it filled in."""
    lang = cast.language(reporter)
    weights = list(STATUSES.values())
    alone = "unilateral" if words.maybe(0.7) else "multilateral"
    payload = {
        "activity": activity,
        "year": year,
        "status": words.random.choices(list(STATUSES), weights)[0],
        "output_type": words.random.choice(OUTPUTS),
        "execution": "bilateral" if joint else alone,
        "axes": words.some(AXES, 3),
        "phases": words.some(PHASES, 2),
        "partners": partners(words, lang),
        "beneficiaries": beneficiaries(words),
        "resources": resources(words, lang),
        **{name: words.say(lang, name) for name, share in BLOCKS.items() if words.maybe(share)},
    }
    title = words.title(lang, "report", activity, year=year)
    return body("implementation", reporter, title, payload, joint, evidence=evidence(words, lang))


def partners(words: Words, lang: str) -> list[Body]:
    """Up to three partners of different kinds."""
    names = texts(lang)["partners"]
    return [{"kind": kind, "name": names[kind]} for kind in words.some(list(names), 3)]


def beneficiaries(words: Words) -> list[Body]:
    """How many persons, in half of the reports; here and there a group is too small to say."""
    if words.maybe(0.5):
        return []
    cells = words.some([(sex, age) for sex in SEXES for age in AGES], 6, least=1)
    return [
        {"sex": sex, "age_group": age}
        | ({"small": True} if words.maybe(0.08) else {"count": 5 * words.random.randint(1, 400)})
        for sex, age in cells
    ]


def resources(words: Words, lang: str) -> list[Body]:
    """What it cost, in a third of the reports."""
    if words.maybe(0.66):
        return []
    return [{"currency": CURRENCIES[lang], "amount": f"{words.random.randint(8, 900)}00.00"}]


def evidence(words: Words, lang: str) -> list[Body]:
    """A link or two at an address that belongs to nobody."""
    access = ("public", "public", "public", "programme", "restricted")
    return [
        {
            "url": f"https://example.org/demo/{words.random.getrandbits(32):08x}",
            "title": title,
            "access": words.random.choice(access),
        }
        for title in words.some(texts(lang)["evidence"], 2)
    ]


def of_organs(words: Words, activities: Activities, year: int) -> list[Body]:
    """The reports of organs on what the Program entrusts to each."""
    return [
        implementation(words, activity["addressees"][0], activity["code"], year)
        for activity in activities
        if "STATES" not in activity["addressees"] and words.maybe(0.4) and _spoken_of(activity)
    ]


def _spoken_of(activity: dict[str, Any]) -> bool:
    """Whether anybody reports on it: some activities stay blank."""
    return int(activity["code"].partition("-")[2]) not in SILENT


def of_states(words: Words, activities: Activities, states: list[State], year: int) -> list[Body]:
    """The reports of those states that choose to report this year, some of them jointly."""
    proposed = [
        one["code"] for one in activities if "STATES" in one["addressees"] and _spoken_of(one)
    ]
    there = [state for state in states if state.takes_part(year)]
    return [
        implementation(words, state.code, activity, year, _joint(words, there, state))
        for state in there
        if words.maybe(state.eagerness)
        for activity in words.some(proposed, 4, least=1)
    ]


def _joint(words: Words, there: list[State], reporter: State) -> tuple[str, ...]:
    """A neighbor in the list, in a tenth of the reports."""
    others = [state.code for state in there if state != reporter]
    return (words.random.choice(others),) if others and words.maybe(0.1) else ()


def of_others(words: Words, year: int) -> list[Body]:
    """The contributions of multilateral organizations and other actors."""
    actors = {cast.MULTILATERAL: "ACT-20", cast.OTHERS[0]: "ACT-09", cast.OTHERS[1]: "ACT-12"}
    return [
        implementation(words, actor, activity, year)
        for actor, activity in actors.items()
        if words.maybe(0.7)
    ]


def practices(words: Words, activities: Activities, reporters: list[str], year: int) -> list[Body]:
    """Good practices of a year."""
    return [
        practice(words, reporter, words.random.choice(activities), year)
        for reporter in words.some(reporters, 4, least=1)
    ]


def practice(words: Words, reporter: str, activity: dict[str, Any], year: int) -> Body:
    """A good practice that an actor offers to others."""
    lang = cast.language(reporter)
    parts = {
        name: words.say(lang, name) for name in ("context", "action", "results", "transferability")
    }
    payload = {
        **parts,
        "activities": [activity["code"]],
        "objectives": words.some(activity["objectives"], 1),
        "year": year,
        "partners": partners(words, lang),
        "axes": words.some(AXES, 2),
        "phases": words.some(PHASES, 2),
    }
    return body("practice", reporter, words.say(lang, "practice"), payload)


def further(words: Words, organ: str, year: int) -> Body:
    """An activity of an organ beyond those of the Program."""
    lang = cast.language(organ)
    payload = {
        "objectives": words.some(["GO-1", "SO-02", "SO-07", "SO-08", "SO-11"], 2, least=1),
        "summary": words.say(lang, "summary"),
        "started_on": f"{year}-05-15",
        "axes": words.some(AXES, 2),
        "themes": ["dialogue"],
        "partners": partners(words, lang),
    }
    return body("further-activity", organ, words.say(lang, "further"), payload)


def uptakes(words: Words, activities: Activities, states: list[State], year: int) -> list[Body]:
    """What some states make of what is proposed to them."""
    proposed = [one["code"] for one in activities if "STATES" in one["addressees"]]
    there = [state for state in states if state.takes_part(year) and state.eagerness]
    return [
        uptake(words, state.code, words.random.choice(proposed), year)
        for state in words.some(there, 4, least=2)
    ]


def uptake(words: Words, state: str, activity: str, year: int) -> Body:
    """A state's position on an activity."""
    stance = words.random.choice(("taken_up", "taken_up", "under_consideration", "not_for_now"))
    lang = cast.language(state)
    title = words.title(lang, "uptake", activity)
    since, note = f"{year}-03-01", words.say(lang, "uptake_note")
    payload = {"activity": activity, "stance": stance, "since": since, "note": note}
    return body("uptake", state, title, payload)
