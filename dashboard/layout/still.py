"""Parts of a page that no callback addresses, drawn as one component.

Dash keeps a watch on every component it knows of, and asks each at every change of any: a list of two hundred rows, a component a
cell, held a browser for seconds. What only stands there is handed over as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component


class Still(Component):
    """Plain elements, drawn by `xiangyi.Still` of assets/still.js; `tree` are components of dash.html, whose ids no callback may name."""

    _type, _namespace = "Still", "xiangyi"
    _prop_names = ["tree"]
    _valid_wildcard_attributes: list[str] = []
    available_properties = _prop_names
    available_wildcard_properties: list[str] = []


def still(tree: Sequence[Any]) -> list[Still]:
    """Return words and components of dash.html as one component, none where there is nothing."""
    return [Still(tree=list(tree))] if tree else []
