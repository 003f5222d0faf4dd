"""A funnel plot: places by their size and rate, between the limits that chance alone sets to a place of each size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import round_step, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, ColumnHead, Line, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import rounded, size
from dashboard.charts.ranking import why_unranked
from dashboard.charts.row import Row, latest
from dashboard.page import Card
from pipelines.analysis.funnel import FEWEST, Funnel, Model, limits_at
from pipelines.analysis.funnel import funnel as limits_of
from pipelines.core.indicator import RANKED
from pipelines.core.position import FUNNEL_POSITIONS
from pipelines.core.text import Lang, Text

MODELS: Mapping[str, Model] = {"wilson": "binomial", "byar": "poisson"}  # by how the intervals of an indicator are made
LIMITS = ("lower_998", "lower_95", "upper_95", "upper_998")  # as `limits_at` has them
INNER, OUTER = Text("95 %", "95%"), Text("99.8 %", "99.8%")
ALONG = 64  # points of a curve
LIFT_AT_MOST = 2.0  # times the highest rate: so high may the limits of the smallest place lift the axis
CURVES_FROM = 0.85  # of the smallest place's size
SIZE = Text("规模（率的分母，n）", "Size (denominator, n)")
TYPICAL = Text("一般水平 {value}", "Typical {value}")
FEW = Text(
    "{places}不足 {least} 个（有数的 {n} 个），太少，画不出随机波动的范围；各地的数见排名和表。",
    "{n} {places} with a figure: it takes {least} to tell how high or low chance alone would set them. The ranking and the table have the figures.",
)
NOT_COUNTED = Text(
    "该指标不是人数（件数）之比，随机波动的范围无从计算。", "The indicator is no ratio of counts: how far chance would move it cannot be told.",
)
UNCOUNTED = Text(
    "部分{places}只有率、没有分子或分母，随机波动的范围无从计算。", "Some {places} have a rate without its counts: how far chance would move it cannot be told.",
)
ALIKE = Text("上报齐全的{places}均为 {value}，没有高低可比。", "Each of the {places} that reported in full is at {value}: there is nothing to compare.")
WITHHELD = Text("部分地区的数字在本发布口径下已隐藏，不作各地比较。", "Figures of some places are withheld in this release, so places are not compared.")
HOW = Text(
    "每点一个{places}，越靠右规模越大；同等规模的地方应在虚线之间（95 %）、实线之间（99.8 %）",
    "each dot is one of the {places}, larger ones farther right; a place of that size is to be expected between the dashed curves (95%) and between "
    "the solid ones (99.8%)",
)
BY_CHANCE = Text("范围只计随机波动", "the ranges are those of chance alone")
WIDENED = Text(
    "各{places}之间的差别普遍大于随机波动（过度离散因子 φ = {factor}），范围已按此放宽",
    "the {places} differ by more than chance throughout (overdispersion factor φ = {factor}): the ranges are widened for it",
)
EXPECTED = Text("即使各地毫无差别，也会有至多约 {n} 个在虚线之外", "were all places alike, at most about {n} would still lie beyond the dashed curves")
LEVEL = Text("横线为各{places}合计的率", "the level line is the rate of the {places} added up")
NOT_ADDED = Text(
    "横线为各{places}合计的率，{places}之间的调动也计在内，不等于所选地区的率",
    "the level line is the rate of the {places} added up, moves between them included: it is not the rate of the whole",
)
NOT_PLACED = Text("上报不全和没有数的地方不画", "places partly reported or without a figure are not drawn")
RANGE: Mapping[bool, Text] = {  # widened or not
    False: Text("随机波动范围（{share}）", "Range of chance ({share})"), True: Text("放宽后的范围（{share}）", "Widened range ({share})"),
}
POSITION = Text("与范围相比", "Against the range")
MOST_ASKED = 3


@dataclass(frozen=True, eq=False)
class _Judged:
    """The places that are set against the limits, and the limits, in the order of `codes`; `shown` puts a rate on the axis."""

    canvas: Canvas
    codes: tuple[str, ...]
    sizes: np.ndarray[tuple[int], np.dtype[np.float64]]
    model: Model
    found: Funnel

    def shown(self, rate: float) -> float:
        return self.canvas.scale.shown(float(rate) * self.canvas.indicator.scale)

    def spread(self, place: int, share: str) -> str:
        """The range of a place, "1.2–9.3 %"."""
        return self.canvas.scale.spread(*(self.shown(getattr(self.found, f"{end}_{share}")[place]) for end in ("lower", "upper")))


def funnel(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the funnel plot of a card's places in the latest period of the frame: all of them in its rows, the farthest on the bad side first.

    Places partly reported or without a figure are not set against the limits and not drawn. Nothing is drawn of fewer than FEWEST places, nor
    where some are withheld: the others would tell of them.
    """
    whole = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(whole.rows), context)
    judged = _judged(canvas, frame)
    if isinstance(judged, str):
        return canvas.chart("funnel", basis=canvas.rows, target=None, empty=canvas.empty() or judged)
    at, away = {code: i for i, code in enumerate(judged.codes)}, judged.found.away
    badness = {"lower": away, "higher": -away, "neutral": abs(away)}[canvas.indicator.polarity]
    inside = sorted((r for r in canvas.rows if r.region_code in at), key=lambda r: (-badness[at[r.region_code]], r.region_code))
    order = [*inside, *(r for r in canvas.rows if r.region_code not in at)]
    return _with_limits(_drawn(Canvas(card, tuple(order), context), judged, at), order, judged, at)


def _judged(canvas: Canvas, frame: pd.DataFrame) -> _Judged | str:
    """Return the places and their limits, or why there are none, in words."""
    lang, model = canvas.context.lang, MODELS.get(canvas.indicator.interval)
    period = canvas.rows[0].period if canvas.rows else ""
    rows = frame[(frame["period"] == period) & frame["status"].isin(RANKED) & frame["breakdown"].isna()]
    known = rows[(pd.to_numeric(rows["denominator"], errors="coerce") > 0) & rows["numerator"].notna() & rows["value"].notna()]
    if canvas.context.withholds:
        return WITHHELD.of(lang)
    if model is None:
        return NOT_COUNTED.of(lang)
    if len(known) < len(rows):
        return UNCOUNTED.of(lang).format(places=canvas.places_of(2))
    if len(known) < FEWEST:
        return FEW.of(lang).format(places=canvas.places_of(len(known)), least=FEWEST, n=len(known))
    top, bottom = (known[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    if top.sum() == 0 or model == "binomial" and top.sum() == bottom.sum():
        return ALIKE.of(lang).format(places=canvas.places, value=canvas.scale.full(canvas.scale.shown(float(known["value"].iloc[0]))))
    return _Judged(canvas, tuple(known["region_code"].astype(str)), bottom, model, limits_of(top, bottom, model))


def _drawn(canvas: Canvas, judged: _Judged, at: Mapping[str, int]) -> Chart:
    lang, found, scale = canvas.context.lang, judged.found, canvas.scale
    points = tuple(_point(canvas, row, judged, at[row.region_code]) for row in canvas.rows if row.region_code in at)
    x = _sizes(float(judged.sizes.max()), lang)
    highest, smallest = float(found.value.max()), float(found.upper_998[judged.sizes.argmin()])
    lifted = max(highest, float(np.median(found.upper_998)), min(smallest, LIFT_AT_MOST * highest))
    y = value_axis([0.0, judged.shown(highest), judged.shown(lifted)], scale, from_zero=True)
    centre = judged.shown(found.target)
    beyond = [p.code for p in points if p.position.endswith("_998")]
    places = canvas.places
    notes = [
        HOW.of(lang).format(places=places),
        *_on_chance(found, places, lang),
        (LEVEL if canvas.indicator.additive else NOT_ADDED).of(lang).format(places=places),
        words.DIRECTION[canvas.indicator.polarity].of(lang),
        *why_unranked(canvas, canvas.rows, sum(r.status == "partial" and r.value is not None for r in canvas.rows)),
        NOT_PLACED.of(lang) if len(points) < len(canvas.rows) else "",
    ]
    return canvas.chart(
        "funnel", basis=canvas.rows, notes=notes, mark="dot", x=x, y=y, target=None,
        median=Line(centre, TYPICAL.of(lang).format(value=scale.bare(centre))),
        series=(Series(name=canvas.name_of(canvas.indicator.name), code=canvas.indicator.name, colour=0, points=points),),
        limits=_curves(judged, x, y, lang), is_widened=found.is_widened, asked=tuple(beyond or (p.code for p in points[:MOST_ASKED])),
    )


def _on_chance(found: Funnel, places: str, lang: Lang) -> tuple[str, ...]:
    """Say whether the ranges are those of chance alone, and then how many places it would put beyond the inner ones."""
    if found.is_widened:
        return (WIDENED.of(lang).format(places=places, factor=rounded(found.dispersion, 2)),)
    return BY_CHANCE.of(lang), EXPECTED.of(lang).format(n=rounded(max(found.expected_beyond_95, 1.0), 0))


def _point(canvas: Canvas, row: Row, judged: _Judged, place: int) -> Point:
    """Return a place at its size; against what it is held is the range of its size, not the norm, and not its own interval."""
    lang, position = canvas.context.lang, str(judged.found.position[place])
    point = canvas.point(row, row.region_name, row.region_code, float(judged.sizes[place]))
    ranges = (f"{share.of(lang)} {judged.spread(place, code)}" for share, code in ((INNER, "95"), (OUTER, "998")))
    told = words.NAMED.of(lang).format(name=FUNNEL_POSITIONS[position].of(lang), said=words.LIST_COMMA.of(lang).join(ranges))
    return replace(
        point, lower=None, upper=None, interval="", half="", is_beyond_target=False, is_near_target=False, against=told, position=position,
        n=row.n if row.n is not None else float(judged.sizes[place]),
    )


def _sizes(largest: float, lang: Lang) -> Axis:
    """Return the axis of sizes, from 0 to the next round number after the largest."""
    step = max(round_step(largest, 6), 1.0)
    ticks = tuple((step * i, size(step * i)) for i in range(int(-(-largest // step)) + 1))
    return Axis(title=SIZE.of(lang), ticks=ticks, low=0.0, high=ticks[-1][0], step=step, number_format="#,##0")


def _curves(judged: _Judged, x: Axis, y: Axis, lang: Lang) -> tuple[Series, ...]:
    """Return the limits at every size drawn, not only at those of the places, as far as they stand on the axis."""
    sizes = np.geomspace(max(CURVES_FROM * float(judged.sizes.min()), x.high / 1e4), x.high, ALONG)
    curves = []
    for code, ends in zip(LIMITS, limits_at(sizes, judged.model, judged.found), strict=True):
        heights = [judged.shown(end) for end in ends]
        name = (INNER if code.endswith("_95") else OUTER).of(lang)
        points = [_on_curve(name, code, float(at), high, judged.canvas) for at, high in zip(sizes, heights, strict=True) if high <= y.high]
        curves.append(Series(name=name, code=code, colour=0, points=tuple(points)))
    return tuple(curves)


def _on_curve(name: str, code: str, at: float, height: float, canvas: Canvas) -> Point:
    return Point(label=name, code=code, x=at, y=height, value=height, status="ok", text=canvas.scale.full(height))


def _with_limits(chart: Chart, rows: Sequence[Row], judged: _Judged, at: Mapping[str, int]) -> Chart:
    """Return the chart with what its places are held against in its table: size where that is not n, both ranges, and the position."""
    lang = chart.lang
    differs = any(r.n is None or abs(r.n - judged.sizes[at[r.region_code]]) > 0.5 for r in rows if r.region_code in at)
    heads = [ColumnHead("size", SIZE.of(lang), True)] if differs else []
    heads += [ColumnHead.spread(f"range_{code}", RANGE[judged.found.is_widened].of(lang).format(share=share.of(lang)), chart.scale)
              for share, code in ((INNER, "95"), (OUTER, "998"))]
    heads.append(ColumnHead("position", POSITION.of(lang)))
    cells = []
    for row, given in zip(rows, chart.rows, strict=True):
        place = at.get(row.region_code)
        if place is None:
            cells.append((*given, *(TableCell("") for _ in heads)))
            continue
        sized = (TableCell(size(judged.sizes[place]), float(judged.sizes[place])),) if differs else ()
        ranges = (TableCell(judged.spread(place, code)) for code in ("95", "998"))
        cells.append((*given, *sized, *ranges, TableCell(FUNNEL_POSITIONS[str(judged.found.position[place])].of(lang))))
    return replace(chart, columns=(*chart.columns, *heads), rows=tuple(cells))
