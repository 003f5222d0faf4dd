"""Measures of inequality side by side: the figure, its interval, how to read it, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard.asking import card_frame
from dashboard.cards.observed import observed
from dashboard.charts import words
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import scale_for, whole
from dashboard.charts.row import Row
from dashboard.charts.table import listing
from dashboard.context import context
from dashboard.page import Card
from dashboard.render.sentence import INTERVAL
from dashboard.sight import Sight, worded
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import all_indicators

COLUMNS: Mapping[str, Text] = {
    "measure": Text("指标", "Measure"), "value": Text("数值", "Value"), "interval": Text("95 % 区间", "95% interval"),
    "n": Text("单位数", "Units"), "reading": Text("怎样读", "How to read it"),
}
READING: Mapping[str, Text] = {
    "gini": Text("0 为人人均等，1 为全在一处", "0: equal density everywhere; 1: all in one place"),
    "theil_t": Text("0 为均等，无上限；下两行相加等于它", "0: equal, no upper end; the next two add up to it"),
    "theil_t_between": Text("其中{areas}之间的差异", "of it, differences between {areas}"),
    "theil_t_within": Text("其中{areas}内部、{units}之间的差异", "of it, differences between {units} within {areas}"),
    "theil_l": Text("同泰尔 T，但更看重医生少的地方；有{units}没有医生时没有定义", "as T, with more weight on places with few; undefined where any of the {units} has none"),
    "concentration_index": Text("小于 0 偏向低收入地区，大于 0 偏向高收入地区", "below 0: poorer places have more; above 0: richer ones"),
    "coefficient_of_variation": Text("密度的离散程度，相对于平均密度", "spread of densities against the mean density"),
    "dissimilarity_index": Text("要处处均等须调动的医生占比", "share of doctors who would have to move for equal density"),
    "max_min_ratio": Text("最高的{units}为最低的多少倍，只看两头", "highest over lowest of the {units}: two places decide it"),
}
UNSETTLED = Text("；区间含 0，看不出偏向哪边", "; the interval includes 0, so which side it leans to cannot be told")
FIRST = Text("{name}为 {value}{interval}，按 {n} 个单位计算。", "{name}: {value}{interval}, over {n} units.")
ONE_AREA = Text("所选地区只含一个{areas}或其一部分，差异无从分为{areas}之间与内部两部分",
                "The place chosen is one of the {areas} or a part of one: no difference between {areas} can be told from one within them")
WHY: Mapping[str, Text] = {
    "concentration_index": Text(
        "需要至少两个不同的农村居民人均可支配收入（{units}或{areas}的）才能排序，现有收入资料不足",
        "needs rural disposable incomes of at least two {units} or {areas} to order by; those on record do not suffice",
    ),
    "theil_t_between": ONE_AREA, "theil_t_within": ONE_AREA,
    "max_min_ratio": Text("最低密度为 0，或单位不足两个", "the lowest density is 0, or there are fewer than two units"),
    "theil_l": Text("有{units}没有医生，或单位不足两个", "one of the {units} has no doctor, or there are fewer than two of them"),
}
TOO_FEW = Text("单位不足两个，或没有人口数", "fewer than two units, or no figure of people")
NOTE = Text(
    "单位为{units}，按人口加权；区间为按单位自助抽样，单位少于 10 个时不给",
    "Units are {units}, weighted by people; intervals by bootstrap over units, none below ten of them",
)


def measures(sight: Sight, card: Card) -> Chart:
    """Return one row a measure in the chosen period and place; what cannot be computed says why."""
    known = tuple(name for name in card.indicators if name in all_indicators())
    wanted = replace(card, indicators=known)
    about = context(sight, wanted)
    lang, rows = about.lang, {row.indicator: row for row in Canvas.of(wanted, card_frame(sight, wanted), about).rows}
    heads = [ColumnHead(name, title.of(lang), name in ("value", "n"), beside=("unit",) if name == "value" else ()) for name, title in COLUMNS.items()]
    cells = [(TableCell(worded(sight)[name].title.of(lang)), *_cells(sight, name, rows.get(name))) for name in known]
    counted = " · ".join(part for part in (about.population, words.period_name(about.period, lang)) if part)
    made = listing(wanted, heads, cells, about, words.EMPTY["none"].of(lang), counted)
    return replace(made, finding=_first(made)).with_note(_named(sight, NOTE))


def _first(made: Chart) -> str:
    """Return the first measure that has a figure, with its interval and how many units it is over."""
    row = next((row for row in made.rows if row[1].value is not None), None)
    if row is None:
        return ""
    name, value, limits, count = (cell.text for cell in row[:4])
    interval = INTERVAL.of(made.lang).format(interval=limits) if limits else ""
    return FIRST.of(made.lang).format(name=name, value=value, interval=interval, n=count)


def theil_parts(sight: Sight, card: Card) -> Chart:
    """Return Theil's T between and within the areas above the units as bars; where there is one only, that is said."""
    made = observed(sight, replace(card, kind="bars"))
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    if not made.empty or level not in sight.edition.site.region_levels[-2:]:
        return made
    return replace(made, empty=_named(sight, WHY["theil_t_between"]) + ("。" if sight.lang == "zh" else "."))


def _named(sight: Sight, text: Text) -> str:
    """Return a text with the units that are compared and the areas above them by the names of their levels."""
    site = sight.edition.site
    place = site.levels.index(site.unit_level)
    units, areas = (words.LEVELS.get(level, words.PLACES).of(sight.lang) for level in (site.levels[place], site.levels[max(place - 1, 0)]))
    return text.of(sight.lang).format(units=units, areas=areas)


def _cells(sight: Sight, name: str, row: Row | None) -> tuple[TableCell, ...]:
    lang = sight.lang
    count = TableCell("") if row is None or row.n is None else TableCell(whole(row.n), float(row.n))
    if row is None or row.value is None:
        status = words.STATUS[row.status if row else "not_collected"].of(lang)
        is_told = row is not None and row.status == "not_estimable"
        return TableCell(status), TableCell(""), count, TableCell(_named(sight, WHY.get(name, TOO_FEW)) if is_told else "")
    scale = scale_for((row.value,), all_indicators()[name].unit, sight.edition.site.currency, lang)
    shown = scale.shown(row.value)
    has_limits = row.lower is not None and row.upper is not None
    limits = scale.spread(scale.shown(row.lower or 0.0), scale.shown(row.upper or 0.0)) if has_limits else ""
    reading = TableCell((_named(sight, READING[name]) if name in READING else "") + _unsettled(name, row, lang))
    return TableCell(scale.bare(shown), shown, unit=scale.axis_unit), TableCell(limits), count, reading


def _unsettled(name: str, row: Row, lang: Lang) -> str:
    """Say that a concentration index cannot be told from 0, "" where it can, or without limits."""
    is_open = name == "concentration_index" and row.lower is not None and row.upper is not None and row.lower <= 0 <= row.upper
    return UNSETTLED.of(lang) if is_open else ""
