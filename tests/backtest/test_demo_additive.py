"""On the demo children add up to their parent for every additive indicator, in every year, the merger of 2021 and the unassigned included."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.engine.observe import all_indicators
from tests.backtest.conftest import Ask
from tests.backtest.oracle import Books

LEVELS = ("prefecture", "county", "township")
ADDITIVE = [name for name, i in all_indicators().items() if i.additive and i.kind in ("count", "ratio", "survey")]
PARTS = ("numerator", "denominator")
OWN = {"partner_due", "milestone_due", "milestone_place", "budget_year"}  # rows of a county itself, which are no township's


@pytest.mark.parametrize("indicator", ADDITIVE)
def test_children_add_up(demo: Ask, books: Books, indicator: str) -> None:
    """To the parent exactly; where a county keeps records of its own, to no more than the county has."""
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    has_own = {m.mart for m in (all_indicators()[indicator].numerator, all_indicators()[indicator].denominator) if m is not None} & OWN
    answers = [demo(indicator, level=level) for level in LEVELS]
    for above, below in zip(answers, answers[1:], strict=False):
        up = below["region_code"].map(lambda code: parent.get(code, str(code).removesuffix(".unassigned")))
        summed = below.assign(**{p: below[p].astype(float) for p in PARTS}).groupby([up, below["period"]])[list(PARTS)].sum()
        told = above.set_index(["region_code", "period"])[list(PARTS)].astype(float).fillna(0.0)
        both = summed.join(told, how="outer", lsuffix="_summed").fillna(0.0)
        wrong = {p: ~np.isclose(both[f"{p}_summed"], both[p], rtol=1e-9, atol=1e-6) for p in PARTS}
        off = [key for p in PARTS for key in both.index[wrong[p] & ((both[f"{p}_summed"] > both[p]) if has_own else True)]]
        assert off == []


def test_most_of_them_are_collected_in_the_demo(demo: Ask) -> None:
    frames = [demo(name, level="county", period="2024") for name in ADDITIVE]
    silent = [f["indicator"].iloc[0] for f in frames if not pd.to_numeric(f["numerator"]).notna().any()]
    assert len(silent) <= len(ADDITIVE) / 5, silent
