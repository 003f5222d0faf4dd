"""Agreements broken by the year of the breach: what is to be repaid, what came back so far and what is outstanding."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.cards.amounts import ROUNDED, Amounts
from dashboard.cards.terms import terms
from dashboard.cards.unanswered import unanswered
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number, scale_for
from dashboard.charts.table import listing
from dashboard.charts.words import AS_AT
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text
from pipelines.engine.observe import Query

BREACH_HEADS = {
    "year": Text("违约年份", "Year of the breach"), "breaches": Text("违约（份）", "Breaches"), "due": Text("应退", "To be repaid"),
    "repaid": Text("已退", "Repaid"), "open": Text("未追回", "Outstanding"), "share": Text("追回率", "Recovered"),
}
NO_BREACHES = Text("没有违约记录。", "No breach is on record.")
BREACH_NOTE = Text(
    "按违约日期归年，只计到当日的违约与退款（未填退还日期的退款一并计入）；近年违约的追回时间短。"
    "协商解除不是违约；未填应退金额的不在金额之内；指标“违约金追回率”另计到数据截止日已退的，可能高于本表",
    "by year of the breach, broken and repaid by that day (repayments without a day are counted in); "
    "recent breaches have had less time. Ended by consent is no breach; agreements without an "
    "amount are not in the sums. The indicator of the share recovered counts what was repaid by the last day of the data and may be higher",
)
IN_YEAR, IN_YEARS = Text("{first} 年", "{first}"), Text("{first}–{last} 年", "{first}–{last}")
ONE_BREACH, BREACHES = Text("违约 1 份", "1 breach"), Text("违约 {n} 份", "{n} breaches")
CAME_BACK = Text("{years}{breaches}；应退 {due}，{repaid}。", "{years}: {breaches}; to be repaid {due}, {repaid}.")
SOME_BACK, NONE_BACK = Text("已退 {back}（{share}）", "repaid {back} ({share})"), Text("尚未退还", "nothing repaid so far")
NO_AMOUNT = Text("{years}{breaches}；未填应退金额。", "{years}: {breaches}; what is to be repaid is not stated.")
NOT_SAID = Text("应退金额未填", "no amount stated")


def breach_table(sight: Sight, card: Card) -> Chart:
    """Return years as rows: agreements broken, what is to be repaid, what came back so far and what is outstanding."""
    lang, about = sight.lang, context(sight, card)
    agreed, span = terms(sight), Within(sight).window()
    broken = agreed[agreed["standing"] == "breached"]
    told = _by_year(broken)
    scale = scale_for([float(v) for v in told["due"].dropna()], "currency", about.currency, lang)
    amounts = Amounts(scale, about.currency)
    heads = [
        ColumnHead.measured(n, t.of(lang), scale) if n in ("due", "repaid", "open")
        else ColumnHead(n, t.of(lang), n != "year", unit="%" if n == "share" else "")
        for n, t in BREACH_HEADS.items()
    ]  # fmt: skip
    rows = [_row(str(year), row, amounts) for year, row in told.iterrows()]
    day = AS_AT.of(lang).format(day=f"{span.last:%Y-%m-%d}") if span is not None else ""
    made = listing(card, heads, rows, about, NO_BREACHES.of(lang), day).as_none()
    if not rows:
        level = sight.edition.places(sight.viewer).get(sight.state.region).level
        known = sight.edition.observe(sight.viewer, Query("agreement_breaches", level=level, region=sight.state.region))
        ends = sight.edition.periods().set_index("label")["end_on"]
        known = known[known["period"].map(lambda year: ends.get(year, Within(sight).day) <= Within(sight).day).astype(bool)]
        return unanswered(made.with_note(BREACH_NOTE.of(lang)), card, known, about)
    note = "" if _adds_up(told, amounts) else ROUNDED.of(lang)
    return replace(made, finding=_came_back(told, amounts)).with_note(BREACH_NOTE.of(lang), note)


def _by_year(broken: pd.DataFrame) -> pd.DataFrame:
    """Return years of breach, the newest first: breaches, and due and back (yuan; NaN in a year without any amount stated)."""
    years = broken.groupby(broken["breach_on"].dt.year.rename("year"))
    found = years.agg(breaches=("agreement_id", "size"), stated=("repay_due_yuan", "sum"), repaid=("back_yuan", "sum"))
    has = found["stated"] > 0
    return found.assign(due=found["stated"].where(has), back=found["repaid"].where(has)).sort_index(ascending=False)


def _row(year: str, row: pd.Series, amounts: Amounts) -> list[TableCell]:
    """Return a year as a row of the table; in words where no amount is stated."""
    lang, due, back = amounts.scale.lang, float(row["due"]), float(row["back"])
    cells = [TableCell(year), TableCell(f"{row['breaches']:,.0f}", float(row["breaches"]))]
    if pd.isna(due):
        return [*cells, TableCell(NOT_SAID.of(lang)), *(TableCell("") for _ in range(3))]
    share = TableCell(number(back / due, "share", "", lang), back / due)
    return [*cells, *(amounts.cell(v) for v in (due, back, due - back)), share]


def _adds_up(money: pd.DataFrame, amounts: Amounts) -> bool:
    """Say whether the amounts add up as they are printed: those of each year, and the years to what the sentence says of them together."""
    due, back = (money[name].dropna() for name in ("due", "back"))
    by_year = all(amounts.adds_up((repaid, owed - repaid), owed) for owed, repaid in zip(due, back, strict=True))
    return by_year and amounts.adds_up(due, due.sum()) and amounts.adds_up(back, back.sum())


def _came_back(told: pd.DataFrame, amounts: Amounts) -> str:
    """Say how many agreements were broken in the years shown, and how much of what they owe came back, where an amount is stated."""
    lang, first, last = amounts.scale.lang, min(told.index), max(told.index)
    counts = told["breaches"]
    many = (ONE_BREACH if counts.sum() == 1 else BREACHES).of(lang).format(n=f"{counts.sum():,.0f}")
    years = (IN_YEAR if first == last else IN_YEARS).of(lang).format(first=first, last=last)
    due, back = float(told["due"].sum()), float(told["back"].sum())
    if not due:
        return NO_AMOUNT.of(lang).format(years=years, breaches=many)
    repaid = SOME_BACK.of(lang).format(back=amounts.told(back), share=number(back / due, "share", "", lang)) if back else NONE_BACK.of(lang)
    return CAME_BACK.of(lang).format(years=years, breaches=many, due=amounts.told(due), repaid=repaid)
