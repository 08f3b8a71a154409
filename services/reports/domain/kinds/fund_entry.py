"""`fund-entry`: a movement of the specific fund of voluntary contributions; append-only."""

from collections.abc import Iterable, Sequence
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


def _reporter(draft: Draft) -> list[Violation]:
    """The Secretariat reports every entry, a contributor its own pledges."""
    entry, contributor = draft.payload.get("entry"), draft.payload.get("contributor") or {}
    if draft.reporter == SECRETARIAT or entry is None:
        return []
    if entry != "pledge":
        sentence = f"{draft.reporter} reports pledges of its own."
        return [("/payload/entry", "actor_may_not_report", sentence)]
    if contributor and contributor.get("actor") != draft.reporter:
        sentence = f"{draft.reporter} pledges for itself alone."
        return [("/payload/contributor", "not_yours", sentence)]
    return []


def _contributor(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    actor = (draft.payload.get("contributor") or {}).get("actor")
    if actor is None or catalogue.reporter(actor) is not None:
        return []
    return [("/payload/contributor/actor", "unknown_code", f"There is no actor {actor}.")]


def _activity(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    """Allocations go to what organs do."""
    code = draft.payload.get("activity")
    if code is None:
        return []
    if code.startswith(FURTHER):
        known = draft.others.coded(code) is not None
    else:
        known = code in catalogue.addressees
    if not known:
        return [("/payload/activity", "unknown_code", f"There is no activity {code}.")]
    if not code.startswith(FURTHER) and not _of_an_organ(catalogue, code):
        sentence = f"{code} is not entrusted to an organ: the fund is for organs' activities."
        return [("/payload/activity", "not_an_organs_activity", sentence)]
    return []


def _of_an_organ(catalogue: Catalogue, activity: str) -> bool:
    addressed = (catalogue.actors.get(code) for code in catalogue.addressees[activity])
    return any(actor is not None and actor.kind == "organ" for actor in addressed)


def _entry(draft: Draft, name: str, entries: Sequence[str]) -> list[Violation]:
    """The entry that is named is published, is one of these, and is of the same currency."""
    id_ = draft.payload.get(name)
    if id_ is None:
        return []
    other = _published(draft, id_)
    if other is None or other.payload["entry"] not in entries:
        sentence = f"There is no published {' or '.join(entries)} {id_}."
        return [(f"/payload/{name}", "unknown_code", sentence)]
    money = draft.payload.get("money")
    if money is not None and money["currency"] != other.payload["money"]["currency"]:
        sentence = f"{id_} is in {other.payload['money']['currency']}."
        return [("/payload/money/currency", "other_currency", sentence)]
    return []


def _modality(draft: Draft) -> list[Violation]:
    version = draft.payload.get("modality")
    if version is None or version in draft.others.modalities:
        return []
    return [("/payload/modality", "unknown_code", f"No modalities {version} are adopted.")]


def _published(draft: Draft, id_: str) -> Other | None:
    other = draft.others.by_id.get(id_)
    return other if other is not None and other.kind == NAME else None


def _too_much(draft: Draft) -> list[Violation]:
    """A reversal takes no more than is left."""
    id_, money = draft.payload.get("refers_to"), draft.payload.get("money")
    fund = _fund(draft)
    if id_ is None or id_ not in fund.entries or money is None:
        return []
    if Decimal(money["amount"]) <= fund.left(id_):
        return []
    sentence = f"No more than {fund.left(id_)} is left of it."
    return [("/payload/money/amount", "too_much", sentence)]


def _fund(draft: Draft) -> Fund:
    """All published entries of its currency."""
    return fund_of(entry_of(other.id, other.payload) for other in draft.others.of(NAME))


def clash(_catalogue: Catalogue, draft: Draft) -> Clash | None:
    """There is not enough: for an allocation, a disbursement or a reversal."""
    fund, money, entry = _fund(draft), draft.payload["money"], draft.payload["entry"]
    limits = _limits(fund, draft.payload, entry, money["currency"])
    amount = Decimal(money["amount"])
    for name, limit in limits.items():
        if amount > limit:
            told = str(limit + amount * 0)  # with the digits of what is asked
            figures = {"currency": money["currency"], "asked": money["amount"], name: told}
            return Clash("insufficient", f"There is not enough: {name} {told}.", figures)
    return None


def _limits(fund: Fund, payload: Payload, entry: str, currency: str) -> dict[str, Decimal]:
    """What the amount may not exceed, by name."""
    available = {"available": fund.balance(currency)["available"]}
    if entry == "allocation":
        return available
    if entry == "disbursement":
        return {"left": fund.left(payload["allocation"])}
    if entry != "reversal":
        return {}
    left = {"left": fund.left(payload["refers_to"])}
    receipt = fund.entries[payload["refers_to"]].entry == "receipt"
    return left | available if receipt else left


def requires(_reporter: str, payload: Payload) -> Sequence[str]:
    """What an entry of its sort needs."""
    return NEEDS.get(payload.get("entry", ""), ())


def seeks(_reporter: str, payload: Payload) -> Sought:
    """All published entries of its currency, those it names, and its further activity."""
    ids = tuple(payload[name] for name in ("allocation", "refers_to") if payload.get(name))
    currency = (payload.get("money") or {}).get("currency")
    terms = ((NAME, ("currency", currency)),) if currency else ()
    activity = payload.get("activity") or ""
    codes = (activity,) if activity.startswith(FURTHER) else ()
    modality = payload.get("modality")
    return Sought(ids, codes, terms, modalities=(modality,) if modality else ())


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
