"""A call is honest when it names a callback, its inputs, states and outputs as they are declared; nothing else runs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.forged import is_honest

CALLS: dict[str, Any] = {
    "..a.children...{\"card\":[\"ALL\"],\"part\":\"text\"}.children..": {
        "inputs": [{"id": "address", "property": "pathname"}],
        "state": [{"id": '{"card":["ALL"],"part":"text"}', "property": "id"}],
    }
}


def honest() -> dict[str, Any]:
    """A call as a browser sends it."""
    card = {"card": "one", "part": "text"}
    return {
        "output": next(iter(CALLS)),
        "outputs": [{"id": "a", "property": "children"}, [{"id": card, "property": "children"}]],
        "inputs": [{"id": "address", "property": "pathname", "value": "/"}],
        "state": [[{"id": card, "property": "id", "value": card}]],
        "changedPropIds": ["address.pathname"],
    }


def test_what_a_browser_sends_is_honest():
    assert is_honest(honest(), CALLS)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("output", "other.children"), ("output", None), ("output", ["a"]), ("inputs", []), ("inputs", None), ("inputs", {}),
        ("inputs", [{"id": "county", "property": "pathname", "value": "/login"}]),
        ("inputs", [{"id": "address", "property": "href", "value": "/"}]),
        ("inputs", [{"id": "address", "property": "pathname"}, {"id": "address", "property": "pathname"}]),
        ("state", []), ("state", [{"id": "a", "property": "id"}]), ("state", [[{"id": {"card": "one"}, "property": "id"}]]),
        ("state", [[{"id": {"card": 1, "part": "text"}, "property": "id"}]]),
        ("state", [[{"id": {"card": "one", "part": "graph"}, "property": "id"}]]),
        ("outputs", []), ("outputs", None), ("outputs", [{"id": "a", "property": "children"}, {"id": "b", "property": "children"}]),
        ("changedPropIds", None), ("changedPropIds", [1]),
    ],
)
def test_a_call_with_one_part_forged_is_refused(part, value):
    call = honest()
    call[part] = value
    assert not is_honest(call, CALLS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "property", "value"]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]), ANYTHING))
def test_nothing_a_browser_sends_can_break_the_check(body):
    assert is_honest(body, CALLS) is False
    assert is_honest({**honest(), **{k: v for k, v in body.items() if k != "changedPropIds"}}, CALLS) in (True, False)
