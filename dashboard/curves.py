"""How an indicator answers: which ones are answered for the whole span, and which only for what they found."""

from __future__ import annotations

from pipelines.engine.observe import all_indicators

SPARSE = ("survival", "published")  # broken down, these answer only for what they found; others complete a grid of the question's own places


def is_curve(name: str) -> bool:
    """Say whether an indicator is answered for the whole span unless one period is asked for."""
    indicator = all_indicators().get(name)
    return indicator is not None and indicator.kind == "survival" and not indicator.months


def is_sparse(name: str) -> bool:
    """Say whether an indicator, broken down, answers only for the categories it found."""
    indicator = all_indicators().get(name)
    return indicator is not None and indicator.kind in SPARSE
