"""Ten years of the demonstration, in their order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from tools.demo import cast, experts, fund, law, lives, occasions, reports
from tools.demo.cast import State
from tools.demo.fund import Round
from tools.demo.reports import Body
from tools.demo.words import Titles, Words
from tools.demo.world import World

LAST_MONTH = 9  # a year counts from here on, an earlier one is left to itself
PROPOSERS = ("COL", "CIM", "BRA", "HTI", "CAN", "IIN")
DECISIONS = ("adopted", "declined", "deferred")
EDITION = "2016-draft"
# what the experts recommend: to whom, about which activity, and who has followed up
ADVICE: tuple[tuple[tuple[str, ...], str, tuple[str, str] | None], ...] = (
    (("CIM", "SUMMIT"), "ACT-12", ("CIM", "implemented")),
    (("IIN",), "ACT-15", ("IIN", "under_way")),
    (("CIDH", "OPS"), "ACT-10", None),
)
GROWTH = 0.09  # by how much the reports of a year are more than those of the year before
FEW = 6  # of so little nothing is taken away
PRESENT = timedelta(days=16)  # how long ago what is under way was begun
SCOPES = {"EXPERTS": ["assess:write"], "CAM": ["reports:write", "assess:write"]}
OFFICES: dict[str, tuple[str, list[str]]] = {
    "secretariat": ("SG", ["reports:review", "reports:publish", "audit:read"]),
    "fund": ("SG", ["fund:write"]),
    "chair": ("CAM", ["programme:adopt"]),
    "editor": ("SG", ["programme:edit"]),
}
REPORTERS = ("SG", "CAM", "CIDH", "CIM", "IIN", "OPS", "EXPERTS")

Progress = Callable[[int, int], None]


class Programme(NamedTuple):
    """What the catalogue says, as the story needs it."""

    activities: list[dict[str, Any]]
    instruments: list[dict[str, Any]]
    states: list[State]


def years(today: date, count: int) -> range:
    """The years that pass: so many up to this one, or up to the last one where it is young."""
    last = today.year if today.month >= LAST_MONTH else today.year - 1
    return range(last - count + 1, last + 1)


def first_day(today: date, count: int) -> datetime:
    """When the demonstration begins."""
    return datetime(years(today, count).start, 1, 5, 9, tzinfo=UTC)


class Story:
    """What happens in a world; the same for the same seed."""

    def __init__(self, world: World, words: Words, programme: Programme, thinned: int = 1) -> None:
        self.world, self.words, self.programme = world, words, programme
        self.thinned = thinned  # of the long lists only each so manieth is sent
        self.public: list[tuple[str, Body]] = []  # implementations, by the order of publication
        self.proposals = 0

    async def tell(self, told: range, progress: Progress) -> None:
        """All years, and what is under way today."""
        await self._before(told.start)
        for year in told:
            progress(year, len(self.public))
            await self._year(year, told[-1] - year)
        await self._present(told[-1])

    async def _before(self, year: int) -> None:
        """What stands on the first day: acts with regard to treaties, the fund's rules."""
        await self._modalities(year)
        today = self.world.calendar.now().date()
        programme = self.programme
        acts = law.ratifications(self.words, programme.instruments, programme.states, today)
        await lives.publish(self.world, self.words, acts[:: self.thinned])

    async def _modalities(self, year: int) -> None:
        text = {lang: self.words.say(lang, "modalities") for lang in cast.LANGUAGES}
        body = {"version": str(year), "text": text, "adopted_on": f"{year}-01-02"}
        await self.world.call("POST", "/reports/fund/modalities", "chair", body)
        self.modality = str(year)

    async def _day(self, year: int, month: int, day: int) -> None:
        """A later day: what has happened before it has its position by then."""
        await self.world.settle()
        self.world.calendar.travel(datetime(year, month, day, 9, tzinfo=UTC))

    async def _year(self, year: int, left: int) -> None:
        """A year, after which so many are left."""
        await self._day(year, 2, 1)
        annual = await occasions.opened(self.world, self.words, "annual_report", year - 1)
        rounds = self._rounds(year)
        share = 1 - GROWTH * left
        await self._reports(year - 1, [one.pledge for one in rounds], share)
        await self._day(year, 4, 12)
        brought = await self._beside(year - 1, [one.receipt for one in rounds], share)
        await self._day(year, 6, 3)
        await self._proposed(year, [one.allocation for one in rounds])
        if left % 2 == 0:
            await self._corrections()
        await self._day(year, 8, 5)
        if left:
            await occasions.close(self.world, annual)
        await self._meeting(year, brought, convened=left % 3 != 1)
        if left % 3 == 0:
            await self._experts(year)
        if left % 2 == 0:
            await self._plan(year, ended=left > 0)

    async def _reports(self, year: int, pledges: list[Body], share: float) -> None:
        """A share of what could be reported on a year, and what the fund is promised meanwhile."""
        words, activities = self.words, self.programme.activities
        bodies = [
            *reports.of_organs(words, activities, year),
            *reports.of_states(words, activities, self.programme.states, year),
            *reports.of_others(words, year),
        ]
        bodies = [body for body in bodies if words.maybe(share)][:: self.thinned]
        ids = await lives.publish(self.world, words, [*bodies, *pledges])
        self.public += zip(ids, bodies, strict=False)

    async def _beside(self, year: int, receipts: list[Body], share: float) -> list[tuple[str, str]]:
        """A share of the other kinds of a year, and what the fund gets meanwhile; returns the
        practices with their reporters.
        """
        words, activities, states = self.words, self.programme.activities, self.programme.states
        reporters = [*cast.OTHERS, *REPORTERS[2:6], *(s.code for s in states if s.takes_part(year))]
        practices = reports.practices(words, activities, reporters, year)
        others = [
            *law.agreements(words, states, year),
            *law.statistics(words, states, year),
            *reports.uptakes(words, activities, states, year),
            reports.further(words, REPORTERS[2 + year % 4], year),
        ]
        others = [body for body in others if share == 1 or words.maybe(share)]
        ids = await lives.publish(self.world, words, [*practices, *others, *receipts])
        return [(id_, body["reporter"]) for id_, body in zip(ids, practices, strict=False)]

    def _rounds(self, year: int) -> list[Round]:
        """What the fund's rounds of a year begin with."""
        givers = [state.code for state in self._there(year) if state.eagerness]
        return fund.rounds(self.words, givers, year, self.modality)

    async def _disburse(self, allocated: list[Body], ids: list[str], year: int) -> None:
        """What is spent of these allocations, and what comes back every four years."""
        words, pairs = self.words, zip(allocated, ids, strict=True)
        spent = [fund.disbursement(words, body, id_, year) for body, id_ in pairs]
        entries = await self._publish(spent)
        if year % 4 == 0:
            back = zip(spent, entries, strict=True)
            await self._publish([fund.reversal(words, body, id_, year) for body, id_ in back])

    async def _publish(self, bodies: list[Body]) -> list[str]:
        return await lives.publish(self.world, self.words, bodies, days=2)

    def _there(self, year: int) -> list[State]:
        """The states that participate in a year, in another order each time."""
        there = [state for state in self.programme.states if state.takes_part(year)]
        return self.words.random.sample(there, len(there))

    async def _proposed(self, year: int, allocations: list[Body]) -> None:
        """What the fund allocates, and a proposal; then what is spent, and what others say."""
        words, number = self.words, self.proposals
        self.proposals += 1
        proposal = experts.proposal(words, PROPOSERS[number % len(PROPOSERS)], number)
        proposed, *allocated = await self._publish([proposal, *allocations])
        await self._day(year, 7, 6)
        if allocated:
            await self._disburse(allocations, allocated, year)
        await self._consulted(f"/reports/submissions/{proposed}", number, year)

    async def _consulted(self, path: str, number: int, year: int) -> None:
        """What others say of a proposal, and in most years CAM's decision."""
        words = self.words
        speakers = ("CIDH", *(state.code for state in self._there(year)[:2]))
        await occasions.said(self.world, words, path, "consultation", speakers)
        if number % (len(DECISIONS) + 1) < len(DECISIONS):
            decision = {"decision": DECISIONS[number % (len(DECISIONS) + 1)]}
            decision["reason"] = words.say("en", "decision")
            await self.world.call("PUT", f"{path}/decision", "chair", decision)

    async def _corrections(self) -> None:
        """Some reports are corrected, one is withdrawn, one is withheld and mostly released."""
        words, world = self.words, self.world
        if len(self.public) < FEW:
            return
        chosen = words.some(self.public, 5, least=3)
        await lives.correct(world, chosen[2:])
        (gone, body), (hidden, _) = chosen[:2]
        await world.step(gone, "withdraw", lives.keyholder(body))
        await world.step(hidden, "withhold", lives.SECRETARIAT, words.say("en", "comment"))
        if words.maybe(0.6):
            await world.step(hidden, "release", lives.SECRETARIAT)
        self.public = [one for one in self.public if one[0] not in (gone, hidden)]

    async def _meeting(self, year: int, brought: list[tuple[str, str]], *, convened: bool) -> None:
        """The meeting that CIDI considers each year, and convenes in two of three."""
        if not convened:
            cycle = await occasions.considered(self.world, self.words, "cidi_meeting", year, "en")
            await occasions.move(self.world, cycle, "decline")
            return
        cycle = await occasions.opened(self.world, self.words, "cidi_meeting", year)
        await occasions.contribute(self.world, cycle, brought)
        path = f"/reports/cycles/{cycle}"
        speakers = (speaker for _, speaker in brought[:2])
        await occasions.said(self.world, self.words, path, "presentation", speakers)
        self.world.calendar.wait(2)
        await occasions.close(self.world, cycle)

    async def _experts(self, year: int) -> None:
        """The meeting of experts: it assesses some reports and recommends; addressees follow up."""
        words, world = self.words, self.world
        meeting = await occasions.opened(world, words, "expert_meeting", year)
        chosen = words.some(self.public[-80:], 6, least=4)
        revisions = await world.each(
            world.call("GET", f"/reports/submissions/{id_}", "secretariat") for id_, _ in chosen
        )
        assessments = [
            experts.assessment(words, "EXPERTS", one["id"], one["revision"], meeting)
            for one in revisions
        ]
        grounds = [id_ for id_, _ in chosen[:2]]
        advice = [
            experts.recommendation(words, list(to), activity, grounds, meeting)
            for to, activity, _ in ADVICE
        ]
        ids = await self._publish([*assessments, *advice])
        for id_, (_, body) in list(zip(ids, chosen, strict=False))[:3]:
            path = f"/reports/submissions/{id_}"
            await occasions.say(world, words, path, "reply", body["reporter"])
        await self._follow_up(ids[len(assessments) :])
        await occasions.close(world, meeting)

    async def _follow_up(self, recommendations: list[str]) -> None:
        """Who was addressed says what has become of it, or does not."""
        for id_, (_, _, follow_up) in zip(recommendations, ADVICE, strict=True):
            if follow_up is not None:
                path, (who, status) = f"/reports/submissions/{id_}", follow_up
                await occasions.say(self.world, self.words, path, "follow_up", who, status=status)

    async def _plan(self, year: int, *, ended: bool) -> None:
        """CAM's work plan of two years, on which others are heard."""
        cycle = await occasions.opened(self.world, self.words, "work_plan", year)
        path = f"/reports/cycles/{cycle}"
        await occasions.said(self.world, self.words, path, "consultation", ("CIDH", "CAN", "BRA"))
        if ended:
            await occasions.close(self.world, cycle)

    async def _present(self, year: int) -> None:
        """What is under way today: work on every desk, occasions ahead, a draft of an edition."""
        words, activities = self.words, self.programme.activities
        await self.world.settle()
        self.world.calendar.travel(self.world.calendar.real() - PRESENT)
        bodies = [
            *reports.of_organs(words, activities, year)[:11],
            *reports.of_states(words, activities, self.programme.states, year)[:17],
            experts.proposal(words, "CAN", 0),
            reports.practice(words, "COL", activities[27], year),
        ]
        await lives.publish(self.world, words, bodies[:4], days=2)
        await lives.stop_on_the_way(self.world, words, bodies[4:])
        await lives.begin_corrections(self.world, self.public[-2:])
        await self._publish([experts.proposal(words, "COL", 1)])
        for type_ in ("cidi_meeting", "expert_meeting", "results_report"):
            await occasions.considered(self.world, words, type_, year + 1, "en")
        await self._edition()
        await self.world.settle()

    async def _edition(self) -> None:
        """A draft of the next edition takes in what CAM has adopted."""
        body = {"id": "demo-draft", "from": EDITION}
        await self.world.call("POST", "/catalog/editions", "editor", body)
        waiting = await self.world.call("GET", "/catalog/adoptions", "editor", pending="true")
        for adoption in waiting["items"][:1]:
            taken = {"proposal": adoption["proposal"]}
            path = f"/catalog/editions/{body['id']}/adoptions"
            await self.world.call("POST", path, "editor", taken)


async def tell(world: World, seed: int, told: range, progress: Progress, thinned: int = 1) -> Story:
    """Register the made-up actors, issue the keys, and let the years pass."""
    words = Words(seed, await _titles(world))
    await world.each(
        world.call("POST", "/catalog/actors", "administrator", actor) for actor in cast.MADE_UP
    )
    await world.settle("catalog", "access")
    actors = await world.all("/catalog/actors?limit=500")
    states = cast.states(actors)
    made_up = [actor["code"] for actor in cast.MADE_UP]
    speakers = (*REPORTERS, *made_up, *(state.code for state in states))
    own = {code: (code, SCOPES.get(code, ["reports:write"])) for code in speakers}
    await world.issue_keys({**own, **OFFICES})
    instruments = (await world.client.get("/catalog/codelists/instruments")).json()["codes"]
    activities = await world.all("/catalog/activities?limit=500")
    story = Story(world, words, Programme(activities, instruments, states), thinned)
    await story.tell(told, progress)
    return story


async def _titles(world: World) -> Titles:
    """What the catalogue calls activities, in each language."""
    pages = {
        lang: await world.all(f"/catalog/activities?limit=500&lang={lang}")
        for lang in cast.LANGUAGES
    }
    exhortations = {
        lang: [
            (await world.client.get(f"/catalog/nodes/{code}?lang={lang}")).json()
            for code in ("EXH-1", "EXH-2")
        ]
        for lang in cast.LANGUAGES
    }
    return {
        lang: {one["code"]: one["title"] for one in (*pages[lang], *exhortations[lang])}
        for lang in cast.LANGUAGES
    }
