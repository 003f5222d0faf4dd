"""What others have published about pay: reference incomes, and means and medians somebody else computed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demo.cast import Cast
from pipelines.demo.design import FIRST_YEAR, LAST_YEAR
from pipelines.demo.pay import MONTHLY_FROM, Ledger, annualised

# yuan a year in 2015 and growth, all assumed
_INCOMES = {
    "542500": {
        "urban_wage": (99_000, 0.055),
        "health_wage": (96_000, 0.055),
        "urban_income": (27_500, 0.075),
        "rural_income": (8_600, 0.115),
    },
    "140300": {
        "urban_wage": (51_000, 0.06),
        "health_wage": (48_000, 0.06),
        "urban_income": (26_800, 0.055),
        "rural_income": (12_600, 0.075),
    },
}
ORIGIN = "合成演示：数值为假设"
COUNTIES_APART = 0.15  # standard deviation of the logarithm of what rural people of a county earn


def make_incomes(cast: Cast, area: str) -> pd.DataFrame:
    """Return what others earn, by year and kind, and what rural people earn in each county: made up, in the right order of size."""
    rng = np.random.default_rng([int(area), 7])
    rows = []
    for kind, (yuan, growth) in _INCOMES[area].items():
        level = float(yuan)
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            rows.append((area, f"{year}年", kind, round(level, -1), ORIGIN))
            level *= 1 + growth + float(rng.normal(0, 0.008))
    rural = [(year, yuan) for _, year, kind, yuan, _ in rows if kind == "rural_income"]
    counties = sorted(p.code for p in cast.places if p.level == "county" and p.parent == area)
    ratios = np.exp(rng.normal(0, COUNTIES_APART, len(counties)))
    for code, ratio in zip(counties, ratios, strict=True):
        rows += [(code, year, "rural_income", round(yuan * ratio, -1), ORIGIN) for year, yuan in rural]
    return pd.DataFrame(rows, columns=["region_code", "year", "reference_kind", "reference_yuan", "origin"])


def make_summary(cast: Cast, ledger: Ledger, area: str) -> pd.DataFrame:
    """Return mean and median pay of an area by year, as its yearbook would give it: rounded to hundreds, of everyone on the payroll."""
    mine = ledger.annual[cast.clinics["area"].to_numpy()[ledger.annual["clinic"]] == area]
    full = mine[mine["last"] - mine["first"] >= 5]
    annual = full["amount"] / (full["last"] - full["first"] + 1) * 12
    yuan = {y: annual[full["year"] == y].to_numpy() for y in range(FIRST_YEAR, MONTHLY_FROM)}
    yuan |= {y: annualised(ledger.monthly, cast.world.ground.area, y, area).to_numpy() for y in range(MONTHLY_FROM, LAST_YEAR + 1)}
    name = next(p.name_zh for p in cast.places if p.code == area)
    rows = [
        ("中国", name, f"{year}年", measure, float(round(value, -2)), float(len(amounts)))
        for year, amounts in yuan.items()
        for measure, value in (("mean", np.mean(amounts)), ("median", np.median(amounts)))
    ]
    return pd.DataFrame(rows, columns=["country", "region_name", "year", "income_measure", "amount", "persons"])
