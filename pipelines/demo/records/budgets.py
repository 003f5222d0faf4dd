"""Budgets of the counties, approved, adjusted and executed, by source: what was executed is what the ledgers paid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast, month_at
from pipelines.demo.design import FIRST_YEAR, LAST_YEAR
from pipelines.demo.pay import MONTHLY_FROM, Ledger

_LINES = {
    "pay": "基层卫生人员经费",
    "post_allowance": "基层岗位津贴",
    "entry": "一次性从业（安家）补助",
    "training": "继续教育费用补贴",
    "talent": "专项人才待遇",
    "equipment": "村卫生室设备更新",
    "public_health": "基本公共卫生服务补助",
}
# who pays how much of each line
_SOURCES = {
    "pay": {"province": 0.35, "county": 0.65},
    "post_allowance": {"province": 0.6, "county": 0.4},
    "entry": {"prefecture": 1.0},
    "training": {"county": 1.0},
    "talent": {"prefecture": 1.0},
    "equipment": {"central": 0.7, "county": 0.3},
    "public_health": {"central": 0.6, "province": 0.25, "county": 0.15},
}
_OF_SCHEME = {"AJ": "entry", "JT": "post_allowance", "BY": "post_allowance", "JL": "training", "RC": "talent"}
_PER_HEAD = {
    2015: 40,
    2016: 45,
    2017: 50,
    2018: 55,
    2019: 69,
    2020: 74,
    2021: 79,
    2022: 84,
    2023: 89,
    2024: 94,
    2025: 99,
}  # yuan, basic public health
_VILLAGE_SHARE = 0.4  # of the work and money goes to villages


def _spent(cast: Cast, ledger: Ledger, grants: pd.DataFrame, claims: pd.DataFrame, people: dict[int, pd.Series]) -> pd.DataFrame:
    """Return yuan paid by county, year and line."""
    county = cast.clinics["county"].to_numpy()
    annual = pd.DataFrame(
        {"county": county[ledger.annual["clinic"]], "year": ledger.annual["year"], "line": "pay", "yuan": ledger.annual["amount"]}
    )
    own = ledger.monthly[ledger.monthly["component"].isin(("base", "performance"))]
    monthly = pd.DataFrame({"county": county[own["clinic"]], "year": own["month"] // 12 + FIRST_YEAR, "line": "pay", "yuan": own["amount"]})
    paid = grants[grants["scheme_id"].str[3:].isin(_OF_SCHEME) & grants["paid_on"].notna()]
    given = pd.DataFrame(
        {
            "county": county[paid["clinic"]],
            "year": month_at(paid["due_on"].to_numpy()) // 12 + FIRST_YEAR,
            "line": paid["scheme_id"].str[3:].map(_OF_SCHEME).to_numpy(),
            "yuan": paid["paid_yuan"].to_numpy(),
        }
    )
    before = given[(given["year"] < MONTHLY_FROM) & (given["line"] == "post_allowance")]  # within the yearly pay of those years
    fees = claims[claims["paid_on"].notna()]
    fee = pd.DataFrame(
        {
            "county": county[fees["clinic"]],
            "year": fees["claimed_on"].dt.year.to_numpy(),
            "line": "training",
            "yuan": fees["paid_yuan"].to_numpy(),
        }
    )
    health = pd.concat(
        [
            pd.DataFrame(
                {"county": n.index, "year": year, "line": "public_health", "yuan": (n * _PER_HEAD[year] * _VILLAGE_SHARE).to_numpy()}
            )
            for year, n in people.items()
        ]
    )
    return (
        pd.concat([annual, monthly, given, before.assign(line="pay", yuan=-before["yuan"]), fee, health])
        .groupby(["county", "year", "line"], as_index=False)["yuan"]
        .sum()
    )


def make_budgets(cast: Cast, ledger: Ledger, grants: pd.DataFrame, claims: pd.DataFrame, people: dict[int, pd.Series]) -> pd.DataFrame:
    """Return budget lines by county, year and source; `people` is residents by county for each year."""
    rng = cast.stream("budgets")
    spent = _spent(cast, ledger, grants, claims, people)
    counties = [p.code for p in cast.counties()]
    kit = pd.DataFrame(
        [(c, y, "equipment", float(rng.integers(4, 30) * 10_000)) for c in counties for y in range(FIRST_YEAR, LAST_YEAR + 1)],
        columns=spent.columns,
    )
    rows = pd.concat([spent, kit], ignore_index=True)
    rows["source"] = rows["line"].map(lambda line: list(_SOURCES[line].items()))
    rows = rows.explode("source", ignore_index=True)
    share = np.array([s[1] for s in rows["source"]])
    executed = np.round(rows["yuan"].to_numpy() * share)
    rate = np.clip(rng.normal(0.95, 0.05, len(rows)), 0.72, 1.0)
    adjusted = np.round(executed / rate, -2)
    approved = np.round(adjusted * rng.choice([1.0, 1.0, 1.05, 0.96], len(rows)), -2)
    frame = pd.DataFrame(
        {
            "region_code": rows["county"],
            "year": rows["year"].astype(str) + "年",
            "budget_line": rows["line"].map(_LINES),
            "budget_use": rows["line"],
            "source_level": [s[0] for s in rows["source"]],
            "approved_yuan": approved,
            "adjusted_yuan": np.maximum(adjusted, executed),
            "executed_yuan": executed,
        }
    )
    return frame.sort_values(["region_code", "year", "budget_use", "source_level"], ignore_index=True)
