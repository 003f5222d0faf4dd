"""Tell an honest call of a callback from a forged one. Dash itself checks neither ids, nor properties, nor their order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

WILD, ONE = ["ALL"], ["MATCH"]
MOST = 200  # components one wildcard may stand for


def is_honest(body: Any, calls: Mapping[str, Any]) -> bool:
    """Return whether `body` asks for a callback that exists, with the inputs, states and outputs it declares, in their order."""
    if not isinstance(body, Mapping) or not isinstance(body.get("output"), str):
        return False
    declared = calls.get(body["output"])
    if declared is None or not _strings(body.get("changedPropIds")):
        return False
    return (
        _all_match(body.get("inputs"), declared["inputs"])
        and _all_match(body.get("state", []), declared["state"])
        and _outputs_match(body.get("outputs"), body["output"])
    )


def _strings(found: Any) -> bool:
    return isinstance(found, list) and len(found) <= 4 * MOST and all(isinstance(x, str) for x in found)


def _all_match(found: Any, declared: Any) -> bool:
    if not isinstance(found, list) or len(found) != len(declared):
        return False
    return all(_matches(f, d["id"], d["property"]) for f, d in zip(found, declared, strict=True))


def _matches(found: Any, declared: str, prop: str) -> bool:
    """Compare one given component with the declared one; ALL stands for a list of them, MATCH for any one."""
    wanted = json.loads(declared) if declared.startswith("{") else declared
    if isinstance(wanted, dict) and any(v == WILD for v in wanted.values()):
        return isinstance(found, list) and len(found) <= MOST and all(_is(f, wanted, prop) for f in found)
    return _is(found, wanted, prop)


def _is(found: Any, wanted: Any, prop: str) -> bool:
    if not isinstance(found, Mapping) or found.get("property") != prop:
        return False
    given = found.get("id")
    if not isinstance(wanted, dict):
        return bool(given == wanted)
    if not isinstance(given, Mapping) or set(given) != set(wanted):
        return False
    return all(isinstance(given[k], str) and len(given[k]) < 200 if v in (WILD, ONE) else given[k] == v for k, v in wanted.items())


def _outputs_match(found: Any, output: str) -> bool:
    """The outputs must be those in the callback's name: "..id.prop...id.prop.." or "id.prop"."""
    several = output.startswith("..") and output.endswith("..")
    names = output[2:-2].split("...") if several else [output]
    given = found if several else [found]
    if not isinstance(given, list) or len(given) != len(names):
        return False
    return all(_matches(g, *name.rsplit(".", 1)) for g, name in zip(given, names, strict=True))
