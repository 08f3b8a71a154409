"""The columns of the table that can be filled in instead of a form."""

from tests.services.reports.conftest import Desk


async def test_a_table_can_be_filled_in_instead(desk: Desk) -> None:
    kinds = {
        one["code"]: one for one in (await desk.ask(None, "GET", "/kinds?lang=es")).json()["items"]
    }
    for kind in kinds.values():
        places = [tuple(column["path"]) for column in kind["columns"]]
        assert len(set(places)) == len(places)
        needed = {column["path"][1] for column in kind["columns"] if len(column["path"]) > 1}
        assert needed == {field["field"] for field in kind["fields"]}
        assert all(column["header"] and column["help"] for column in kind["columns"])
    of = {column["column"]: column for column in kinds["fund-entry"]["columns"]}
    assert of["money.currency"] == {
        "column": "money.currency",
        "path": ["payload", "money", "currency"],
        "header": "Monto · Moneda",
        "help": "Su código de tres letras, por ejemplo USD.",
        "type": "short",
        "required": True,
        "sources": [],
        "codes": [],
    }
    assert "joint_reporters" not in of
    assert (of["title"]["required"], of["evidence"]["required"]) == (True, False)
