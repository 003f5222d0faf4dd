"""The order of a table led by ranks: the ranked from the last to the first, then numbers that are not ranked, then places without one."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.standing import lead_rows, worst_first
from tests.unit.charts.samples import frame


def observed(name: str, **statuses: str) -> pd.DataFrame:
    """A row a place, valued where its status has a number."""
    return frame(*({
        "indicator": name, "region_code": code, "region_name": code, "status": status,
        "value": 1.0 if status in ("ok", "partial") else None,
    } for code, status in statuses.items()))


def test_places_without_a_rank_come_after_the_ranked_and_those_without_a_number_last() -> None:
    rows = observed("density", A="not_collected", B="partial", C="ok", D="suppressed", E="ok", F="partial", G="ok")
    standing = pd.DataFrame({"region_code": [*"CEGABDF"], "rank": pd.array([2, 1, 2, None, None, None, None], dtype="Int64")})
    assert worst_first(rows, standing, is_neutral=False) == [*"CGEBFAD"]
    assert worst_first(rows, standing, is_neutral=True) == [*"ECGBFAD"], "without a good side from the largest down"


def test_a_place_of_which_the_first_indicator_says_nothing_stands_last_with_its_status() -> None:
    rows = pd.concat([observed("headcount", A="ok", B="ok", C="ok"), observed("density", B="ok", C="partial")], ignore_index=True)
    lead = lead_rows(rows, "density")
    assert dict(zip(lead["region_code"], lead["status"], strict=True)) == {"B": "ok", "C": "partial", "A": "not_collected"}
    assert set(lead["indicator"]) == {"density"} and lead.loc[lead["region_code"] == "A", "value"].isna().all()
    standing = pd.DataFrame({"region_code": [*"BCA"], "rank": pd.array([1, None, None], dtype="Int64")})
    assert worst_first(lead, standing, is_neutral=False) == [*"BCA"]
    assert lead_rows(rows[rows["indicator"] == "headcount"], "density").empty, "where nothing leads there is no order"
