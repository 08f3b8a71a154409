"""`fund-entry`: a movement of the specific fund of voluntary contributions; append-only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.reports.domain import rules
from services.reports.domain.fund import Fund, entry_of, fund_of
from services.reports.domain.kind import Clash, Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Other, Sought
from services.reports.domain.programme import Catalogue

NAME = "fund-entry"
SECRETARIAT = "SG"
FURTHER = "FA-"  # how the codes of further activities begin
NEEDS = {
    "pledge": ("contributor",),
    "receipt": ("contributor",),
    "allocation": ("activity",),
    "disbursement": ("allocation",),
    "reversal": ("refers_to",),
}


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """Who reports which entry; the day has come; what it names is there and fits."""
    return [
        *_reporter(draft),
        *rules.not_after_today(draft, "date", today),
        *_contributor(catalogue, draft),
        *_activity(catalogue, draft),
        *_entry(draft, "allocation", ("allocation",)),
        *_entry(draft, "refers_to", ("pledge", "receipt", "allocation", "disbursement")),
        *_modality(draft),
        *_too_much(draft),
    ]


def _reporter(draft: Draft) -> Iterator[Violation]:
    """The Secretariat reports every entry, a contributor its own pledges."""
    entry = draft.payload.get("entry")
    if draft.reporter == SECRETARIAT or entry is None:
        return
    if entry != "pledge":
        sentence = f"{draft.reporter} reports pledges of its own."
        yield "/payload/entry", "actor_may_not_report", sentence
    elif _contributor_of(draft) not in (None, draft.reporter):
        sentence = f"{draft.reporter} pledges for itself alone."
        yield "/payload/contributor", "not_yours", sentence


def _contributor_of(draft: Draft) -> str | None:
    """The actor that contributes, empty where it is no actor; None where nobody is named."""
    contributor = draft.payload.get("contributor")
    return contributor.get("actor") or "" if contributor else None


def _contributor(catalogue: Catalogue, draft: Draft) -> Iterator[Violation]:
    actor = _contributor_of(draft)
    if actor and catalogue.reporter(actor) is None:
        yield "/payload/contributor/actor", "unknown_code", f"There is no actor {actor}."


def _activity(catalogue: Catalogue, draft: Draft) -> Iterator[Violation]:
    """Allocations go to what organs do."""
    code = draft.payload.get("activity")
    if code is None:
        return
    further = code.startswith(FURTHER)
    known = draft.others.coded(code) if further else catalogue.addressees.get(code)
    if known is None:
        yield "/payload/activity", "unknown_code", f"There is no activity {code}."
    elif not further and not _of_an_organ(catalogue, code):
        sentence = f"{code} is not entrusted to an organ: the fund is for organs' activities."
        yield "/payload/activity", "not_an_organs_activity", sentence


def _of_an_organ(catalogue: Catalogue, activity: str) -> bool:
    addressed = (catalogue.actors.get(code) for code in catalogue.addressees[activity])
    return any(actor is not None and actor.kind == "organ" for actor in addressed)


def _entry(draft: Draft, name: str, entries: Sequence[str]) -> Iterator[Violation]:
    """The entry that is named is published, is one of these, and is of the same currency."""
    id_ = draft.payload.get(name)
    if id_ is None:
        return
    other = _published(draft, id_)
    if other is None or other.payload["entry"] not in entries:
        sentence = f"There is no published {' or '.join(entries)} {id_}."
        yield f"/payload/{name}", "unknown_code", sentence
    else:
        yield from _other_currency(draft, other)


def _other_currency(draft: Draft, other: Other) -> Iterator[Violation]:
    money, currency = draft.payload.get("money"), other.payload["money"]["currency"]
    if money is not None and money["currency"] != currency:
        sentence = f"{other.id} is in {currency}."
        yield "/payload/money/currency", "other_currency", sentence


def _modality(draft: Draft) -> Iterator[Violation]:
    version = draft.payload.get("modality")
    if version is not None and version not in draft.others.modalities:
        yield "/payload/modality", "unknown_code", f"No modalities {version} are adopted."


def _published(draft: Draft, id_: str) -> Other | None:
    other = draft.others.by_id.get(id_)
    return other if other is not None and other.kind == NAME else None


def _too_much(draft: Draft) -> Iterator[Violation]:
    """A reversal takes no more than is left."""
    id_, money, fund = draft.payload.get("refers_to"), draft.payload.get("money"), _fund(draft)
    if id_ is None or id_ not in fund.entries or money is None:
        return
    left = fund.left(id_)
    if Decimal(money["amount"]) > left:
        yield "/payload/money/amount", "too_much", f"No more than {left} is left of it."


def _fund(draft: Draft) -> Fund:
    """All published entries of its currency."""
    return fund_of(entry_of(other.id, other.payload) for other in draft.others.of(NAME))


def clash(_catalogue: Catalogue, draft: Draft) -> Clash | None:
    """There is not enough: for an allocation, a disbursement or a reversal."""
    money = draft.payload["money"]
    limits = _limits(_fund(draft), draft.payload, draft.payload["entry"], money["currency"])
    amount = Decimal(money["amount"])
    exceeded = (_not_enough(money, *each) for each in limits.items() if amount > each[1])
    return next(exceeded, None)


def _not_enough(money: Payload, name: str, limit: Decimal) -> Clash:
    told = str(limit + Decimal(money["amount"]) * 0)  # with the digits of what is asked
    figures = {"currency": money["currency"], "asked": money["amount"], name: told}
    return Clash("insufficient", f"There is not enough: {name} {told}.", figures)


def _limits(fund: Fund, payload: Payload, entry: str, currency: str) -> dict[str, Decimal]:
    """What the amount may not exceed, by name."""
    available = {"available": fund.balance(currency)["available"]}
    if entry == "allocation":
        return available
    if entry == "disbursement":
        return {"left": fund.left(payload["allocation"])}
    return _of_reversal(fund, payload["refers_to"], available) if entry == "reversal" else {}


def _of_reversal(fund: Fund, id_: str, available: dict[str, Decimal]) -> dict[str, Decimal]:
    """What is left of the entry, and where it came in, what is there."""
    left = {"left": fund.left(id_)}
    return left | available if fund.entries[id_].entry == "receipt" else left


def requires(_reporter: str, payload: Payload) -> Sequence[str]:
    """What an entry of its sort needs."""
    return NEEDS.get(payload.get("entry", ""), ())


def seeks(_reporter: str, payload: Payload) -> Sought:
    """All published entries of its currency, those it names, and its further activity."""
    currency = (payload.get("money") or {}).get("currency")
    activity = payload.get("activity") or ""
    return Sought(
        ids=tuple(payload[name] for name in ("allocation", "refers_to") if payload.get(name)),
        codes=(activity,) if activity.startswith(FURTHER) else (),
        terms=((NAME, ("currency", currency)),) if currency else (),
        modalities=tuple(filter(None, [payload.get("modality")])),
    )


def index(payload: Payload) -> Iterable[Term]:
    """Its currency, its sort, its activity, what it refers to, and its year."""
    if payload.get("money"):
        yield "currency", payload["money"]["currency"]
    for name in ("entry", "activity", "allocation", "refers_to"):
        if payload.get(name):
            yield name, payload[name]
    yield from rules.year_of(payload, "date")


def counted(payload: Payload) -> dict[str, Any]:
    """The movement; neither the contributor's name nor the note."""
    optional = ("activity", "allocation", "refers_to", "modality")
    return {
        **{name: payload[name] for name in ("entry", "money", "date")},
        **{name: payload.get(name) for name in optional},
        "reverses": None,
    }


def looked_up(payload: Payload, others: Any) -> dict[str, Any]:
    """What a reversal takes back from."""
    other = others.by_id.get(payload.get("refers_to"))
    if other is None:
        return {}
    names = ("entry", "date", "activity")
    return {"reverses": {name: other.payload.get(name) for name in names}}


def leaves(payload: Payload) -> dict[str, Any]:
    """What is withheld of an entry: who contributes, and the note. Everything else stands."""
    return {name: payload[name] for name in payload if name not in ("contributor", "note")}


def _scope(reporter: str) -> str:
    return "fund:write" if reporter == SECRETARIAT else "reports:write"


def _serial(_reporter: str, payload: Payload) -> str:
    return f"{NAME}/{payload['money']['currency']}"


KIND = Kind(
    NAME,
    scope="fund:write",
    scope_for=_scope,
    required=("entry", "money", "date"),
    requires=requires,
    frozen=True,
    leaves=leaves,
    check=check,
    index=index,
    counted=counted,
    looked_up=looked_up,
    seeks=seeks,
    clash=clash,
    serial=_serial,
)
