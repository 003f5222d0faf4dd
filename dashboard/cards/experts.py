"""Expert days: who comes down from which hospital, month by month."""

from __future__ import annotations

import pandas as pd

from dashboard.cards.links import hospital_names
from dashboard.cards.reconciled import OF_YEAR
from dashboard.cards.within import Within
from dashboard.charts.chart import Chart
from dashboard.charts.counted import Said, stacked
from dashboard.charts.numbers import whole
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from dashboard.span import MONTHS_OF_YEAR
from pipelines.core.text import Text

_VISITS = "select period, place_code, hospital_code, visits, expert_days, cases from expert_visit_month"
_MONTHS = "select label, start_on, end_on from period where kind = 'month' order by start_on"
MOST_HOSPITALS = 6
_MONTH = Text("月份", "Month")
_OTHERS = Text("其他医院", "Other hospitals")
_NOTE = Text(
    "专家人数 × 天数，未填按 1 人 1 天；{when}共下沉 {visits} 次、诊治 {cases} 例", "experts times days, one of each where not stated; in {when} visits: {visits}, "
    "cases seen: {cases}",
)
_FINDING = Text("{when}共 {days} 专家日，{month} 月最多（{most}）；{none}", "{when}: {days} expert-days, most in month {month} ({most}); {none}")
_WITHOUT = Text("有 {n} 个月没有专家到来", "months without a visit: {n}")
_ALWAYS = Text("每月都有专家到来", "a visit in every month")
SPAN = Text("{first} 至 {last}", "{first} to {last}")
_EMPTY = Text("{year} 年所选地区没有专家下沉的记录。需要专家下沉登记（医院、机构、日期、人数、天数）。",
              "No expert is on record as having come here in {year}. It needs the list of visits: hospital, clinic, day, experts, days.")


def expert_days(sight: Sight, card: Card) -> Chart:
    """Return expert-days by month of the year up to the period's end, stacked by hospital; the smallest hospitals go together."""
    within, lang = Within(sight), sight.lang
    year = within.year
    months = _months(within, year)
    rows = sight.edition.rows(_VISITS)
    mine = rows[rows["place_code"].isin(within.places()) & rows["period"].isin(months)]
    names, largest = hospital_names(sight), mine.groupby("hospital_code")["expert_days"].sum().sort_values(ascending=False)
    kept = list(largest.index[: MOST_HOSPITALS if len(largest) <= MOST_HOSPITALS else MOST_HOSPITALS - 1])
    hospital = mine["hospital_code"].where(mine["hospital_code"].isin(kept), "others")
    sums = mine.groupby(["period", hospital])["expert_days"].sum()
    counts = {(months.index(str(period)), str(code)): float(days) for (period, code), days in sums.items()}
    parts = [(str(code), names.get(str(code), str(code))) for code in kept] + [("others", _OTHERS.of(lang))]
    is_whole = len(months) in (0, MONTHS_OF_YEAR)
    when = OF_YEAR.of(lang).format(year=year) if is_whole else SPAN.of(lang).format(first=months[0], last=months[-1])
    note = _NOTE.of(lang).format(when=when, visits=whole(mine["visits"].sum()), cases=whole(mine["cases"].sum()))
    said = Said(subtitle=when, note=note, finding=_sentence(sight, when, months, counts), empty=_EMPTY.of(lang).format(year=year))
    return stacked(card, context(sight, card), months, parts, counts, _MONTH.of(lang), "day", said)


def _months(within: Within, year: str) -> list[str]:
    if not year:
        return []
    start, end = within.year_days(year)
    rows = within.sight.edition.rows(_MONTHS)
    inside = (rows["start_on"] >= start) & (rows["end_on"] <= min(end, within.day))
    return [str(label) for label in rows.loc[inside, "label"]]


def _sentence(sight: Sight, when: str, months: list[str], counts: dict[tuple[int, str], float]) -> str:
    by_month = pd.Series(0.0, index=range(len(months)))
    for (place, _), days in counts.items():
        by_month[place] += days
    if not by_month.sum():
        return ""
    most = int(by_month.idxmax())
    empty = int((by_month == 0).sum())
    none = (_WITHOUT.format(n=empty) if empty else _ALWAYS).of(sight.lang)
    month = months[most][-2:].lstrip("0")
    words = _FINDING.of(sight.lang).format(when=when, days=whole(by_month.sum()), month=month, most=whole(by_month[most]), none=none)
    return words + Text("。", ".").of(sight.lang)
