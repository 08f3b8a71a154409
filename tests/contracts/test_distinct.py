"""What stands twice in a list is told where it stands."""

from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ValidationError

from contracts.distinct import distinct, distinct_by, repeated


class Marked(BaseModel):
    axes: Annotated[list[str], AfterValidator(distinct)]


def test_each_that_stands_before_is_told() -> None:
    assert Marked.model_validate({"axes": ["a", "b"]}).axes == ["a", "b"]
    with pytest.raises(ValidationError) as caught:
        Marked.model_validate({"axes": ["a", "b", "a", "a"]})
    told = [(error["loc"], error["type"]) for error in caught.value.errors()]
    assert told == [(("axes", 2), "repeated"), (("axes", 3), "repeated")]


def test_by_keys() -> None:
    assert repeated([1, 2, 1]) == [2]
    assert distinct_by(["a", "b"], [1, 2], "twice") == ["a", "b"]
    with pytest.raises(ValidationError, match="twice"):
        distinct_by(["a", "b"], [1, 1], "twice")
