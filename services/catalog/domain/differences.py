"""The difference between two editions, code by code, and which codes of the new one stand for each
of the old.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Any

from services.catalog.domain import adoptions, translations
from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.domain.filing import changed_fields


def between(old: Edition, new: Edition, catalogue: Catalogue) -> dict[str, Any]:
    """Codes of nodes added and removed, what changed of the others (links count as fields of their
    activity), old codes mapped to new, the adopted proposals that an edition since the old one has
    taken in.
    """
    mapping = _mapping(old, new, catalogue.editions)
    return {
        "from": old.code,
        "to": new.code,
        "added": _only(new, old),
        "removed": _only(old, new),
        "changed": _changed(old, new),
        "mapping": [{"from": code, "to": codes} for code, codes in mapping.items()],
        "adoptions": adoptions.of_editions(catalogue, _since(old, new, catalogue.editions)),
    }


def _only(edition: Edition, other: Edition) -> list[str]:
    """The nodes that the other edition does not have."""
    return [code for code in edition.nodes if code not in other.nodes]


def _changed(old: Edition, new: Edition) -> list[dict[str, Any]]:
    """What changed of the nodes that both have."""
    changes = (_change(old, new, code) for code in old.nodes if code in new.nodes)
    return [change for change in changes if change["fields"]]


def _since(old: Edition, new: Edition, editions: Mapping[str, Edition]) -> list[str]:
    """The editions that were made from the old one, to the new; none where the new was not."""
    *later, first = (edition.code for edition in _bases(new, old.code, editions))
    return later if first == old.code else []


def _change(old: Edition, new: Edition, code: str) -> dict[str, Any]:
    before, after = _comparable(old, old.nodes[code]), _comparable(new, new.nodes[code])
    fields = changed_fields(before, after)
    return {
        "code": code,
        "fields": fields,
        "before": {name: before.get(name) for name in fields},
        "after": {name: after.get(name) for name in fields},
    }


def _comparable(edition: Edition, node: Entry) -> dict[str, Any]:
    """A node with what is linked to it. What it replaces is told by the mapping."""
    own = {name: value for name, value in node.frozen.items() if name != "replaces"}
    texts = translations.contents(node.texts)
    official = {"official": edition.fingerprints.get(node.code)}
    return {**own, **texts, **_linked(edition, node), **_rationales(edition, node), **official}


def _linked(edition: Edition, node: Entry) -> dict[str, Any]:
    """The partners of a node, and those of them that are linked indirectly."""
    name = "objectives" if node.kind == "activity" else "activities"
    strengths = edition.link_strengths.get(node.code, {}).items()
    indirect = [code for code, strength in strengths if strength == "indirect"]
    linked = {name: edition.linked.get(node.code, [])}
    return {**linked, "linked_indirectly": indirect} if indirect else linked


def _rationales(edition: Edition, node: Entry) -> dict[str, Any]:
    """Why an activity is linked to its objectives; nothing where it is to none."""
    links = edition.links_of(node.code).items()
    why = {code: translations.contents(link.texts)["rationale"] for code, link in links}
    return {"rationales": why} if why else {}


def lineage(edition: Edition, code: str, editions: Mapping[str, Edition]) -> dict[str, list[str]]:
    """Edition → the codes of which this node came, in every edition that this one goes back to."""
    out = {edition.code: [code]}
    for later, earlier in pairwise(_bases(edition, "", editions)):
        origins = (_origins(later, earlier, each) for each in out[later.code])
        out[earlier.code] = list(dict.fromkeys(chain.from_iterable(origins)))
    return out


def _origins(later: Edition, earlier: Edition, code: str) -> list[str]:
    """The codes that a code of the later edition stands for in the earlier one."""
    itself = [code] if code in earlier.nodes else []
    return itself + _replaced(later, code)


def _replaced(edition: Edition, code: str) -> list[str]:
    node = edition.nodes.get(code)
    return list(node.frozen.get("replaces", ())) if node else []


def _mapping(old: Edition, new: Edition, editions: Mapping[str, Edition]) -> dict[str, list[str]]:
    """Through every edition between them where one was made from the other, whichever came first;
    otherwise a code stands for itself.
    """
    if _made_from(new, old, editions):
        return _forward(old, new, editions)
    if _made_from(old, new, editions):
        return _reversed(_forward(new, old, editions), old.nodes)
    return {code: [code] if code in new.nodes else [] for code in old.nodes}


def _made_from(edition: Edition, base: Edition, editions: Mapping[str, Edition]) -> bool:
    """Whether an edition was made from another, directly or through others."""
    return _bases(edition, base.code, editions)[-1].code == base.code


def _reversed(mapping: Mapping[str, list[str]], codes: Iterable[str]) -> dict[str, list[str]]:
    """Which codes stand for each of these in a mapping."""
    return {code: [each for each in mapping if code in mapping[each]] for code in codes}


def _forward(old: Edition, new: Edition, editions: Mapping[str, Edition]) -> dict[str, list[str]]:
    mapping = {code: [code] for code in old.nodes}
    for later in reversed(_bases(new, old.code, editions)[:-1]):
        mapping = {code: _all_successors(later, codes) for code, codes in mapping.items()}
    return mapping


def _bases(edition: Edition, last: str, editions: Mapping[str, Edition]) -> list[Edition]:
    """The edition, the one it was made from and so on, at most as far as `last`."""
    chain = [edition]
    while chain[-1].code != last and (base := editions.get(chain[-1].based_on or "")):
        chain.append(base)
    return chain


def _all_successors(edition: Edition, codes: list[str]) -> list[str]:
    """The codes that stand for these in the edition, each once."""
    return list(dict.fromkeys(new for code in codes for new in _successors(edition, code)))


def _successors(edition: Edition, code: str) -> list[str]:
    """The code itself where it is still there, and what replaces it."""
    itself = [code] if code in edition.nodes else []
    return itself + [each for each in edition.nodes if code in _replaced(edition, each)]
