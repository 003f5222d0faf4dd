"""What pay consists of: ordinary components of a person-year over the years, one on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

import pandas as pd

from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.within import UP_TO_YEAR, Within, of_year
from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.bars import stacked
from dashboard.charts.canvas import stamp
from dashboard.charts.chart import Chart, ColumnHead, Point, Series, TableCell
from dashboard.charts.colours import colours_of
from dashboard.charts.context import Context
from dashboard.charts.numbers import Scale, scale_for, whole
from dashboard.charts.row import period_order
from dashboard.charts.trend import with_policies
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.codelists.pay_component import PAY_COMPONENT
from pipelines.core.text import Text
from pipelines.engine.pay_parts import MONTHS, PAY, pay_parts

MOST_PARTS = 4  # components with a colour of their own; the smaller ones stand together, since money adds up
UNTOLD, OTHER = "untold", "other"
NAMES = {UNTOLD: Text("只报合计、未分项", "Told as a total only"), OTHER: Text("其他各项", "Other components")}
YEAR, PEOPLE = Text("年份", "Year"), Text("人年", "Person-years")
_PER = Text(
    "各项实发金额 ÷ 实际发薪人年（发薪月数 ÷ 12），不满一年的按月数计；应急专项补贴另计，不属常规收入",
    "Paid of each component ÷ person-years paid for (months ÷ 12), part-years by their months; emergency payments stand apart from ordinary pay",
)
_NONE = Text("{region}没有发给个人的薪酬记录。", "{region}: no record of pay to persons.")
_COMES_TO = Text("{year} 年每人年 {total}：{parts}", "{total} a person-year in {year}: {parts}")
_PART = Text("{name} {share}", "{name} {share}")
COLOURED = [code.code for code in PAY_COMPONENT.codes[:5]] + [OTHER, UNTOLD]  # what nobody told by component has the quietest colour
_LEAST = 0.005  # of pay: less than that told by nobody's component is rounding


@dataclass(frozen=True, slots=True)
class Parts:
    """Yuan a person-year by year (rows) and part (columns, in the order drawn), and the person-years of each year."""

    yuan: pd.DataFrame
    people: pd.Series


def pay_components(sight: Sight, card: Card) -> Chart:
    """Return what a person-year of pay consists of, year by year up to the chosen one, of the chosen place."""
    found = context(sight, replace(card, indicators=("mean_pay",)))
    parts = _of_place(sight)
    lang = found.lang
    if parts is None:
        why = _NONE.of(lang).format(region=found.region_name) if sees_records(sight) else NOT_INSIDE.of(lang)
        return Chart(
            name=card.name, kind="bars", mark="stack", lang=lang, title=card.title.of(lang), unit="", subtitle="", scale=Scale(lang=lang),
            footer=stamp(found), empty=why,
        )
    return of_year(sight, with_policies(_chart(card, parts, found), found, list(parts.yuan.index)), Within(sight).year_known, UP_TO_YEAR)


def _of_place(sight: Sight) -> Parts | None:
    """Return the parts of the chosen place; None where nothing was paid there, or its records are not the viewer's to see."""
    edition, region = sight.edition, sight.state.region
    if not sees_records(sight):
        return None
    lines = edition.keep("pay parts", lambda: edition.ask(pay_parts))
    if not len(lines):
        return None
    spans = edition.rows("select distinct place_code, region_code, from_on, to_on from place_span")
    ends = lines["period"].map(edition.periods().set_index("label")["end_on"])
    mine = lines.assign(end_on=ends).merge(spans[spans["region_code"] == region], on="place_code")
    mine = mine[(mine["from_on"] <= mine["end_on"]) & (mine["to_on"] > mine["end_on"])]
    last = period_order(Within(sight).year_known)
    return parts_of(mine[mine["period"].map(lambda label: period_order(label) <= last).astype(bool)])


def parts_of(lines: pd.DataFrame) -> Parts | None:
    """Return the parts of lines (period, part, amount): yuan a person-year, the largest components apart, what is told as a total alone last."""
    sums = lines.pivot_table(index="period", columns="part", values="amount", aggfunc="sum")
    if sums.empty or MONTHS not in sums or PAY not in sums:
        return None
    sums = sums.loc[sorted(sums.index, key=period_order)]
    people = sums.pop(MONTHS) / 12.0
    pay = sums.pop(PAY)
    roles = {code.code: code.role for code in PAY_COMPONENT.codes}
    ordinary = [name for name in sums.columns if roles.get(str(name)) == "regular"]
    ranked = sorted(ordinary, key=lambda name: -sums[name].sum())
    codes = [code.code for code in PAY_COMPONENT.codes]
    drawn = sorted(ranked[:MOST_PARTS], key=codes.index)
    yuan = sums[drawn].copy()
    if ranked[MOST_PARTS:]:
        yuan[OTHER] = sums[ranked[MOST_PARTS:]].sum(axis=1, min_count=1)
    rest = pay - sums[ordinary].sum(axis=1)
    yuan[UNTOLD] = rest.where(rest > _LEAST * pay)
    if "emergency" in sums:
        yuan["emergency"] = sums["emergency"]
    kept = yuan.columns[yuan.notna().any()]
    return Parts(yuan[kept].div(people, axis=0), people)


def _chart(card: Card, parts: Parts, found: Context) -> Chart:
    lang, years = found.lang, [str(label) for label in parts.yuan.index]
    totals = parts.yuan.sum(axis=1)
    scale = scale_for([float(v) for v in totals], "currency_per_person", found.currency, lang)
    names = {code: _name(code).of(lang) for code in parts.yuan.columns}
    colours = colours_of([str(code) for code in parts.yuan.columns], COLOURED)
    series = stacked([_series(parts, str(code), colours[str(code)], names[code], scale) for code in parts.yuan.columns])
    columns = (
        ColumnHead("year", YEAR.of(lang)), *(ColumnHead.measured(str(c), names[c], scale) for c in parts.yuan.columns),
        ColumnHead("people", PEOPLE.of(lang), True),
    )
    return Chart(
        name=card.name, kind="bars", mark="stack", lang=lang, title=card.title.of(lang), unit=scale.axis_unit, subtitle="", scale=scale,
        measure="currency_per_person", series=series, x=place_axis(years),
        y=value_axis([*(scale.shown(float(v)) for v in totals), 0.0], scale, from_zero=True), columns=columns, rows=_rows(parts, scale, found),
        footer=replace(stamp(found), note=_PER.of(lang), n=words.N.of(lang).format(n=whole(float(parts.people.iloc[-1])))),
        finding=_finding(parts, names, scale, found),
    )


def _series(parts: Parts, code: str, colour: int, name: str, scale: Scale) -> Series:
    points = []
    for i, (year, value) in enumerate(parts.yuan[code].items()):
        if pd.notna(value):
            shown = scale.shown(float(value))
            points.append(Point(
                label=str(year), code=code, x=float(i), y=shown, value=shown, status="ok", text=scale.full(shown),
                n=floor(float(parts.people[year]) + 0.5),  # as the table writes it
            ))
    return Series(name=name, code=code, colour=colour, points=tuple(points))


def _name(code: object) -> Text:
    return NAMES.get(str(code)) or PAY_COMPONENT.titles[str(code)]


def _rows(parts: Parts, scale: Scale, found: Context) -> tuple[tuple[TableCell, ...], ...]:
    made = []
    for year, row in parts.yuan.iterrows():
        cells = [TableCell(str(year))]
        for value in row:
            shown = scale.shown(float(value)) if pd.notna(value) else None
            cells.append(TableCell(words.STATUS["not_collected"].of(found.lang)) if shown is None else TableCell(scale.bare(shown), shown))
        people = float(parts.people[year])
        made.append((*cells, TableCell(whole(people), people)))
    return tuple(made)


def _finding(parts: Parts, names: dict[str, str], scale: Scale, found: Context) -> str:
    """Return what a person-year came to in the last year, and the shares of its largest parts."""
    lang, row = found.lang, parts.yuan.iloc[-1].dropna()
    share = scale_for((1.0,), "share", "", lang)
    largest: Sequence[str] = list(row.sort_values(ascending=False).index[:3])
    said = [_PART.of(lang).format(name=names[code], share=share.full(float(row[code] / row.sum()))) for code in largest]
    sentence = _COMES_TO.of(lang).format(
        year=parts.yuan.index[-1], total=scale.full(scale.shown(float(row.sum()))), parts=words.LIST_COMMA.of(lang).join(said),
    )
    return sentence + ("。" if lang == "zh" else ".")
