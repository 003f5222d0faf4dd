"""Who leaves for what reason, and where to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.asking import card_frame
from dashboard.cards.inside import NO_DAY, NOT_INSIDE, refused
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, Point, Series, TableCell
from dashboard.charts.colours import colours_of
from dashboard.charts.context import Context
from dashboard.charts.numbers import number, scale_for, whole
from dashboard.charts.row import period_order
from dashboard.charts.table import listing
from dashboard.charts.trend import with_policies
from dashboard.charts.words import LIST_COMMA, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, dataset_titles, sees_records
from pipelines.codelists.exit_reason import EXIT_REASON
from pipelines.codelists.region_level import REGION_LEVEL
from pipelines.core.indicator import Status
from pipelines.core.text import Lang, Text
from pipelines.engine.destinations import destinations
from pipelines.engine.observe import all_indicators

FINDING = Text("{year} 年离岗 {n} 人：{parts}。", "{year}: {n} left: {parts}.")
PART = Text("{name} {n} 人（{rate}）", "{name} {n} ({rate})")
YEAR, TOTAL = Text("年度", "Year"), Text("合计", "Total")
RATES = Text("离岗比例为占平均在岗人数的比例；死亡与身份转换不在其中", "rates are of mean headcount; deaths and reclassification are left out")
REASON, SUM = Text("原因", "Reason"), Text("合计", "All")
SAME_PLACE, FURTHER = Text("同一{level}", "Same {level}"), Text("其他根地区", "Another area")
OUT = Text("不再有记录", "No post on record")
OTHER_WORK = Text("系统内非医生岗位", "Post that is no doctor's")
STATED = Text("不再有记录的人填报的去向：{parts}", "where those without a post on record said they went, in the words of the files: {parts}")
PERSONS = Text("{name} {n} 人", "{name} {n}")
WHAT = Text(
    "按离开机构的人次计，离开后 31 天内另有岗位的算作去了该处；在本地区内换机构的也列出，但不算离开本地区",
    "counts leaving a facility; a post taken up within 31 days is where one went. Moves inside the place are listed, "
    "and are no exits from it",
)
MOSTLY = Text("{n} 人次离开所在机构，最多的去向是“{where}”（{most} 人次）。", "{n} left their facility; most often: {where} ({most}).")
NONE_LEFT = Text("{region} {period} 没有医生离开所在机构。", "No doctor left a facility of {region} in {period}.")
Cells = Mapping[tuple[str, str], dict[Any, Any]]  # (indicator, year) -> its row
SHADES = 5


def exit_reasons(sight: Sight, card: Card) -> Chart:
    """Return the leavers of every year up to the chosen one by reason, stacked; the rates behind them stand in the words."""
    about = context(sight, card)
    frame = card_frame(sight, card)
    canvas = Canvas.of(card, frame, about)
    known = frame.dropna(subset=["numerator", "value"])
    if known.empty:
        return refused(sight, card, canvas.chart("bars", basis=(), target=None))
    years = sorted(known["period"].unique(), key=period_order)
    people = scale_for([float(known["numerator"].max())], "person", about.currency, about.lang)
    cells = {(str(r["indicator"]), str(r["period"])): r for r in known.to_dict("records")}
    happened = {name for (name, _), row in cells.items() if row["numerator"] > 0}
    names = {n: reason_of(n).of(about.lang) for n in card.indicators if n in happened}
    series = _stack(names, colours_of(list(names), card.indicators), years, cells, about)
    ends = [(p.base or 0.0) + (p.value or 0.0) for s in series for p in s.points]
    made = canvas.chart(
        "bars", basis=[r for r in canvas.rows if r.period == years[-1]], notes=(RATES.of(about.lang),), mark="stack", series=series,
        x=place_axis(years), y=value_axis([0.0, *ends], people, from_zero=True), target=None, unit=people.axis_unit, empty="",
    )
    columns, rows = _reason_table(names, years, cells, about.lang)
    told = replace(made, scale=people, measure="person", columns=columns, rows=rows, finding=_told(names, years[-1], cells, about))
    return with_policies(told, about, years)


def reason_of(indicator: str) -> Text:
    """Return what an exit rate counts, in the words of the reasons."""
    reasons = all_indicators()[indicator].reasons
    return EXIT_REASON.titles[reasons[0]]


def _stack(names: Mapping[str, str], colours: Mapping[str, int], years: Sequence[str], cells: Cells, about: Context) -> tuple[Series, ...]:
    made, level = [], dict.fromkeys(years, 0.0)
    for name, title in names.items():
        points = []
        for i, year in enumerate(years):
            row = cells.get((name, year))
            if row is None:
                continue
            n = float(row["numerator"])
            rate = number(float(row["value"]), "share", "", about.lang)
            status: Status = "partial" if row["status"] == "partial" else "ok"
            text = PART.of(about.lang).format(name="", n=whole(n), rate=rate).strip()
            points.append(Point(label=year, code=name, x=float(i), y=n, value=n, status=status, text=text, base=level[year]))
            level[year] += n
        made.append(Series(name=title, code=name, colour=colours[name], points=tuple(points)))
    return tuple(made)


def _told(names: Mapping[str, str], year: str, cells: Cells, about: Context) -> str:
    lang = about.lang
    found = sorted(((names[n], cells[n, year]) for n in names if (n, year) in cells), key=lambda one: -one[1]["numerator"])
    some = [(title if lang == "zh" else title.lower(), r) for title, r in found if r["numerator"] > 0]
    parts = [PART.of(lang).format(name=t, n=whole(r["numerator"]), rate=number(float(r["value"]), "share", "", lang)) for t, r in some]
    return FINDING.of(lang).format(year=year, n=whole(sum(r["numerator"] for _, r in found)), parts=LIST_COMMA.of(lang).join(parts))


def _reason_table(
    names: Mapping[str, str], years: Sequence[str], cells: Cells, lang: Lang
) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    reasons = (ColumnHead(n, t, True) for n, t in names.items())
    heads = (ColumnHead("year", YEAR.of(lang)), *reasons, ColumnHead("value", TOTAL.of(lang), True))
    rows = []
    for year in years:
        numbers = [float(cells[n, year]["numerator"]) if (n, year) in cells else 0.0 for n in names]
        rows.append((TableCell(year), *(TableCell(whole(v), v) for v in (*numbers, sum(numbers)))))
    return heads, tuple(rows)


def where_to(sight: Sight, card: Card) -> Chart:
    """Return a matrix of those who left a facility in the period: reasons down, where they went across, the darker the more."""
    about, lang = context(sight, card), sight.lang
    periods = sight.edition.periods()
    chosen = periods[periods["label"] == about.period]
    if not sees_records(sight):
        return listing(card, (), (), about, NOT_INSIDE.of(lang))
    if chosen.empty:
        none = Canvas.of(card, card_frame(sight, card), about).empty() or NO_DAY.of(lang)
        return refused(sight, card, listing(card, (), (), about, none))
    first, last = (pd.Timestamp(chosen[c].iloc[0]).date() for c in ("start_on", "as_at"))
    found = sight.edition.ask(lambda con: destinations(con, sight.state.region, first, last))
    titles = _columns(sight, found)
    heads = [ColumnHead("reason", REASON.of(lang)), *(ColumnHead(code, title, True) for code, title in titles.items())]
    heads.append(ColumnHead("all", SUM.of(lang), True))
    rows = _matrix(found.assign(column=_column(found)), list(titles), lang)
    whole_year = Canvas.of(card, card_frame(sight, card), about).empty() if found.empty else ""
    empty = whole_year or NONE_LEFT.of(lang).format(region=about.region_name, period=period_name(about.period, lang))
    made = listing(card, heads, rows, about, empty, period_name(about.period, lang))
    source = LIST_COMMA.of(lang).join(dataset_titles()[name].of(lang) for name in ("employment", "roster"))
    if not rows:
        return refused(sight, card, made if whole_year else made.as_none())
    went = _went(found.assign(column=_column(found)), titles, lang)
    sourced = replace(made, footer=replace(made.footer, source=made.footer.source or source), finding=went)
    return sourced.with_note(WHAT.of(lang), _stated(found, lang))


def _went(found: pd.DataFrame, titles: Mapping[str, str], lang: Lang) -> str:
    """Say how many left a facility and where most of them went."""
    to = found.groupby("column")["persons"].sum().sort_values(ascending=False, kind="stable")
    most = titles[str(to.index[0])]
    return MOSTLY.of(lang).format(n=whole(float(to.sum())), most=whole(float(to.iloc[0])), where=most if lang == "zh" else most.lower())


def _column(found: pd.DataFrame) -> pd.Series:
    """The column of each row: a level, `elsewhere`, `other_work` for a post that is no doctor's, `out`."""
    return found["level"].where((found["level"] == "out") | found["is_doctor"].astype(bool), "other_work")


def _columns(sight: Sight, found: pd.DataFrame) -> dict[str, str]:
    """Return the columns of the matrix from near to far, with their titles; levels of one facility are no place to go to."""
    lang, levels = sight.lang, sight.edition.site.region_levels
    named = {level: SAME_PLACE.of(lang).format(level=_level(level, lang)) for level in reversed(levels)}
    named |= {"elsewhere": FURTHER.of(lang), "other_work": OTHER_WORK.of(lang), "out": OUT.of(lang)}
    used = set(_column(found))
    return {code: title for code, title in named.items() if code in used or code in levels[1:] or code == "out"}


def _level(level: str, lang: Lang) -> str:
    title = REGION_LEVEL.titles[level].of(lang) if level in REGION_LEVEL.titles else level
    return title if lang == "zh" else title.lower()


def _matrix(found: pd.DataFrame, columns: Sequence[str], lang: Lang) -> list[list[TableCell]]:
    counts = {(str(r), str(c)): int(n) for (r, c), n in found.groupby(["exit_reason", "column"])["persons"].sum().items()}
    most = max(counts.values(), default=1)
    sums = {code: sum(counts.get((code, c), 0) for c in columns) for code in EXIT_REASON.titles}
    rows = []
    for code in sorted((c for c in sums if sums[c]), key=lambda c: -sums[c]):
        cells = [_shaded(counts.get((code, c), 0), most) for c in columns]
        rows.append([TableCell(EXIT_REASON.titles[code].of(lang)), *cells, TableCell(whole(sums[code]), float(sums[code]))])
    if len(rows) > 1:
        under = [sum(n for (_, c), n in counts.items() if c == column) for column in columns]
        rows.append([TableCell(SUM.of(lang)), *(TableCell(whole(n), float(n)) for n in (*under, sum(under)))])
    return rows


def _shaded(n: int, most: int) -> TableCell:
    """A count with a ground the darker the nearer it is to the largest; none has no ground."""
    return TableCell(whole(n), float(n), tone=str(min(SHADES - 1, n * SHADES // (most + 1))) if n else "")


def _stated(found: pd.DataFrame, lang: Lang) -> str:
    """Say where those who are on no record any more said they went, the most first."""
    told = found.dropna(subset=["destination"]).groupby("destination")["persons"].sum().sort_values(ascending=False, kind="stable")
    parts = [PERSONS.of(lang).format(name=name, n=whole(float(n))) for name, n in told.head(4).items()]
    return STATED.of(lang).format(parts=LIST_COMMA.of(lang).join(parts)) if parts else ""
