"""Agreements broken by the year of the breach: what is to be repaid, what came back so far and what is outstanding."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.cards.amounts import ROUNDED, Amounts
from dashboard.cards.unanswered import unanswered
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, scale_for
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
IN_YEAR, IN_YEARS = Text("{first} 年", "{first}"), Text("{first}–{last} 年", "{first}–{last}")
ONE_BREACH, BREACHES = Text("违约 1 份", "1 breach"), Text("违约 {n} 份", "{n} breaches")
CAME_BACK = Text("{years}{breaches}；应退 {due}，{repaid}。", "{years}: {breaches}; to be repaid {due}, {repaid}.")
SOME_BACK, NONE_BACK = Text("已退 {back}（{share}）", "repaid {back} ({share})"), Text("尚未退还", "nothing repaid so far")
NO_AMOUNT = Text("{years}{breaches}；未填应退金额。", "{years}: {breaches}; what is to be repaid is not stated.")
NOT_SAID = Text("应退金额未填", "no amount stated")


def breach_table(sight: Sight, card: Card) -> Chart:
    """Return years as rows: agreements broken, what is to be repaid, what came back so far and what is outstanding."""
    lang, about = sight.lang, context(sight, card)
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    frames = {n: sight.edition.observe(sight.viewer, Query(n, level=level, region=sight.state.region)) for n in BREACH}
    ends = sight.edition.periods().set_index("label")["end_on"]
    limit = ends.get(sight.state.period, pd.Timestamp.max)
    known = frames["agreement_breaches"]
    known = known[known["period"].map(lambda year: ends.get(year, limit) <= limit).astype(bool)]
    counts = known[known["value"] > 0].set_index("period")
    years = sorted(counts.index, reverse=True)[:MOST_YEARS]
    money = frames["repayment_recovery"].set_index("period")
    told = money[money.index.isin(years) & money["value"].notna()]
    scale = scale_for([float(v) for v in told["denominator"]], "currency", about.currency, lang)
    amounts = Amounts(scale, about.currency)
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
            cells += [amounts.cell(v) for v in (due, back, due - back)]
            cells.append(TableCell(number(float(row["value"]), "share", "", lang), float(row["value"])))
        rows.append(cells)
    made = listing(card, heads, rows, about, NO_BREACHES.of(lang))
    note = "" if _adds_up(told, amounts) else ROUNDED.of(lang)
    made = replace(made, finding=_came_back(counts.loc[years, "value"], told, amounts) if rows else "").with_note(BREACH_NOTE.of(lang), note)
    return unanswered(made, card, known, about)


def _adds_up(money: pd.DataFrame, amounts: Amounts) -> bool:
    """Say whether the amounts add up as they are printed: those of each year, and the years to what the sentence says of them together."""
    due, back = (money[name].astype(float) for name in ("denominator", "numerator"))
    by_year = all(amounts.adds_up((repaid, owed - repaid), owed) for owed, repaid in zip(due, back, strict=True))
    return by_year and amounts.adds_up(due, due.sum()) and amounts.adds_up(back, back.sum())


def _came_back(counts: pd.Series, money: pd.DataFrame, amounts: Amounts) -> str:
    """Say how many agreements were broken in the years shown, and how much of what they owe came back, where an amount is stated."""
    lang, first, last = amounts.scale.lang, min(counts.index), max(counts.index)
    many = (ONE_BREACH if counts.sum() == 1 else BREACHES).of(lang).format(n=f"{counts.sum():,.0f}")
    years = (IN_YEAR if first == last else IN_YEARS).of(lang).format(first=first, last=last)
    due, back = float(money["denominator"].sum()), float(money["numerator"].sum())
    if not due:
        return NO_AMOUNT.of(lang).format(years=years, breaches=many)
    repaid = SOME_BACK.of(lang).format(back=amounts.told(back), share=number(back / due, "share", "", lang)) if back else NONE_BACK.of(lang)
    return CAME_BACK.of(lang).format(years=years, breaches=many, due=amounts.told(due), repaid=repaid)
