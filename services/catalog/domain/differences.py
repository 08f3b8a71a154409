"""The difference between two editions, code by code, and which codes of the new one stand for each
of the old.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from services.catalog.domain import adoptions, translations
from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.domain.filing import changed_fields


def between(old: Edition, new: Edition, catalogue: Catalogue) -> dict[str, Any]:
    """Codes of nodes added and removed, what changed of the others (links count as fields of their
    activity), old codes mapped to new, the adopted proposals that an edition since the old one has
    taken in.
    """
    editions = catalogue.editions
    since = _bases(new, old.code, editions)
    return {
        "from": old.code,
        "to": new.code,
        "added": [code for code in new.nodes if code not in old.nodes],
        "removed": [code for code in old.nodes if code not in new.nodes],
        "changed": [
            change
            for code in old.nodes
            if code in new.nodes
            if (change := _change(old, new, code))["fields"]
        ],
        "mapping": [
            {"from": code, "to": codes} for code, codes in _mapping(old, new, editions).items()
        ],
        "adoptions": adoptions.of_editions(
            catalogue, [each.code for each in since[:-1]] if since[-1].code == old.code else []
        ),
    }


def _change(old: Edition, new: Edition, code: str) -> dict[str, Any]:
    before, after = _comparable(old, old.nodes[code]), _comparable(new, new.nodes[code])
    fields = changed_fields(before, after)
    sides = ({name: side.get(name) for name in fields} for side in (before, after))
    return {"code": code, "fields": fields, **dict(zip(("before", "after"), sides, strict=True))}


def _comparable(edition: Edition, node: Entry) -> dict[str, Any]:
    links = [
        entry for entry in edition.kinds.get("link", ()) if entry.frozen["activity"] == node.code
    ]
    linked = {
        "objectives" if node.kind == "activity" else "activities": edition.linked.get(node.code, [])
    }
    why = (
        {
            "rationales": {
                entry.frozen["objective"]: translations.contents(entry.texts)["rationale"]
                for entry in links
            }
        }
        if links
        else {}
    )
    # the mapping tells of it
    own = {name: value for name, value in node.frozen.items() if name != "replaces"}
    strengths = edition.link_strengths.get(node.code, {}).items()
    indirect = [code for code, strength in strengths if strength == "indirect"]
    linked |= {"linked_indirectly": indirect} if indirect else {}
    return {
        **own,
        **translations.contents(node.texts),
        **linked,
        **why,
        "official": edition.fingerprints.get(node.code),
    }


def lineage(edition: Edition, code: str, editions: Mapping[str, Edition]) -> dict[str, list[str]]:
    """Edition → the codes of which this node came, in every edition that this one goes back to."""
    codes, out = [code], {edition.code: [code]}
    for later, earlier in pairwise(_bases(edition, "", editions)):
        codes = [before for each in codes for before in _origins(later, earlier, each)]
        out[earlier.code] = codes = list(dict.fromkeys(codes))
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
    if _bases(new, old.code, editions)[-1].code == old.code:
        return _forward(old, new, editions)
    if _bases(old, new.code, editions)[-1].code == new.code:
        later = _forward(new, old, editions)
        return {code: [each for each in later if code in later[each]] for code in old.nodes}
    return {code: [code] if code in new.nodes else [] for code in old.nodes}


def _forward(old: Edition, new: Edition, editions: Mapping[str, Edition]) -> dict[str, list[str]]:
    chain = _bases(new, old.code, editions)
    mapping = {code: [code] for code in old.nodes}
    for _, later in pairwise(reversed(chain)):
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
    itself = [code] if code in edition.nodes else []
    return itself + [
        node.code for node in edition.nodes.values() if code in node.frozen.get("replaces", ())
    ]
