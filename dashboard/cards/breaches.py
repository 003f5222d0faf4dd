"""Agreements broken by the year of the breach: what is to be repaid, what came back so far and what is outstanding."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import Scale, number, scale_for
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.observe import Query

BREACH = ("agreement_breaches", "repayment_due", "repayment_recovery")
BREACH_HEADS = {
    "year": Text("违约年份", "Year of the breach"), "breaches": Text("违约（份）", "Breaches"), "due": Text("应退", "To be repaid"),
    "repaid": Text("已退", "Repaid"), "open": Text("未追回", "Outstanding"), "share": Text("追回率", "Recovered"),
}
NO_BREACHES = Text("没有违约记录。", "No breach is on record.")
BREACH_NOTE = Text(
    "按违约日期归年，退款为迄今累计；近年违约的追回时间短。协商解除不是违约；未填应退金额的不在金额之内",
    "by year of the breach, repaid so far; recent breaches have had less time. Ended by consent is no breach; agreements without an "
    "amount are not in the sums",
)
MOST_YEARS = 8
CAME_BACK = Text(
    "{first}–{last} 年违约 {n} 份；应退 {due}，已退 {back}（{share}）。", "{first}–{last}: {n} breaches; to be repaid {due}, repaid {back} ({share}).",
)
NOT_SAID = Text("应退金额未填", "no amount stated")


def breach_table(sight: Sight, card: Card) -> Chart:
    """Return years as rows: agreements broken, what is to be repaid, what came back so far and what is outstanding."""
    lang, about = sight.lang, context(sight, card)
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    frames = {n: sight.edition.observe(sight.viewer, Query(n, level=level, region=sight.state.region)) for n in BREACH}
    ends = sight.edition.periods().set_index("label")["end_on"]
    limit = ends.get(sight.state.period, pd.Timestamp.max)
    counts = frames["agreement_breaches"].set_index("period")
    counts = counts[counts["value"].fillna(0) > 0] if len(counts) else counts
    years = sorted((y for y in counts.index if ends.get(y, limit) <= limit), reverse=True)[:MOST_YEARS]
    money = frames["repayment_recovery"].set_index("period")
    scale = scale_for([float(v) for v in money["denominator"].dropna()] if len(money) else [], "currency", about.currency, lang)
    unit = f"（{scale.axis_unit}）" if lang == "zh" else f" ({scale.axis_unit})"
    heads = [ColumnHead(n, t.of(lang) + (unit if n in ("due", "repaid", "open") else ""), n != "year") for n, t in BREACH_HEADS.items()]
    rows = []
    for year in years:
        row = money.loc[year] if year in money.index else None
        cells = [TableCell(str(year)), TableCell(f"{counts.loc[year, 'value']:,.0f}", float(counts.loc[year, "value"]))]
        if row is None or pd.isna(row["value"]):
            cells += [TableCell(NOT_SAID.of(lang)), *(TableCell("") for _ in range(3))]
        else:
            due, back = float(row["denominator"]), float(row["numerator"])
            cells += [TableCell(scale.bare(scale.shown(v)), scale.shown(v)) for v in (due, back, due - back)]
            cells.append(TableCell(number(float(row["value"]), "share", "", lang), float(row["value"])))
        rows.append(cells)
    made = listing(card, heads, rows, about, NO_BREACHES.of(lang))
    told = money[money.index.isin(years) & money["value"].notna()] if len(money) else money
    return replace(made, finding=_came_back(counts.loc[years, "value"], told, scale)).with_note(BREACH_NOTE.of(lang))


def _came_back(counts: pd.Series, money: pd.DataFrame, scale: Scale) -> str:
    """Say how many agreements were broken in the years shown, and how much of what they owe came back; "" without an amount."""
    if not len(money):
        return ""
    due, back = float(money["denominator"].sum()), float(money["numerator"].sum())
    return CAME_BACK.of(scale.lang).format(
        first=min(counts.index), last=max(counts.index), n=f"{counts.sum():,.0f}", due=scale.full(scale.shown(due)),
        back=scale.full(scale.shown(back)), share=number(back / due, "share", "", scale.lang),
    )
